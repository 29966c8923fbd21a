/** `npm run new-rule -- group/pattern-found --on container --sop S2.0/3`: writes a rule and its suite to start from. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { ruleScaffold } from './generate/rule-scaffold.js';

const root = join(import.meta.dirname, '../..');

try {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { on: { type: 'string' }, sop: { type: 'string' } } });
  const [id] = positionals;
  if (id === undefined || values.on === undefined || values.sop === undefined) {
    throw new Error('Usage: npm run new-rule -- group/pattern-found --on SUBJECT --sop CLAUSE');
  }
  const files = ruleScaffold({ id, on: values.on, sop: values.sop });
  const taken = [...files.keys()].find(path => existsSync(join(root, path)));
  if (taken !== undefined) throw new Error(`${taken} is there already.`);
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(path);
  }
  console.log('Next: write the cases, then the rule, name it in docs/sop.md, and run `npm run gen` and `npm test -- rules`.');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
