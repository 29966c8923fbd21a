import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { uriOfPath } from '../../server/src/host/file-uri.js';
import { temporaryFolder } from '../host/temporary-folder.js';
import { LanguageClient, startClient } from '../support/language-client.js';

const GOOD = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n';
const BROKEN = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web\n';

/** A workspace on disk, and how its files are called. */
function workspace(files: Readonly<Record<string, string | Uint8Array>>) {
  const path = temporaryFolder(files);
  return {
    root: uriOfPath(path),
    uri: (name: string) => uriOfPath(join(path, name)),
    path: (name: string) => join(path, name),
    write(name: string, text: string): void {
      mkdirSync(join(path, name, '..'), { recursive: true });
      writeFileSync(join(path, name), text);
    },
  };
}

describe('the workspace', () => {
  it('is read at the start, shown as progress, and reported without anything being open', async t => {
    const { root, uri } = workspace({ 'deploy/a.yaml': BROKEN, 'b.yaml': GOOD, Dockerfile: 'FRM golang\n', 'go.mod': 'module x\n' });
    const client = await startClient(t, { folders: [root] });
    assert.deepEqual(await client.codes(uri('deploy/a.yaml')), ['meta/syntax-error']);
    assert.deepEqual(await client.codes(uri('Dockerfile')), ['meta/syntax-error']);
    assert.equal(client.shown(uri('deploy/a.yaml'))?.version, undefined);
    assert.equal(client.shown(uri('b.yaml')), undefined);
    const kinds = client.progress.map(({ value }) => value.kind);
    assert.equal(kinds[0], 'begin');
    assert.equal(kinds.at(-1), 'end');
    assert.deepEqual(client.statuses.at(-1), { quiescent: true, health: 'ok', documents: 3, notAnalysed: 0 });
  });

  it('goes by what folders are called from the root of the repository on', async t => {
    const secret = 'apiVersion: v1\nkind: Secret\nmetadata: { name: login }\nstringData: { password: 6Gh-pq9_Wz }\n';
    const { uri } = workspace({ 'test/shop/.git/HEAD': '', 'test/shop/a/login.yaml': secret, 'test/shop/test/login.yaml': secret });
    const client = await startClient(t, { folders: [uri('test/shop')] });
    assert.ok((await client.codes(uri('test/shop/a/login.yaml'))).includes('config/secret-in-git'));
    await client.quiescent();
    assert.equal(client.shown(uri('test/shop/test/login.yaml')), undefined);
  });

  it('leaves out what git ignores and what the editor hides, and counts what it cannot read', async t => {
    const { root, uri } = workspace({
      '.gitignore': 'made/\n',
      'made/a.yaml': BROKEN,
      'hidden/b.yaml': BROKEN,
      'node_modules/x/c.yaml': BROKEN,
      'binary.yaml': Uint8Array.of(97, 0, 98),
      'd.yaml': BROKEN,
    });
    const client = await startClient(t, { folders: [root], configuration: { 'files.exclude': { '**/hidden': true, '**/d.yaml': false } } });
    await client.quiescent();
    assert.deepEqual(
      client.publications.map(params => params.uri),
      [uri('d.yaml')],
    );
    assert.equal(client.statuses.at(-1)?.notAnalysed, 1);
  });

  it('follows files that come, change and go', async t => {
    const { root, uri, path, write } = workspace({ 'a.yaml': GOOD });
    const client = await startClient(t, { folders: [root] });
    await client.quiescent();
    assert.deepEqual(client.registrations, ['workspace/didChangeWatchedFiles']);
    write('a.yaml', BROKEN);
    write('new/b.yaml', BROKEN);
    client.filesChanged({ [uri('a.yaml')]: 'changed', [uri('new/b.yaml')]: 'created' });
    assert.deepEqual(await client.codes(uri('a.yaml')), ['meta/syntax-error']);
    assert.deepEqual(await client.codes(uri('new/b.yaml')), ['meta/syntax-error']);
    rmSync(path('new'), { recursive: true });
    client.filesChanged({ [uri('new')]: 'deleted' });
    assert.deepEqual(await client.codes(uri('new/b.yaml')), []);
    write('c.yaml', BROKEN);
    client.filesChanged({ [uri('c.yaml')]: 'created' });
    assert.deepEqual(await client.codes(uri('c.yaml')), ['meta/syntax-error']);
    write('.gitignore', 'a.yaml\n');
    client.filesChanged({ [uri('.gitignore')]: 'created' });
    assert.deepEqual(await client.codes(uri('a.yaml')), []);
  });

  it('does not believe a watcher that tells of ignored files', async t => {
    const { root, uri, write } = workspace({ '.gitignore': 'made/\n' });
    const client = await startClient(t, { folders: [root] });
    write('made/a.yaml', BROKEN);
    client.filesChanged({ [uri('made/a.yaml')]: 'created' });
    assert.deepEqual(await client.codes(uri('made/a.yaml')), []);
  });

  it('lets the text in the editor count, until it is closed', async t => {
    const { root, uri, path } = workspace({ 'a.yaml': GOOD });
    const client = await startClient(t, { folders: [root] });
    client.open(uri('a.yaml'), BROKEN);
    assert.deepEqual(await client.codes(uri('a.yaml')), ['meta/syntax-error']);
    client.filesChanged({ [uri('a.yaml')]: 'changed' });
    assert.deepEqual(await client.codes(uri('a.yaml')), ['meta/syntax-error']);
    client.close(uri('a.yaml'));
    assert.deepEqual(await client.codes(uri('a.yaml')), []);
    client.open(uri('a.yaml'), BROKEN);
    rmSync(path('a.yaml'));
    client.filesChanged({ [uri('a.yaml')]: 'deleted' });
    assert.deepEqual(await client.codes(uri('a.yaml')), ['meta/syntax-error']);
    client.close(uri('a.yaml'));
    assert.deepEqual(await client.codes(uri('a.yaml')), []);
  });

  it('follows folders that are renamed and deleted in the editor', async t => {
    const { root, uri, path } = workspace({ 'old/a.yaml': BROKEN });
    const client = await startClient(t, { folders: [root] });
    await client.quiescent();
    renameSync(path('old'), path('new'));
    client.notify('workspace/didRenameFiles', { files: [{ oldUri: uri('old'), newUri: uri('new') }] });
    assert.deepEqual(await client.codes(uri('new/a.yaml')), ['meta/syntax-error']);
    assert.deepEqual(await client.codes(uri('old/a.yaml')), []);
    rmSync(path('new'), { recursive: true });
    client.notify('workspace/didDeleteFiles', { files: [{ uri: uri('new') }] });
    assert.deepEqual(await client.codes(uri('new/a.yaml')), []);
  });

  it('may have several folders, which come and go', async t => {
    const [one, two] = [workspace({ 'a.yaml': BROKEN }), workspace({ 'b.yaml': BROKEN })];
    const client = await startClient(t, { folders: [one.root] });
    await client.quiescent();
    const event = { added: [{ uri: two.root, name: 'two' }], removed: [{ uri: one.root, name: 'one' }] };
    client.notify('workspace/didChangeWorkspaceFolders', { event });
    assert.deepEqual(await client.codes(one.uri('a.yaml')), []);
    assert.deepEqual(await client.codes(two.uri('b.yaml')), ['meta/syntax-error']);
  });

  it('obeys the configuration on disk and in the editor, also above its folder', async t => {
    const { uri, write } = workspace({ '.plimsoll.yaml': 'rules:\n  meta/syntax-error: off\n', 'inside/a.yaml': BROKEN });
    const client = await startClient(t, { folders: [uri('inside')] });
    assert.deepEqual(await client.codes(uri('inside/a.yaml')), []);
    const own = 'rules:\n  meta/syntax-error: warning\n';
    client.open(uri('inside/.plimsoll.yaml'), own);
    assert.equal((await client.diagnostics(uri('inside/a.yaml')))[0]?.severity, 2);
    write('inside/.plimsoll.yaml', own);
    client.filesChanged({ [uri('inside/.plimsoll.yaml')]: 'created' });
    client.close(uri('inside/.plimsoll.yaml'));
    assert.equal((await client.diagnostics(uri('inside/a.yaml')))[0]?.severity, 2);
  });

  it('says so when a folder cannot be found', async t => {
    const { uri } = workspace({});
    const client = await startClient(t, { folders: [uri('nowhere')] });
    assert.equal((await client.quiescent()).notAnalysed, 1);
  });

  it('is read no further when a person cancels, and then only what needs no other file is said', async t => {
    const many = Array.from({ length: 2000 }, (_, index) => [`${index}.yaml`, BROKEN]);
    const { root, uri } = workspace(Object.fromEntries(many));
    const client = await startClient(t, { folders: [root], cancelsProgress: true });
    client.open(uri('7.yaml'), BROKEN);
    const status = await client.quiescent();
    assert.equal(status.health, 'warning');
    assert.match(status.message ?? '', /cancelled/);
    assert.ok(status.documents < 2000);
    assert.deepEqual(await client.codes(uri('7.yaml')), ['meta/syntax-error']);
  });
});

describe('the settings', () => {
  it('can limit what is reported to open documents', async t => {
    const { root, uri } = workspace({ 'a.yaml': BROKEN, 'b.yaml': BROKEN });
    const configuration: Record<string, unknown> = { plimsoll: { run: 'openFiles' } };
    const client = await startClient(t, { folders: [root], configuration });
    client.open(uri('a.yaml'), BROKEN);
    assert.deepEqual(await client.codes(uri('a.yaml')), ['meta/syntax-error']);
    assert.deepEqual(await client.codes(uri('b.yaml')), []);
    configuration['plimsoll'] = { run: 'workspace' };
    client.notify('workspace/didChangeConfiguration', { settings: null });
    assert.deepEqual(await client.codes(uri('b.yaml')), ['meta/syntax-error']);
    configuration['plimsoll'] = { run: 'openFiles' };
    client.notify('workspace/didChangeConfiguration', { settings: null });
    assert.deepEqual(await client.codes(uri('b.yaml')), []);
  });

  it('can switch everything off and on, also pushed by a client that cannot be asked', async t => {
    const { root, uri } = workspace({ 'a.yaml': BROKEN });
    const client = await startClient(t, { folders: [root], initializationOptions: { enable: false } });
    assert.deepEqual(await client.codes(uri('a.yaml')), []);
    client.notify('workspace/didChangeConfiguration', { settings: { plimsoll: { enable: true } } });
    assert.deepEqual(await client.codes(uri('a.yaml')), ['meta/syntax-error']);
    client.notify('workspace/didChangeConfiguration', { settings: { plimsoll: { enable: false } } });
    assert.deepEqual(await client.codes(uri('a.yaml')), []);
    assert.deepEqual(await client.codeActions(uri('a.yaml'), { line: 2, character: 0 }), []);
  });

  it('that an editor tells as soon as it is asked to tell of changes do not make it read the workspace twice', async t => {
    const { root } = workspace({ 'a.yaml': BROKEN, 'hidden.yaml': BROKEN });
    const client = new LanguageClient({ folders: [root], configuration: { 'files.exclude': { '**/hidden.yaml': true } } });
    t.after(() => client.stop());
    await client.initialize();
    client.notify('workspace/didChangeConfiguration', { settings: null });
    await client.quiescent();
    assert.deepEqual(
      client.progress.map(({ value }) => value.kind).filter(kind => kind !== 'report'),
      ['begin', 'end'],
    );
  });

  it('about hidden files take effect at once', async t => {
    const { root, uri } = workspace({ 'a.yaml': BROKEN });
    const configuration: Record<string, unknown> = {};
    const client = await startClient(t, { folders: [root], configuration });
    assert.deepEqual(await client.codes(uri('a.yaml')), ['meta/syntax-error']);
    configuration['files.exclude'] = { '*.yaml': true };
    client.notify('workspace/didChangeConfiguration', { settings: null });
    assert.deepEqual(await client.codes(uri('a.yaml')), []);
  });
});

describe('pulled diagnostics of the workspace', () => {
  it('are asked for all at once, and again after a refresh', async t => {
    const { root, uri, write } = workspace({ 'a.yaml': BROKEN, 'b.yaml': GOOD });
    const client = await startClient(t, { folders: [root], initializationOptions: { diagnostics: 'pull' } });
    const first = await client.pullWorkspace();
    const findings = (report: typeof first) =>
      report.items.flatMap(item => (item.kind === 'full' ? item.items.map(({ code }) => `${item.uri} ${code}`) : []));
    assert.deepEqual(findings(first), [`${uri('a.yaml')} meta/syntax-error`]);
    await client.quiescent();
    const before = client.refreshes;
    write('b.yaml', BROKEN);
    client.filesChanged({ [uri('b.yaml')]: 'changed' });
    await client.quiescent();
    assert.equal(client.refreshes, before + 1);
    const known = first.items.flatMap(item => (item.resultId === undefined ? [] : [{ uri: item.uri, value: item.resultId }]));
    const next = await client.pullWorkspace(known);
    assert.deepEqual(findings(next), [`${uri('b.yaml')} meta/syntax-error`]);
    assert.equal(client.publications.length, 0);
  });
});
