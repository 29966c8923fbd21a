import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const REGISTRY = 'server/src/rules/index.generated.ts';

/**
 * The text of the registry: every `rules/<group>/<name>.ts`, sorted, one line each, so that two new rules rarely touch one line.
 * Imports nothing of the product: it has to work when the registry names a rule that is gone.
 */
export function registryText(root: string): string {
  const folder = join(root, 'server/src/rules');
  const rules = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => name.replaceAll('\\', '/'))
    .filter(name => /^[a-z]+\/[^/]+\.ts$/.test(name))
    .sort()
    .flatMap(file => ruleIn(file, readFileSync(join(folder, file), 'utf8')));
  return [
    "// Made by `npm run gen` from the files in this folder. Don't edit.",
    "import type { Rule } from './define-rule.js';",
    ...rules.map(({ file, name, alias }) => `import { ${name === alias ? name : `${name} as ${alias}`} } from './${file}.js';`),
    '',
    '/** Every rule of the product, by id. */',
    ...(rules.length === 0
      ? ['export const rules: readonly Rule[] = [];']
      : ['export const rules: readonly Rule[] = [', '  // One a line.', ...rules.map(({ alias }) => `  ${alias},`), '];']),
    '',
  ].join('\n');
}

interface RuleFile {
  /** Without its extension. */
  readonly file: string;
  /** What the file exports. */
  readonly name: string;
  /** What the registry calls it: groups may share names. */
  readonly alias: string;
}

function ruleIn(file: string, text: string): readonly RuleFile[] {
  const name = /^export const (\w+)(?:: [\w<>' ,]+)? = defineRule\(/m.exec(text)?.[1];
  if (name === undefined) return [];
  const path = file.replace(/\.ts$/, '');
  return [{ file: path, name, alias: camelCase(path) }];
}

function camelCase(path: string): string {
  return path.replace(/[/-](\w)/g, (_, letter: string) => letter.toUpperCase());
}
