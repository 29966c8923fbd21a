import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { LanguageClient, SERVER, startClient } from '../support/language-client.js';

const POD = 'file:///w/pod.yaml';
const BROKEN = 'apiVersion: v1\nkind: Pod\nmetadata: { name: web\n';
const FAR = { line: 99_999, character: 99_999 };
const BEFORE = { line: -1, character: -7 };

describe('a server that gets nonsense', () => {
  it('answers requests about documents that it does not know', async t => {
    const client = await startClient(t);
    const textDocument = { uri: 'file:///nowhere.yaml' };
    const position = { line: 0, character: 0 };
    assert.equal(await client.connection.sendRequest('textDocument/hover', { textDocument, position }), null);
    assert.deepEqual(await client.codeActions(textDocument.uri, position), []);
    assert.equal(await client.connection.sendRequest('plimsoll/explain', { uri: textDocument.uri, position }), null);
    client.change('file:///nowhere.yaml', 'x');
    client.close('file:///nowhere.yaml');
    await client.quiescent();
  });

  it('takes the nearest place for one that is not in the text', async t => {
    const client = await startClient(t);
    client.open(POD, BROKEN);
    for (const position of [FAR, BEFORE]) {
      await client.connection.sendRequest('textDocument/hover', { textDocument: { uri: POD }, position });
      await client.codeActions(POD, position);
      await client.codeActions(POD, { start: FAR, end: BEFORE });
      await client.connection.sendRequest('plimsoll/explain', { uri: POD, position });
    }
    client.change(POD, 'x', { start: FAR, end: FAR });
    client.change(POD, '#', { start: BEFORE, end: BEFORE });
    client.change(POD, '', { start: { line: 2, character: 3 }, end: { line: 1, character: 1 } });
    await client.quiescent();
    assert.equal(client.shown(POD)?.version, 4);
  });

  it('survives messages without the parameters that they need', async t => {
    const client = await startClient(t);
    const methods = ['textDocument/hover', 'textDocument/codeAction', 'codeAction/resolve', 'workspace/executeCommand', 'plimsoll/ignore'];
    for (const method of methods) {
      await client.connection.sendRequest(method, {}).then(
        () => {},
        () => {},
      );
    }
    for (const method of ['didOpen', 'didChange', 'didClose']) client.notify(`textDocument/${method}`, {});
    for (const method of [
      'didChangeWatchedFiles',
      'didChangeWorkspaceFolders',
      'didDeleteFiles',
      'didRenameFiles',
      'didChangeConfiguration',
    ]) {
      client.notify(`workspace/${method}`, {});
    }
    client.notify('textDocument/didChange', { textDocument: { uri: POD, version: 2 }, contentChanges: [{ range: null, text: 7 }] });
    client.notify('no/such/method', {});
    client.open(POD, BROKEN);
    assert.deepEqual(await client.codes(POD), ['meta/syntax-error']);
  });

  it('refuses commands and rules that do not exist', async t => {
    const client = await startClient(t);
    client.open(POD, BROKEN);
    await assert.rejects(client.connection.sendRequest('workspace/executeCommand', { command: 'rm' }), /There is no command "rm"/);
    const place = { uri: POD, position: { line: 0, character: 0 } };
    await assert.rejects(client.connection.sendRequest('plimsoll/explain', { ...place, rule: 'no/rule' }), /There is no rule "no\/rule"/);
  });

  it('does not start without a channel', async () => {
    const server = spawn(process.execPath, [SERVER], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const [code] = await once(server, 'exit');
    assert.equal(code, 2);
  });
});

describe('a server that ends', () => {
  it('says 0 after a shutdown', async t => {
    const client = await startClient(t);
    assert.equal(await client.stop(), 0);
  });

  it('says 1 when told to exit without a shutdown', async t => {
    const client = await startClient(t);
    client.notify('exit', undefined);
    assert.equal(await client.exited(), 1);
  });

  it('ends when its input ends', async t => {
    const client = await startClient(t);
    client.process.stdin.end();
    assert.equal(await client.exited(), 1);
  });

  it('ends when the process that started it is gone', async () => {
    const parent = spawn(process.execPath, ['-e', '']);
    await once(parent, 'exit');
    const client = new LanguageClient({ processId: parent.pid ?? 0 });
    await client.initialize();
    assert.equal(await client.exited(), 1);
  });
});

describe('the trace', () => {
  it('is written only while it is on', async t => {
    const client = await startClient(t);
    const checked = () => client.log.filter(message => /^Checked/.test(message)).length;
    client.open(POD, BROKEN);
    await client.quiescent();
    assert.equal(checked(), 0);
    client.notify('$/setTrace', { value: 'messages' });
    client.change(POD, BROKEN);
    client.change(POD, '');
    await client.quiescent();
    assert.ok(checked() > 0);
    client.notify('$/setTrace', { value: 'off' });
    const before = checked();
    client.change(POD, BROKEN);
    await client.quiescent();
    assert.equal(checked(), before);
  });
});
