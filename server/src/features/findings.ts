import type { Report } from '../engine/report.js';
import type { Span } from '../text/span.js';

/** The findings that a selection or a cursor touches, in the order of the text. */
export function findingsAt(reports: readonly Report[], { start, end }: Span): readonly Report[] {
  return reports.filter(({ span }) => span.start <= end && start <= span.end);
}
