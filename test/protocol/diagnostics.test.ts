import assert from 'node:assert/strict';
import { it } from 'node:test';
import { startClient } from '../support/language-client.js';

const BROKEN = 'apiVersion: v1\nkind: Pod\nmetadata: { name: web\n';

it('publishes diagnostics with the version they are about', async t => {
  const client = await startClient(t);
  client.open('file:///w/pod.yaml', BROKEN);
  assert.deepEqual(await client.codes('file:///w/pod.yaml'), ['meta/syntax-error']);
  assert.equal(client.shown('file:///w/pod.yaml')?.version, 1);
  const version = client.change('file:///w/pod.yaml', ' }', { start: { line: 2, character: 21 }, end: { line: 2, character: 21 } });
  assert.deepEqual(await client.codes('file:///w/pod.yaml'), []);
  assert.equal(client.shown('file:///w/pod.yaml')?.version, version);
});
