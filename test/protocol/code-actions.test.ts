import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CodeAction } from 'vscode-languageserver-protocol';
import { applied, CAPABLE, type LanguageClient, startClient } from '../support/language-client.js';

const POD = 'file:///w/pod.yaml';
const IDLE = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  # plimsoll-ignore meta/syntax-error -- once needed\n  name: web\n';
const DIRECTIVE = { line: 3, character: 22 };
const WITHOUT = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n';

/** A limit of the Go runtime above that of the container. */
const MEMORY = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: app
      image: example.com/app:1.2.3
      env:
        - name: GOMEMLIMIT
          value: 600MiB
      resources:
        limits:
          memory: 512Mi
`;
const LIMIT = { line: 10, character: 19 };

describe('quick fixes', () => {
  it('are edits of the version that was asked about, the safe one preferred', async t => {
    const client = await startClient(t);
    client.open(POD, IDLE);
    const version = client.change(POD, IDLE);
    const [action] = await client.codeActions(POD, DIRECTIVE);
    assert.equal(action?.title, 'Remove "meta/syntax-error" from the directive');
    assert.equal(action?.kind, 'quickfix');
    assert.equal(action?.isPreferred, true);
    assert.deepEqual(
      action?.diagnostics?.map(({ code }) => code),
      ['meta/unused-suppression'],
    );
    const [edit] = action?.edit?.documentChanges ?? [];
    assert.ok(edit !== undefined && 'textDocument' in edit);
    assert.deepEqual(edit.textDocument, { uri: POD, version });
    assert.equal(applied(IDLE, POD, action?.edit), WITHOUT);
  });

  it('see the text as it is, not as it was last checked', async t => {
    const client = await startClient(t);
    client.open(POD, WITHOUT);
    client.change(POD, IDLE);
    const [action] = await client.codeActions(POD, DIRECTIVE);
    assert.equal(action?.title, 'Remove "meta/syntax-error" from the directive');
  });

  it('are there only for the findings that the selection touches, and only of the kinds asked for', async t => {
    const client = await startClient(t);
    client.open(POD, IDLE);
    assert.deepEqual(await client.codeActions(POD, { line: 0, character: 0 }, { only: ['quickfix'] }), []);
    assert.deepEqual(await client.codeActions(POD, DIRECTIVE, { only: ['refactor'] }), []);
    const kinds = (await client.codeActions(POD, DIRECTIVE)).map(({ kind }) => kind);
    assert.deepEqual([...new Set(kinds)], ['quickfix', 'source.fixAll.plimsoll']);
  });

  it('are plain changes for a client that knows no versions', async t => {
    const client = await startClient(t, { capabilities: {} });
    client.open(POD, IDLE);
    const [action] = await client.codeActions(POD, DIRECTIVE);
    assert.equal(action?.edit?.documentChanges, undefined);
    assert.equal(action?.edit?.changes?.[POD]?.length, 1);
  });
});

describe('fix all', () => {
  const only = ['source.fixAll'];

  it('is worked out when it is chosen', async t => {
    const client = await startClient(t);
    client.open(POD, IDLE);
    const [action] = await client.codeActions(POD, { line: 0, character: 0 }, { only });
    assert.ok(action);
    assert.equal(action.edit, undefined);
    const { edit } = await client.resolve(action);
    assert.equal(applied(IDLE, POD, edit), WITHOUT);
  });

  it('is refused for a document that has changed since', async t => {
    const client = await startClient(t);
    client.open(POD, IDLE);
    const [action] = await client.codeActions(POD, { line: 0, character: 0 }, { only });
    assert.ok(action);
    client.change(POD, `${IDLE}# more\n`);
    await assert.rejects(client.resolve(action), { code: -32801 });
  });

  it('comes with its edit to a client that resolves nothing', async t => {
    const { textDocument: _, ...capabilities } = CAPABLE;
    const client = await startClient(t, { capabilities });
    client.open(POD, IDLE);
    const [action] = await client.codeActions(POD, { line: 0, character: 0 }, { only });
    assert.equal(applied(IDLE, POD, action?.edit), WITHOUT);
  });

  it('fixes the whole workspace as one edit that the client applies', async t => {
    const client = await startClient(t);
    client.open(POD, IDLE);
    client.open('file:///w/other.yaml', IDLE);
    assert.deepEqual(await client.connection.sendRequest('workspace/executeCommand', { command: 'plimsoll.fixWorkspace' }), { fixed: 2 });
    assert.equal(client.applied.length, 1);
    assert.equal(applied(IDLE, POD, client.applied[0]?.edit), WITHOUT);
    assert.equal(applied(IDLE, 'file:///w/other.yaml', client.applied[0]?.edit), WITHOUT);
  });
});

describe('a placeholder', () => {
  const FILLED_LATER = `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: "your-registry/web:1.0.0"
`;

  it('is selected by a command of the client, so that it can be typed over', async t => {
    const client = await startClient(t, { initializationOptions: { commands: ['plimsoll.select'] } });
    client.open(POD, FILLED_LATER);
    const [action] = (await client.codeActions(POD, { line: 6, character: 30 })).filter(({ title }) => title.startsWith('Select'));
    assert.equal(action?.title, 'Select "your-registry" to type over it');
    assert.equal(action.kind, 'quickfix');
    const range = { start: { line: 6, character: 14 }, end: { line: 6, character: 27 } };
    assert.deepEqual(action.command?.arguments, [{ uri: POD, version: 1, range }]);
  });

  it('is not offered to clients that have no such command', async t => {
    const client = await startClient(t);
    client.open(POD, FILLED_LATER);
    const titles = (await client.codeActions(POD, { line: 6, character: 30 })).map(({ title }) => title);
    assert.ok(titles.includes('Ignore image/placeholder here, with a reason'), titles.join());
    assert.ok(!titles.some(title => title.startsWith('Select')), titles.join());
  });
});

describe('ignoring with a reason', () => {
  it('is a command of the client that asks for the reason, where it has one', async t => {
    const client = await startClient(t, { initializationOptions: { commands: ['plimsoll.ignoreWithReason'] } });
    client.open(POD, MEMORY);
    const action = await find(client, 'Ignore');
    assert.equal(action.title, 'Ignore go/gomemlimit-exceeds-limit here, with a reason');
    assert.equal(action.edit, undefined);
    assert.equal(action.command?.command, 'plimsoll.ignoreWithReason');
    const [finding] = action.command.arguments ?? [];
    const text = applied(MEMORY, POD, (await client.ignore({ ...finding, reason: ' because\nI say so ' })) ?? {});
    assert.match(text, /\n {10}# plimsoll-ignore go\/gomemlimit-exceeds-limit -- because I say so\n {10}value: 600MiB\n/);
    client.change(POD, text);
    assert.deepEqual(await memoryFindings(client), []);
  });

  it('is refused for a document that has changed since, and without a reason', async t => {
    const client = await startClient(t);
    client.open(POD, MEMORY);
    const finding = { uri: POD, version: 1, range: { start: LIMIT, end: LIMIT }, rule: 'go/gomemlimit-exceeds-limit' };
    await assert.rejects(client.ignore({ ...finding, reason: ' ' }), /A reason is required/);
    assert.equal(await client.ignore({ ...finding, version: 7, reason: 'so' }), null);
    assert.equal(await client.ignore({ ...finding, uri: 'file:///nowhere.yaml', reason: 'so' }), null);
  });

  it('is an edit with a reason to be replaced, where nobody can ask', async t => {
    const client = await startClient(t);
    client.open(POD, MEMORY);
    client.change(POD, applied(MEMORY, POD, (await find(client, 'Ignore')).edit));
    assert.deepEqual(await memoryFindings(client), []);
  });

  it('lets a client that knows snippets replace the reason', async t => {
    const workspace = { ...CAPABLE.workspace, workspaceEdit: { ...CAPABLE.workspace?.workspaceEdit, snippetEditSupport: true } };
    const client = await startClient(t, { capabilities: { ...CAPABLE, workspace } });
    client.open(POD, MEMORY);
    const [change] = (await find(client, 'Ignore')).edit?.documentChanges ?? [];
    assert.ok(change !== undefined && 'edits' in change);
    const [edit] = change.edits;
    assert.ok(edit !== undefined && 'snippet' in edit);
    assert.match(edit.snippet.value, /^ {10}# plimsoll-ignore go\/gomemlimit-exceeds-limit -- \$\{1:[\w ]+\}\n$/);
  });

  it('is not offered for a directive that has no use', async t => {
    const client = await startClient(t);
    client.open(POD, IDLE);
    const titles = (await client.codeActions(POD, DIRECTIVE)).map(({ title }) => title);
    assert.deepEqual(
      titles.filter(title => title.startsWith('Ignore')),
      [],
    );
  });
});

describe('configuring a rule', () => {
  it('is a command of the client, where it has one', async t => {
    const client = await startClient(t, { initializationOptions: { commands: ['plimsoll.configureRule'] } });
    client.open(POD, MEMORY);
    const action = await find(client, 'Configure');
    assert.equal(action.title, 'Configure go/gomemlimit-exceeds-limit in .plimsoll.yaml');
    assert.deepEqual(action.command?.arguments, [{ uri: POD, rule: 'go/gomemlimit-exceeds-limit' }]);
  });

  it('is an edit that creates the configuration, or changes the nearest', async t => {
    const client = await startClient(t);
    client.open(POD, MEMORY);
    assert.deepEqual((await find(client, 'Turn')).edit?.documentChanges?.[0], {
      kind: 'create',
      uri: 'file:///w/.plimsoll.yaml',
      options: { overwrite: false, ignoreIfExists: false },
    });
    const config = 'extends: [sop]\n';
    client.open('file:///w/.plimsoll.yaml', config);
    client.change('file:///w/.plimsoll.yaml', applied(config, 'file:///w/.plimsoll.yaml', (await find(client, 'Turn')).edit));
    assert.deepEqual(await memoryFindings(client), []);
  });
});

describe('hover and explanation', () => {
  it('say why the rule of a finding exists, which clauses ask for it, and where its page is', async t => {
    const client = await startClient(t, { initializationOptions: { commands: ['plimsoll.explainRule'] } });
    client.open(POD, MEMORY);
    const hover = await client.hover(POD, LIMIT);
    assert.match(hover?.text ?? '', /\[go\/gomemlimit-exceeds-limit\]\(https:.*standard [SG]\d.*command:plimsoll\.explainRule\?/s);
    assert.deepEqual(hover?.range?.start, { line: 10, character: 17 });
    assert.equal(await client.hover(POD, { line: 0, character: 0 }), undefined);
  });

  it('say why a rule spoke at a place, and why others stayed silent there', async t => {
    const client = await startClient(t);
    client.open(POD, MEMORY);
    const place = { uri: POD, position: LIMIT };
    const one = await client.connection.sendRequest<string>('plimsoll/explain', { ...place, rule: 'go/gomemlimit-exceeds-limit' });
    assert.match(one, /^## go\/gomemlimit-exceeds-limit\n.*\nLine 11, Pod "web", container "app": \*\*found\*\*/s);
    const all = await client.connection.sendRequest<string>('plimsoll/explain', place);
    assert.match(all, /## go\/gomemlimit-missing/);
  });
});

async function find(client: LanguageClient, title: string): Promise<CodeAction> {
  const action = (await client.codeActions(POD, LIMIT)).find(candidate => candidate.title.startsWith(title));
  assert.ok(action);
  return action;
}

async function memoryFindings(client: LanguageClient): Promise<unknown[]> {
  return (await client.codes(POD)).filter(code => String(code).startsWith('go/gomemlimit'));
}
