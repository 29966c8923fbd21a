import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Linter } from '../server/src/engine/linter.js';
import { rules } from '../server/src/rules/index.generated.js';
import { applyEdits, movedEdit } from '../server/src/text/text-edit.js';
import { fileOfMade } from '../server/src/workspace/made-unit.js';
import { lintFiles, reportsOn, uriOf } from './support/case-workspace.js';
import { objectsIn } from './support/fixed-file.js';
import { readMarkers } from './support/markers.js';
import { type Case, parseSuite } from './support/suite.js';

const ROOT = join(import.meta.dirname, '../../test/rules');

describe('a fix in the files of a chart or overlay makes what it would make of the rendered text itself', () => {
  const suites = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.md'));
  for (const { ruleId, cases } of suites.sort().map(name => parseSuite(readFileSync(join(ROOT, name), 'utf8')))) {
    for (const testCase of cases.filter(({ files }) => files.some(({ name }) => /(?:^|\/)(?:Chart|kustomization)\.yaml$/.test(name)))) {
      it(`${ruleId}: ${testCase.title}`, () => checkCase(ruleId, testCase));
    }
  }
});

function checkCase(ruleId: string, { files }: Case): void {
  const rule = rules.find(({ id }) => id === ruleId);
  const texts = files.map(({ name, content }) => ({ name, text: readMarkers(content).text }));
  const linter = lintFiles(texts);
  for (const report of texts.flatMap(({ name }) => reportsOn(linter, name, rule))) {
    const { uri, start, fixes } = report.proposals;
    const before = madeText(linter, uri);
    if (before === undefined) continue;
    for (const offer of linter.fixes(report)) {
      const edits = fixes.find(({ title, elsewhere }) => title === offer.title && elsewhere === undefined)?.edits ?? [];
      const wanted = applyEdits(
        before,
        edits.map(edit => movedEdit(edit, start)),
      );
      // What is written for the template engine has no place in rendered text.
      if (edits.length === 0 || wanted.includes('{{')) continue;
      const changed = texts.map(({ name, text }) => {
        const own = offer.edits.find(edit => edit.uri === uriOf(name))?.edits ?? [];
        return { name, text: applyEdits(text, own) };
      });
      const after = madeText(lintFiles(changed), uri);
      assert.deepEqual(objectsIn(after ?? ''), objectsIn(wanted), offer.title);
    }
  }
}

/** The text of a made document; `undefined` for files. */
function madeText(linter: Linter, uri: string): string | undefined {
  const documents = linter.groupsOf(fileOfMade(uri)).flatMap(({ variants }) => variants.flatMap(variant => variant.documents));
  return documents.find(document => document.uri === uri)?.text;
}
