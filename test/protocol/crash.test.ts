import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { startClient } from '../support/language-client.js';

const SERVER = join(import.meta.dirname, 'crashing-server.js');
const pod = (name: string) => `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name} }\n`;

describe('a server in which something fails', () => {
  it('loses the result of a rule that fails, and says so', async t => {
    const client = await startClient(t, { command: [SERVER, '--stdio'] });
    client.open('file:///w/pod.yaml', pod('fails-in-rule'));
    assert.deepEqual(await client.codes('file:///w/pod.yaml'), ['probe/named']);
    const { health, message } = await client.quiescent();
    assert.deepEqual({ health, message }, { health: 'warning', message: 'The rule probe/failing failed; the output has the details.' });
    assert.match(client.log.join('\n'), /Rule probe\/failing failed on file:\/\/\/w\/pod\.yaml: Error: The rule failed\.\n +at /);
  });

  it('goes on with the other documents when a document cannot be reported, and with that one when it can', async t => {
    const client = await startClient(t, { command: [SERVER, '--stdio'] });
    client.open('file:///w/a.yaml', pod('a'));
    client.open('file:///w/b.yaml', pod('fails-after-rule'));
    client.open('file:///w/c.yaml', pod('c'));
    const { health, message } = await client.quiescent();
    assert.deepEqual({ health, message }, { health: 'warning', message: 'Checking failed; the output has the details.' });
    assert.deepEqual(await client.codes('file:///w/a.yaml'), ['probe/named']);
    assert.deepEqual(await client.codes('file:///w/c.yaml'), ['probe/named']);
    assert.equal(client.shown('file:///w/b.yaml'), undefined);
    assert.match(client.log.join('\n'), /Checking failed: Error: The finding failed\.\n +at /);
    client.change('file:///w/b.yaml', pod('b'));
    assert.deepEqual(await client.codes('file:///w/b.yaml'), ['probe/named']);
  });

  it('answers a request that fails with an error, and the next one as ever', async t => {
    const client = await startClient(t, { command: [SERVER, '--stdio'] });
    const hover = () =>
      client.connection.sendRequest('textDocument/hover', {
        textDocument: { uri: 'file:///w/pod.yaml' },
        position: { line: 0, character: 2 },
      });
    client.open('file:///w/pod.yaml', pod('fails-after-rule'));
    await assert.rejects(hover(), /The finding failed\./);
    client.change('file:///w/pod.yaml', pod('web'));
    assert.match(JSON.stringify(await hover()), /Object with a name/);
  });
});
