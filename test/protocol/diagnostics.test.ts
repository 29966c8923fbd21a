import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startClient } from '../support/language-client.js';

const POD = 'file:///w/pod.yaml';
const BROKEN = 'apiVersion: v1\nkind: Pod\nmetadata: { name: web\n';
const END = { start: { line: 2, character: 21 }, end: { line: 2, character: 21 } };

describe('diagnostics', () => {
  it('carry the version that they are about, the rule and its page', async t => {
    const client = await startClient(t);
    client.open(POD, BROKEN);
    const [diagnostic, ...others] = await client.diagnostics(POD);
    assert.deepEqual(others, []);
    assert.equal(diagnostic?.code, 'meta/syntax-error');
    assert.equal(diagnostic?.source, 'plimsoll');
    assert.equal(diagnostic?.severity, 1);
    assert.match(diagnostic?.codeDescription?.href ?? '', /^https:.*\/docs\/rules\/meta\/syntax-error\.md$/);
    assert.equal(diagnostic?.tags, undefined);
    assert.equal(client.shown(POD)?.version, 1);
  });

  it('follow an edit, and are published again for a version that changed nothing', async t => {
    const client = await startClient(t);
    client.open(POD, BROKEN);
    const version = client.change(POD, ' }', END);
    assert.deepEqual(await client.codes(POD), []);
    assert.equal(client.shown(POD)?.version, version);
    const next = client.change(POD, ' ', { start: { line: 3, character: 0 }, end: { line: 3, character: 0 } });
    await client.quiescent();
    assert.equal(client.shown(POD)?.version, next);
  });

  it('come once for a burst of keys, for the last of them', async t => {
    const client = await startClient(t);
    client.open(POD, BROKEN);
    await client.quiescent();
    const before = client.publications.length;
    let version = 0;
    for (const key of '# sixty keys, faster than anybody can type, all in one go ...') {
      version = client.change(POD, key, { start: { line: 3, character: 0 }, end: { line: 3, character: 0 } });
    }
    await client.quiescent();
    assert.equal(client.shown(POD)?.version, version);
    assert.ok(client.publications.length - before < 60, `published ${client.publications.length - before} times`);
  });

  it('know a URI however it is spelled, and answer in the spelling of the client', async t => {
    const client = await startClient(t);
    client.open('file:///c%3A/w/a%20b.yaml', BROKEN);
    assert.deepEqual(await client.codes('file:///c%3A/w/a%20b.yaml'), ['meta/syntax-error']);
    client.change('file:///C:/w/a%20b.yaml', ' }', END);
    assert.deepEqual(await client.codes('file:///c%3A/w/a%20b.yaml'), []);
  });

  it('take untitled documents by their language, and leave old versions alone', async t => {
    const client = await startClient(t);
    client.open('untitled:Untitled-1', BROKEN, 'yaml');
    client.open('untitled:Untitled-2', 'FRM golang\n', 'dockerfile');
    client.open('git:/w/pod.yaml?ref=HEAD', BROKEN, 'yaml');
    assert.deepEqual(await client.codes('untitled:Untitled-1'), ['meta/syntax-error']);
    assert.deepEqual(await client.codes('untitled:Untitled-2'), ['meta/syntax-error']);
    assert.deepEqual(await client.codes('git:/w/pod.yaml?ref=HEAD'), []);
    client.close('untitled:Untitled-1');
    assert.deepEqual(await client.codes('untitled:Untitled-1'), []);
  });

  it('leave broken syntax to the extension that owns the language', async t => {
    const client = await startClient(t, { initializationOptions: { yamlSyntaxOwned: true } });
    client.open(POD, BROKEN);
    client.open('file:///w/Dockerfile', 'FRM golang\n');
    assert.deepEqual(await client.codes(POD), []);
    assert.deepEqual(await client.codes('file:///w/Dockerfile'), ['meta/syntax-error']);
  });

  it('show what is wrong in a configuration, in that file', async t => {
    const client = await startClient(t);
    client.open('file:///w/.plimsoll.yaml', 'rulez: {}\n');
    const [problem] = await client.diagnostics('file:///w/.plimsoll.yaml');
    assert.deepEqual(problem?.range, { start: { line: 0, character: 0 }, end: { line: 0, character: 5 } });
  });
});

describe('pulled diagnostics', () => {
  const options = { initializationOptions: { diagnostics: 'pull' } };

  it('are announced, and then nothing is pushed', async t => {
    const client = await startClient(t, options);
    assert.deepEqual(client.initialized?.capabilities.diagnosticProvider, {
      identifier: 'plimsoll',
      interFileDependencies: true,
      workspaceDiagnostics: true,
    });
    client.open(POD, BROKEN);
    await client.quiescent();
    assert.deepEqual(client.publications, []);
  });

  it('are not announced to a client that did not ask', async t => {
    const client = await startClient(t);
    assert.equal(client.initialized?.capabilities.diagnosticProvider, undefined);
  });

  it('are for the text as it is, and say when nothing changed', async t => {
    const client = await startClient(t, options);
    client.open(POD, BROKEN);
    const first = await client.pull(POD);
    assert.ok(first.kind === 'full');
    assert.deepEqual(
      first.items.map(({ code }) => code),
      ['meta/syntax-error'],
    );
    assert.deepEqual(await client.pull(POD, first.resultId), { kind: 'unchanged', resultId: first.resultId });
    client.change(POD, ' }', END);
    const next = await client.pull(POD, first.resultId);
    assert.ok(next.kind === 'full');
    assert.deepEqual(next.items, []);
  });

  it('are empty for a document that nobody knows', async t => {
    const client = await startClient(t, options);
    const report = await client.pull('file:///nowhere.yaml');
    assert.ok(report.kind === 'full');
    assert.deepEqual(report.items, []);
  });
});
