import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Clause, parseStandardPage } from './standard-page.js';

export const CLAUSES = 'server/src/rules/standard-clauses.generated.ts';

/** The text of the module that knows the clauses of the standard, as `docs/sop.md` numbers them: one line each. */
export function standardClausesText(root: string): string {
  const { clauses } = parseStandardPage(readFileSync(join(root, 'docs/sop.md'), 'utf8'));
  return [
    "// Made by `npm run gen` from docs/sop.md. Don't edit.",
    "import type { StandardClause } from './standard-clause.js';",
    '',
    '/** Every clause of the standard, in its order. */',
    'export const standardClauses: readonly StandardClause[] = [',
    '  // One a line.',
    ...[...clauses.values()].map(clause => `  ${JSON.stringify(dataOf(clause))},`),
    '];',
    '',
  ].join('\n');
}

/** Without the mistakes of the standard's own text, which only this repository's page has to tell. */
function dataOf({ id, asks, rules, planned, twin, notLintable }: Clause) {
  return { id, asks: asks.replace(/ \*Errat(?:um|a):\*.*$/, ''), rules, planned, twin, notLintable };
}
