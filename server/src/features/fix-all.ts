import type { Linter } from '../engine/linter.js';
import type { OfferedFix } from '../engine/report.js';
import { lineEdits } from './line-edits.js';

export interface FixAllChanges {
  readonly changes: Pick<OfferedFix, 'edits' | 'create'>;
  /** How many findings the changes take away. */
  readonly fixed: number;
}

/** What every safe fix of these documents changes together, as edits that leave all other lines alone. */
export function fixAllChanges(linter: Linter, uris: readonly string[]): FixAllChanges {
  const { changes, created, fixed } = linter.fixAll(uris, ['safe']);
  const edits = [...changes].map(([uri, text]) => ({ uri, edits: lineEdits(linter.textOf(uri) ?? '', text) }));
  return { changes: { edits, create: [...created].map(([uri, text]) => ({ uri, text })) }, fixed };
}
