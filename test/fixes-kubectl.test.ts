import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { rules } from '../server/src/rules/index.generated.js';
import { lintFiles, nameOf, reportsOn } from './support/case-workspace.js';
import { type FixedFile, fixedFile, objectsIn, sideEffects } from './support/fixed-file.js';
import { readMarkers } from './support/markers.js';
import { type KubectlReading, readByKubectl } from './support/read-by-kubectl.js';
import { realTool } from './support/real-tool.js';
import { type Case, parseSuite } from './support/suite.js';

const ROOT = join(import.meta.dirname, '../../test/rules');
const kubectl = realTool('kubectl');
const skip = kubectl === undefined ? 'there is no kubectl binary: what fixes write was not read by the real one' : false;

describe('kubectl reads from a fixed file the same objects, but for what the fix is about', { skip }, () => {
  const fixed = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.md'))
    .sort()
    .flatMap(name => {
      const { ruleId, cases } = parseSuite(readFileSync(join(ROOT, name), 'utf8'));
      return cases.flatMap(testCase => fixedManifests(ruleId, testCase));
    });
  const readings = readByKubectl(
    kubectl ?? '',
    fixed.flatMap(({ before, after }) => [before, after]),
  );

  it('in hundreds of files', () => assert.ok(fixed.length > 300, `${fixed.length}`));
  for (const [index, file] of fixed.entries()) {
    it(file.label, () => checkFixed(file, readings[2 * index]!, readings[2 * index + 1]!));
  }
});

/** Every manifest that any fix of a rule changes in a case, with its text before and after. */
function fixedManifests(ruleId: string, { title, files }: Case): readonly FixedFile[] {
  const rule = rules.find(({ id }) => id === ruleId);
  const texts = files.map(({ name, content }) => ({ name, text: readMarkers(content).text }));
  const linter = lintFiles(texts);
  const offers = texts.flatMap(({ name }) => reportsOn(linter, name, rule).flatMap(report => linter.fixes(report)));
  const fixed = offers.flatMap(({ title: fix, edits, create }) => {
    const labelOf = (uri: string) => `${ruleId}: ${title}: ${fix} (${nameOf(uri)})`;
    return [
      ...edits.map(({ uri, edits: list }) => fixedFile(labelOf(uri), linter.textOf(uri) ?? '', list)),
      ...create.map(({ uri, text }) => fixedFile(labelOf(uri), '', [{ span: { start: 0, end: 0 }, newText: text }])),
    ];
  });
  return [...new Map(fixed.map(file => [`${file.label}${file.after}`, file])).values()].filter(isManifest);
}

/** Whether kubectl may read the file: no template, and no kustomization or patch of one. */
function isManifest({ before, after }: FixedFile): boolean {
  return (
    !after.includes('{{') && /^ *["']?apiVersion/m.test(after) && objectsIn(after).length > 0 && !/kustomize\.config/.test(before + after)
  );
}

function checkFixed(file: FixedFile, before: KubectlReading, after: KubectlReading): void {
  assert.ok(after.isWhole || !before.isWhole, 'kubectl still reads it');
  if (before.isWhole) assert.deepEqual(objectsIn(file.before), before.objects, 'we read what was there as kubectl does');
  if (after.isWhole) assert.deepEqual(objectsIn(file.after), after.objects, 'we read what is there as kubectl does');
  assert.deepEqual(sideEffects(file), [], 'nothing changes but what the fix has written');
}
