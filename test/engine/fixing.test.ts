import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Linter } from '../../server/src/engine/linter.js';
import { defineRule, type Fix, type Rule, satisfied, violated } from '../../server/src/rules/define-rule.js';
import type { TextEdit } from '../../server/src/text/text-edit.js';

const MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: bad\ndata:\n  a: bad # why\n  b: bad\n';
const URI = 'file:///w/map.yaml';

describe('a fix', () => {
  it('is offered when it removes its finding', () => {
    assert.deepEqual(offeredTitles(rule('data', replaceBy('good'))), [['Replace'], ['Replace']]);
  });

  it('is not offered when the finding stays', () => {
    assert.deepEqual(offeredTitles(rule('data', replaceBy('bad bad'))), [[], []]);
  });

  it('is not offered when it breaks the document', () => {
    assert.deepEqual(offeredTitles(rule('data', replaceBy('"good'))), [[], []]);
  });

  it('is not offered when it adds another finding', () => {
    const noGood = defineRule({
      ...rule('other', []),
      id: 'test/no-good',
      *check({ node }) {
        for (const [, value] of node.get('data')?.entries() ?? [])
          if (value.text === 'good') yield violated({ span: value.span, message: 'Good.' });
      },
    });
    assert.deepEqual(offeredTitles(rule('data', replaceBy('good')), noGood), [[], []]);
  });

  it('is not offered when it would create a file that is there', () => {
    const creating = [
      { title: 'Create', safety: 'safe', edits: replaceBy('good')(spanAt(MAP, 'bad # why')), create: [{ path: 'new.yaml', text: '' }] },
    ] as const;
    const linter = linterFor(rule('data', () => creating[0].edits, creating[0].create));
    const [first] = linter.report(URI)?.reports ?? [];
    assert.equal(linter.fixes(first!).length, 1);
    linter.update({ uri: 'file:///w/new.yaml', text: '' });
    assert.equal(linter.fixes(linter.report(URI)!.reports[0]!).length, 0);
  });

  it('leaves the linter as it was', () => {
    const linter = linterFor(rule('data', replaceBy('good')));
    const before = linter.report(URI);
    for (const report of before?.reports ?? []) linter.fixes(report);
    linter.fixAll([URI], ['safe']);
    assert.deepEqual(linter.takeStale(), []);
    assert.equal(linter.textOf(URI), MAP);
    assert.deepEqual(
      linter.report(URI)?.reports.map(({ message }) => message),
      before?.reports.map(({ message }) => message),
    );
  });
});

describe('fix all', () => {
  it('applies the first fix of each finding, keeps comments, and counts', () => {
    const { changes, created, fixed } = linterFor(rule('data', replaceBy('good'))).fixAll([URI], ['safe']);
    assert.deepEqual([...changes], [[URI, MAP.replace('a: bad', 'a: good').replace('b: bad', 'b: good')]]);
    assert.deepEqual([...created], []);
    assert.equal(fixed, 2);
  });

  it('leaves unsafe fixes alone unless it is asked', () => {
    const unsafe = rule('data', replaceBy('good'), [], 'unsafe');
    assert.equal(linterFor(unsafe).fixAll([URI], ['safe']).fixed, 0);
    assert.equal(linterFor(unsafe).fixAll([URI], ['safe', 'unsafe']).fixed, 2);
  });
});

describe('explain', () => {
  it('answers what holds at a line, and for the subject around a line without findings', () => {
    const linter = linterFor(rule('data', replaceBy('good')));
    assert.deepEqual(
      linter.explain(URI, 'test/data', MAP.indexOf('b: bad')).map(({ outcome }) => outcome.kind),
      ['violated'],
    );
    assert.deepEqual(
      linter.explain(URI, 'test/data').map(({ outcome }) => outcome.kind),
      ['violated', 'violated'],
    );
    const quiet = linterFor(rule('other', replaceBy('good')));
    assert.deepEqual(
      quiet.explain(URI, 'test/other', 3).map(({ outcome }) => outcome.kind),
      ['satisfied'],
    );
  });
});

type MakeEdits = (span: TextEdit['span']) => readonly TextEdit[];

function replaceBy(newText: string): MakeEdits {
  return span => [{ span, newText }];
}

function spanAt(text: string, part: string): TextEdit['span'] {
  return { start: text.indexOf(part), end: text.indexOf(part) + 'bad'.length };
}

/** A rule that finds values with "bad" in them under a key of the object. */
function rule(
  key: string,
  edits: MakeEdits | readonly never[],
  create: NonNullable<Fix['create']> = [],
  safety: Fix['safety'] = 'safe',
): Rule<'resource'> {
  return defineRule({
    id: `test/${key}`,
    title: 'Bad value',
    severity: 'warning',
    release: 1,
    sop: ['beyond: a rule of the tests'],
    why: 'Why.',
    remedy: 'Remedy.',
    on: 'resource',

    *check({ node }) {
      const bad = (node.get(key)?.entries() ?? []).filter(([, value]) => value.text?.includes('bad'));
      if (bad.length === 0) yield satisfied();
      for (const [name, { span }] of bad) {
        const made = typeof edits === 'function' ? edits(span) : [];
        yield violated({ span, message: `"${name}" is bad.`, fixes: [{ title: 'Replace', safety, edits: made, create }] });
      }
    },
  });
}

function linterFor(...rules: readonly Rule<'resource'>[]): Linter {
  const linter = new Linter({
    rules: rules as readonly Rule[],
    onRuleCrash: (_rule, _uri, error) => {
      throw error;
    },
  });
  linter.update({ uri: URI, text: MAP });
  linter.report(URI);
  linter.takeStale();
  return linter;
}

function offeredTitles(...rules: readonly Rule<'resource'>[]): string[][] {
  const linter = linterFor(...rules);
  const reports = (linter.report(URI)?.reports ?? []).filter(({ rule: { id } }) => id === 'test/data');
  return reports.map(report => linter.fixes(report).map(({ title }) => title));
}
