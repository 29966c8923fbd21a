import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { uriOfPath } from '../../server/src/host/file-uri.js';
import { temporaryFolder } from '../host/temporary-folder.js';
import { startClient } from '../support/language-client.js';

const SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
`;
const POD = `apiVersion: v1
kind: Pod
metadata:
  name: web
  labels:
    app: wep
spec:
  containers:
    - name: web
      image: example.com/web:1.2.3
`;
const LETTER = { start: { line: 5, character: 11 }, end: { line: 5, character: 12 } };
const CODE = 'selector/service-no-match';

describe('an edit of one document', () => {
  it('changes what is said about another, open or not, after what is said about the document itself', async t => {
    const folder = temporaryFolder({ 'service.yaml': SERVICE, 'pod.yaml': POD });
    const [service, pod] = ['service.yaml', 'pod.yaml'].map(name => uriOfPath(join(folder, name))) as [string, string];
    const client = await startClient(t, { folders: [uriOfPath(folder)] });
    assert.ok((await client.codes(service)).includes(CODE));
    client.open(pod, POD);
    await client.quiescent();
    const before = client.publications.length;
    const version = client.change(pod, 'b', LETTER);
    assert.ok(!(await client.codes(service)).includes(CODE));
    const order = client.publications.slice(before).map(({ uri }) => uri);
    assert.deepEqual(order, [pod, service]);
    assert.equal(client.shown(pod)?.version, version);
  });

  it('is said of open documents before the rest', async t => {
    const others = Array.from({ length: 5 }, (_, index) => [`a-${index}.yaml`, SERVICE.replace('name: web', `name: web-${index}`)]);
    const folder = temporaryFolder({ ...Object.fromEntries(others), 'service.yaml': SERVICE, 'pod.yaml': POD });
    const [service, pod] = ['service.yaml', 'pod.yaml'].map(name => uriOfPath(join(folder, name))) as [string, string];
    const client = await startClient(t, { folders: [uriOfPath(folder)] });
    client.open(service, SERVICE);
    client.open(pod, POD);
    await client.quiescent();
    const before = client.publications.length;
    client.change(pod, 'b', LETTER);
    await client.quiescent();
    const order = client.publications.slice(before).map(({ uri }) => uri);
    assert.deepEqual(order.slice(0, 2), [pod, service]);
    assert.equal(order.length, 7);
  });

  it('takes a finding back when the other side is written anew', async t => {
    const client = await startClient(t);
    client.open('file:///w/service.yaml', SERVICE);
    client.open('file:///w/pod.yaml', POD);
    assert.ok((await client.codes('file:///w/service.yaml')).includes(CODE));
    client.change('file:///w/pod.yaml', POD.replace('wep', 'web'));
    assert.ok(!(await client.codes('file:///w/service.yaml')).includes(CODE));
  });

  it('is not judged before the workspace is read: half of it would make false findings', async t => {
    const pods = Array.from({ length: 300 }, (_, index) => [`${index}.yaml`, POD.replace('wep', `app-${index}`)]);
    const folder = temporaryFolder({ ...Object.fromEntries(pods), 'service.yaml': SERVICE, 'z.yaml': POD.replace('wep', 'web') });
    const client = await startClient(t, { folders: [uriOfPath(folder)] });
    const service = uriOfPath(join(folder, 'service.yaml'));
    client.open(service, SERVICE);
    await client.quiescent();
    const said = client.publications.filter(({ uri }) => uri === service).flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code));
    assert.ok(!said.includes(CODE));
  });

  it('makes a client that pulls ask again', async t => {
    const client = await startClient(t, { initializationOptions: { diagnostics: 'pull' } });
    client.open('file:///w/service.yaml', SERVICE);
    client.open('file:///w/pod.yaml', POD);
    await client.quiescent();
    const before = client.refreshes;
    client.change('file:///w/pod.yaml', 'b', LETTER);
    await client.quiescent();
    assert.equal(client.refreshes, before + 1);
  });
});
