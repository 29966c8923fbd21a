import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { type Editor, findEditor } from './find-editor.js';
import { ROOT, runSuite } from './run-suite.js';

const editor = findEditor();

test('in VS Code, the extension from its source folder', async t => {
  if (editor.kind === 'none') return skip(t, editor);
  await report(t, await runSuite(editor, { folder: ROOT }));
});

/** `PLIMSOLL_VSIX` names a package to test as well. */
const vsix = process.env['PLIMSOLL_VSIX'];
if (vsix !== undefined) {
  test('in VS Code, the extension from its package', async t => {
    assert.ok(existsSync(vsix), `there is no ${vsix}; \`npm run package\` makes it`);
    if (editor.kind === 'none') return skip(t, editor);
    await report(t, await runSuite(editor, { vsix }));
  });
}

type Context = Parameters<NonNullable<Parameters<typeof test>[0]>>[0];

async function report(t: Context, { results, exitCode }: Awaited<ReturnType<typeof runSuite>>): Promise<void> {
  for (const { name, error } of results) {
    await t.test(name, () => {
      if (error !== undefined) throw new Error(error);
    });
  }
  await t.test('the suite comes to its end', () => {
    assert.ok(results.length > 0);
    assert.equal(exitCode, 0);
  });
}

function skip(t: Context, { reason }: Extract<Editor, { kind: 'none' }>): void {
  console.error(`\n!!! NOT TESTED: the extension in VS Code, because ${reason}. !!!\n`);
  t.skip(reason);
}
