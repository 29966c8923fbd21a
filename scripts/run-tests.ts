/**
 * Runs the compiled tests with an explicit list of files: globs and folders differ between Node 20 and 24. `-- WORD…` narrows the list;
 * `--editor` adds the suite that runs in VS Code.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from './bundle.js';

const TESTS = join(import.meta.dirname, '../test');
const isWithEditor = process.argv.includes('--editor');
const words = process.argv.slice(2).filter(word => !word.startsWith('--'));
const files = readdirSync(TESTS, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.test.js') && (isWithEditor || !name.startsWith('e2e')))
  .filter(name => words.length === 0 || words.some(word => name.includes(word)))
  .sort()
  .map(name => join(TESTS, name));

// Some tests drive what is shipped, whatever was built before.
await bundle(['server.cjs'], 'out/bundles', false);
const { status } = spawnSync(process.execPath, ['--enable-source-maps', '--test', ...files], { stdio: 'inherit' });
process.exitCode = status ?? 1;
