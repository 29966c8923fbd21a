import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CompletionItem, Location } from 'vscode-languageserver-protocol';
import { startClient } from '../support/language-client.js';

const KUSTOMIZATION = 'file:///w/app/kustomization.yaml';
const MANIFEST = 'file:///w/app/web.yaml';

describe('a kustomization in the editor', () => {
  it('completes paths and fields, leads to files, and says what fields are for', async t => {
    const client = await startClient(t);
    client.open(MANIFEST, 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n');
    client.open(KUSTOMIZATION, 'resources:\n  - we\nna');
    await client.quiescent();
    const completions = async (line: number, character: number) => {
      const params = { textDocument: { uri: KUSTOMIZATION }, position: { line, character } };
      return client.connection.sendRequest<CompletionItem[]>('textDocument/completion', params);
    };
    const range = { start: { line: 1, character: 4 }, end: { line: 1, character: 6 } };
    assert.deepEqual(
      (await completions(1, 6)).map(({ label, textEdit }) => [label, textEdit]),
      [['web.yaml', { range, newText: 'web.yaml' }]],
    );
    assert.ok((await completions(2, 2)).some(({ label, textEdit }) => label === 'namespace' && textEdit?.newText === 'namespace:'));
    client.change(KUSTOMIZATION, 'resources:\n  - web.yaml\n');
    const params = { textDocument: { uri: KUSTOMIZATION }, position: { line: 1, character: 6 } };
    const [place] = await client.connection.sendRequest<Location[]>('textDocument/definition', params);
    assert.equal(place?.uri, MANIFEST);
    assert.match((await client.hover(KUSTOMIZATION, { line: 0, character: 2 }))?.text ?? '', /^Files with objects/);
  });

  it('completes only paths where another extension completes fields by schema', async t => {
    const client = await startClient(t, { initializationOptions: { yamlSyntaxOwned: true } });
    client.open(MANIFEST, 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n');
    client.open(KUSTOMIZATION, 'resources:\n  - we\nna');
    await client.quiescent();
    const labels = async (line: number, character: number) => {
      const params = { textDocument: { uri: KUSTOMIZATION }, position: { line, character } };
      return (await client.connection.sendRequest<CompletionItem[]>('textDocument/completion', params)).map(({ label }) => label);
    };
    assert.deepEqual(await labels(1, 6), ['web.yaml']);
    assert.deepEqual(await labels(2, 2), []);
  });
});
