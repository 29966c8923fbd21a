import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Linter } from '../../server/src/engine/linter.js';
import { severityEdit } from '../../server/src/features/severity-edit.js';
import { applyEdits } from '../../server/src/text/text-edit.js';

const CONFIG = 'file:///w/.plimsoll.yaml';
const DOCUMENT = 'file:///w/deep/down/service.yaml';

describe('setting the severity of a rule', () => {
  it('creates a configuration in the workspace folder', () => {
    assert.deepEqual(severityEdit(linterWith(undefined), DOCUMENT, 'file:///w', 'group/rule', 'off'), {
      edits: [],
      create: [{ uri: CONFIG, text: 'rules:\n  group/rule: off\n' }],
    });
  });

  for (const [what, before, after] of [
    ['adds the section at the end', 'extends: [sop]\n', 'extends: [sop]\nrules:\n  group/rule: off\n'],
    ['completes a last line', 'extends: [sop]', 'extends: [sop]\nrules:\n  group/rule: off\n'],
    ['starts an empty file', '', 'rules:\n  group/rule: off\n'],
    ['adds to a section', 'rules:\n    a/b: off\n', 'rules:\n    group/rule: off\n    a/b: off\n'],
    ['adds to a section in braces', 'rules: { a/b: off }\n', 'rules: { group/rule: off, a/b: off }\n'],
    ['fills an empty section', 'rules:\nextends: [sop]\n', 'rules:\n  group/rule: off\nextends: [sop]\n'],
    ['fills empty braces', 'rules: {}\n', 'rules: { group/rule: off }\n'],
    ['replaces a severity', 'rules:\n  group/rule: error # loud\n', 'rules:\n  group/rule: off # loud\n'],
    [
      'replaces a severity beside options',
      'rules:\n  group/rule: { severity: error, x: 1 }\n',
      'rules:\n  group/rule: { severity: off, x: 1 }\n',
    ],
    ['adds a severity to options', 'rules:\n  group/rule:\n    x: 1\n', 'rules:\n  group/rule:\n    severity: off\n    x: 1\n'],
  ] as const) {
    it(what, () => {
      const changes = severityEdit(linterWith(before), DOCUMENT, 'file:///w', 'group/rule', 'off');
      assert.equal(applyEdits(before, changes?.edits[0]?.edits ?? []), after);
    });
  }

  it('leaves a broken configuration alone', () => {
    assert.equal(severityEdit(linterWith('rules: ['), DOCUMENT, 'file:///w', 'group/rule', 'off'), undefined);
  });
});

function linterWith(config: string | undefined): Linter {
  const linter = new Linter({ rules: [], onRuleCrash: () => {} });
  if (config !== undefined) linter.update({ uri: CONFIG, text: config });
  return linter;
}
