import type { Linter } from '../engine/linter.js';
import type { OfferedFix, Report } from '../engine/report.js';

export interface QuickFix {
  readonly fix: OfferedFix;
  /** Whether it is the one to apply unseen: of the safe fixes of a finding, the first. */
  readonly isPreferred: boolean;
}

/** The fixes of a finding that hold, the best first. */
export function quickFixesFor(linter: Linter, finding: Report): QuickFix[] {
  const offers = linter.fixes(finding);
  const preferred = offers.find(({ safety }) => safety === 'safe');
  return offers.map(fix => ({ fix, isPreferred: fix === preferred }));
}
