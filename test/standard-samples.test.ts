import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { lintFiles, reportsOn, uriOf } from './support/case-workspace.js';
import { type Case, parseSuite } from './support/suite.js';

const { cases } = parseSuite(readFileSync(join(import.meta.dirname, '../../test/standard-samples/samples.md'), 'utf8'));

describe("the standard's own samples", () => {
  for (const sample of cases) {
    it(`give what is explained: ${sample.title}`, () => {
      assert.deepEqual(findingsIn(sample), (sample.outcomes?.content ?? '').split('\n').filter(Boolean));
    });
  }
});

/** One line a finding: severity, rule and the text that it marks. */
function findingsIn({ files }: Case): readonly string[] {
  const linter = lintFiles(files.map(({ name, content }) => ({ name, text: content })));
  return files.flatMap(({ name }) =>
    reportsOn(linter, name).map(({ severity, rule, span }) => {
      const text = linter.textOf(uriOf(name))?.slice(span.start, span.end);
      return `${severity} ${rule.id} ${text}`;
    }),
  );
}
