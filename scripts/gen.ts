/** Writes everything that derives from the rules, and removes the pages of rules that are gone. `--check` only lists what is out of date. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generatedFiles, orphanPages } from './generate/generated-files.js';

const root = join(import.meta.dirname, '../..');
const files = generatedFiles(root);
const orphans = orphanPages(root, files);
const stale = [...files].filter(([path, text]) => !existsSync(join(root, path)) || readFileSync(join(root, path), 'utf8') !== text);

if (process.argv.includes('--check')) {
  for (const path of [...stale.map(([stalePath]) => stalePath), ...orphans]) console.error(`Out of date, run \`npm run gen\`: ${path}`);
  process.exitCode = stale.length + orphans.length === 0 ? 0 : 1;
} else {
  for (const path of orphans) rmSync(join(root, path));
  for (const [path, text] of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}
