import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { configSchema } from '../../server/src/engine/config-schema.js';
import { rules } from '../../server/src/rules/index.generated.js';
import { configurationPage } from './configuration-page.js';
import { REGISTRY, registryText } from './registry.js';
import { rulePage } from './rule-page.js';
import { rulesIndex } from './rules-index.js';
import { CLAUSES, standardClausesText } from './standard-clauses.js';
import { NOTICES, thirdPartyNotices } from './third-party-notices.js';

/** Every generated file that is committed: path from the root of the repository → text. */
export function generatedFiles(root: string): ReadonlyMap<string, string> {
  const schema = configSchema(rules);
  return new Map([
    [REGISTRY, registryText(root)],
    [CLAUSES, standardClausesText(root)],
    [NOTICES, thirdPartyNotices(root)],
    ['schemas/config.schema.json', `${JSON.stringify(schema, undefined, 2)}\n`],
    ['docs/configuration.md', configurationPage(rules, schema)],
    ['docs/rules/README.md', rulesIndex(rules)],
    ...rules.map(rule => [`docs/rules/${rule.id}.md`, rulePage(root, rule)] as const),
  ]);
}

/** Pages of rules that no longer exist. */
export function orphanPages(root: string, files: ReadonlyMap<string, string>): readonly string[] {
  const folder = join(root, 'docs/rules');
  if (!existsSync(folder)) return [];
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.md'));
  return pages.map(name => `docs/rules/${name.replaceAll('\\', '/')}`).filter(path => !files.has(path));
}
