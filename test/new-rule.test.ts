import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { transformSync } from 'esbuild';
import { registryText } from '../scripts/generate/registry.js';
import { ruleScaffold } from '../scripts/generate/rule-scaffold.js';
import type { Rule } from '../server/src/rules/define-rule.js';
import { temporaryFolder } from './host/temporary-folder.js';
import { lintFiles, reportsOn, uriOf } from './support/case-workspace.js';
import { readMarkers } from './support/markers.js';
import { parseSuite } from './support/suite.js';

const RULES = pathToFileURL(join(import.meta.dirname, '../server/src/rules/')).href;

describe('npm run new-rule', () => {
  for (const on of ['dockerfile', 'stage', 'resource', 'workload', 'container', 'shape']) {
    it(`writes a rule on ${on} that fires as its suite says, and that the registry finds`, async () => {
      const files = ruleScaffold({ id: 'probe/brand-new', on, sop: 'S5.0/1' });
      const folder = temporaryFolder({ 'package.json': '{"type":"module"}' });
      for (const [path, text] of files) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      assert.match(registryText(folder), /import \{ brandNew as probeBrandNew \} from '\.\/probe\/brand-new\.js';/);
      const rule = await load(folder, files.get('server/src/rules/probe/brand-new.ts') ?? '');
      const suite = parseSuite(files.get('test/rules/probe/brand-new.md') ?? '');
      assert.equal(suite.ruleId, 'probe/brand-new');
      assert.equal(suite.cases.length, 2);
      for (const { files: blocks } of suite.cases) {
        const read = blocks.map(({ name, content }) => ({ name, ...readMarkers(content) }));
        const linter = lintFiles(read, [rule]);
        for (const { name, markers } of read) {
          const found = reportsOn(linter, name).map(({ span, severity, message }) => ({ span, text: `${severity}: ${message}` }));
          assert.deepEqual(found, markers, `${on}: ${uriOf(name)}`);
        }
      }
    });
  }

  it('refuses names, subjects and clauses that cannot be', () => {
    const right = { id: 'probe/brand-new', on: 'container', sop: 'S5.0/1' };
    assert.throws(() => ruleScaffold({ ...right, id: 'brandNew' }), /"brandNew" is not of the form group\/pattern-found\./);
    assert.throws(() => ruleScaffold({ ...right, on: 'pod' }), /"pod" is not one of dockerfile, stage, /);
    assert.throws(() => ruleScaffold({ ...right, sop: 'chapter 5' }), /"chapter 5" is no clause like S2\.0\/3/);
  });
});

async function load(folder: string, text: string): Promise<Rule> {
  const { code } = transformSync(text.replace("'../", `'${RULES}`), { loader: 'ts', format: 'esm' });
  const file = join(folder, 'rule.js');
  writeFileSync(file, code);
  const { brandNew } = (await import(pathToFileURL(file).href)) as { brandNew: Rule };
  return brandNew;
}
