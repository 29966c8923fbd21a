import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type {
  CodeAction,
  CompletionItem,
  DocumentSymbol,
  FoldingRange,
  Location,
  Position,
  SemanticTokens,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol';
import { applied, CAPABLE, type LanguageClient, startClient } from '../support/language-client.js';

const CHART = 'file:///w/chart';
const VALUES = `${CHART}/values.yaml`;
const TEMPLATE = `${CHART}/templates/service.yaml`;
const VALUES_TEXT = 'service:\n  # Where clients connect.\n  port: 80\n';
const TEMPLATE_TEXT = '{{- if .Values.service }}\nkind: Service\nport: {{ .Values.service.port | quote }}\n{{- end }}\n';
interface Made {
  readonly variants: readonly string[];
  readonly text: string;
}

/** On `port` in the template. */
const PORT: Position = { line: 2, character: 28 };

async function openChart(client: LanguageClient, template = TEMPLATE_TEXT): Promise<void> {
  client.open(`${CHART}/Chart.yaml`, 'apiVersion: v2\nname: shop\nversion: 1.0.0\n');
  client.open(VALUES, VALUES_TEXT);
  client.open(TEMPLATE, template, 'helm');
  await client.quiescent();
}

function ask<Answer>(client: LanguageClient, method: string, params: object = {}, uri = TEMPLATE): Promise<Answer> {
  return client.connection.sendRequest(method, { textDocument: { uri }, ...params });
}

describe('a chart in the editor', () => {
  it('completes values while an action is typed', async t => {
    const client = await startClient(t);
    await openChart(client, 'port: {{ .Values.service.');
    const items = await ask<CompletionItem[]>(client, 'textDocument/completion', { position: { line: 0, character: 25 } });
    assert.deepEqual(
      items.map(({ label, detail, textEdit }) => [label, detail, textEdit?.newText]),
      [['port', '80', 'port']],
    );
  });

  it('completes keys of values while half a key makes the text no YAML, with places to fill in for clients that know them', async t => {
    const snippets = { textDocument: { ...CAPABLE.textDocument, completion: { completionItem: { snippetSupport: true } } } };
    for (const capabilities of [CAPABLE, { ...CAPABLE, ...snippets }]) {
      const client = await startClient(t, { capabilities });
      await openChart(client);
      const prod = `${CHART}/values-prod.yaml`;
      client.open(prod, 'service:\n  name: a\n  po');
      await client.quiescent();
      const [item, ...others] = await ask<CompletionItem[]>(
        client,
        'textDocument/completion',
        { position: { line: 2, character: 4 } },
        prod,
      );
      assert.deepEqual(others, []);
      assert.deepEqual(item, {
        label: 'port',
        kind: 10,
        detail: '80 in values.yaml',
        documentation: { kind: 'markdown', value: 'Where clients connect.' },
        filterText: 'port',
        insertTextMode: 1,
        sortText: '0000',
        ...(capabilities === CAPABLE ? {} : { insertTextFormat: 2 }),
        textEdit: {
          range: { start: { line: 2, character: 2 }, end: { line: 2, character: 4 } },
          newText: capabilities === CAPABLE ? 'port: ' : 'port: ${1:80}',
        },
      });
    }
  });

  it('says while the values of an environment are typed which keys nobody knows, and what was meant', async t => {
    const client = await startClient(t);
    await openChart(client);
    const prod = `${CHART}/values-prod.yaml`;
    client.open(prod, 'service:\n  prot: 443\n');
    await client.quiescent();
    const [action] = await client.codeActions(prod, { line: 1, character: 3 }, { only: ['quickfix'] });
    assert.equal(action?.title, 'Rename "prot" to "port"');
    assert.equal(applied('service:\n  prot: 443\n', prod, action?.edit), 'service:\n  port: 443\n');
  });

  it('leads from templates to values and back', async t => {
    const client = await startClient(t);
    await openChart(client);
    const key = { start: { line: 2, character: 2 }, end: { line: 2, character: 6 } };
    assert.deepEqual(await ask<Location[]>(client, 'textDocument/definition', { position: PORT }), [{ uri: VALUES, range: key }]);
    const references = await ask<Location[]>(
      client,
      'textDocument/references',
      { position: key.start, context: { includeDeclaration: false } },
      VALUES,
    );
    assert.deepEqual(
      references.map(({ uri, range }) => [uri, range.start.line]),
      [[TEMPLATE, 2]],
    );
  });

  it('tells values and their comments on hovering', async t => {
    const client = await startClient(t);
    await openChart(client);
    assert.match((await client.hover(TEMPLATE, PORT))?.text ?? '', /Where clients connect\.[\s\S]*`80`/);
  });

  it('renames values with edits of the versions that were asked about, and says why it does not', async t => {
    const client = await startClient(t, { capabilities: CAPABLE });
    await openChart(client);
    assert.deepEqual(await ask(client, 'textDocument/prepareRename', { position: PORT }), {
      range: { start: { line: 2, character: 25 }, end: { line: 2, character: 29 } },
      placeholder: 'port',
    });
    const edit = await ask<WorkspaceEdit>(client, 'textDocument/rename', { position: PORT, newName: 'number' });
    assert.equal(applied(VALUES_TEXT, VALUES, edit), VALUES_TEXT.replace('port', 'number'));
    assert.equal(applied(TEMPLATE_TEXT, TEMPLATE, edit), TEMPLATE_TEXT.replace('service.port', 'service.number'));
    await assert.rejects(ask(client, 'textDocument/rename', { position: PORT, newName: 'a-b' }), /"a-b" is not a name/);
  });

  it('has an outline, folds and highlighting for templates only', async t => {
    const client = await startClient(t);
    await openChart(client);
    const symbols = await ask<DocumentSymbol[]>(client, 'textDocument/documentSymbol');
    assert.deepEqual(
      symbols.map(({ name, children }) => [name, children?.map(child => child.name)]),
      [['if .Values.service', ['Service']]],
    );
    assert.deepEqual(await ask<FoldingRange[]>(client, 'textDocument/foldingRange'), [{ startLine: 0, endLine: 2 }]);
    const { data } = await ask<SemanticTokens>(client, 'textDocument/semanticTokens/full');
    assert.deepEqual(data.slice(0, 10), [0, 4, 2, 1, 0, 0, 4, 6, 4, 0], '"if" is a keyword, "Values" a property');
    assert.equal(await ask(client, 'textDocument/documentSymbol', {}, VALUES), null);
    assert.deepEqual((await ask<SemanticTokens>(client, 'textDocument/semanticTokens/full', {}, VALUES)).data, []);
  });

  it('is shown as it renders, in each variant, with a way back to the files', async t => {
    const client = await startClient(t);
    await openChart(client);
    const prod = `${CHART}/values-prod.yaml`;
    client.open(prod, 'service:\n  port: 443\n');
    await client.quiescent();
    const made = (variant?: string, uri = TEMPLATE) => client.connection.sendRequest<Made | null>('plimsoll/made', { uri, variant });
    const { variants, text } = (await made('values-prod.yaml')) ?? { variants: [], text: '' };
    assert.deepEqual(variants, ['values.yaml', 'values-prod.yaml']);
    assert.equal(text, '---\n# Source: templates/service.yaml\nkind: Service\nport: "443"\n');
    assert.match((await made(undefined, VALUES))?.text ?? '', /port: "80"/);
    const origin = (line: number) =>
      client.connection.sendRequest<Location | null>('plimsoll/madeOrigin', { uri: TEMPLATE, variant: 'values-prod.yaml', line });
    assert.equal((await origin(3))?.uri, prod);
    assert.equal((await origin(2))?.uri, TEMPLATE);
    assert.equal(await origin(0), null);
    assert.equal(await made(undefined, 'file:///w/none.yaml'), null);
    client.change(prod, 'service:\n  port: 8443\n');
    assert.match((await made('values-prod.yaml'))?.text ?? '', /port: "8443"/);
  });

  it('offers to generate a schema of the values, and makes it when that is chosen', async t => {
    const client = await startClient(t, { initializationOptions: { commands: ['plimsoll.select'] } });
    await openChart(client);
    const only = ['source.generateValuesSchema'];
    const [action] = await client.codeActions(VALUES, { line: 0, character: 0 }, { only });
    assert.equal(action?.title, 'Generate values.schema.json');
    assert.equal(action?.edit, undefined);
    const start = { line: 0, character: 0 };
    assert.deepEqual(action?.command?.arguments, [{ uri: `${CHART}/values.schema.json`, range: { start, end: start } }]);
    const { edit } = await client.connection.sendRequest<CodeAction>('codeAction/resolve', action);
    const [creation, insertion] = edit?.documentChanges ?? [];
    assert.deepEqual(creation, {
      kind: 'create',
      uri: `${CHART}/values.schema.json`,
      options: { overwrite: false, ignoreIfExists: false },
    });
    assert.ok(insertion !== undefined && 'edits' in insertion);
    const [written] = insertion.edits;
    assert.ok(written !== undefined && 'newText' in written);
    assert.deepEqual(JSON.parse(written.newText).properties.service.properties, { port: { type: 'integer' } });
    assert.deepEqual(await client.codeActions(TEMPLATE, PORT, { only }), []);
    client.open(`${CHART}/values.schema.json`, written.newText, 'json');
    assert.deepEqual(await client.codeActions(VALUES, { line: 0, character: 0 }, { only }), []);
  });

  it('completes values that stand elsewhere, and generates a schema that allows them', async t => {
    const client = await startClient(t);
    await openChart(client);
    const elsewhere = ['file:///w/envs/prod/values.yaml', `${CHART}/ci/big-values.yaml`];
    for (const uri of elsewhere) client.open(uri, 'service:\n  port: http\n');
    await client.quiescent();
    for (const uri of elsewhere) {
      client.change(uri, 'service:\n  name: a\n  po');
      const items = await ask<CompletionItem[]>(client, 'textDocument/completion', { position: { line: 2, character: 4 } }, uri);
      assert.deepEqual(
        items.map(({ label, detail }) => [label, detail]),
        [['port', '80 in values.yaml']],
      );
      client.change(uri, 'service:\n  port: http\n');
    }
    const [action] = await client.codeActions(VALUES, { line: 0, character: 0 }, { only: ['source.generateValuesSchema'] });
    const { edit } = await client.connection.sendRequest<CodeAction>('codeAction/resolve', action);
    assert.match(JSON.stringify(edit), /"type\\": \[\\n *\\"string\\",\\n *\\"integer\\"/);
  });
});
