import type { OfferedFix, Report } from '../engine/report.js';
import type { CheckResult } from './check-command.js';
import type { PlaceRange, Places } from './places.js';
import type { Terminal } from './terminal.js';

const FILE_START: PlaceRange = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** The findings as data, with every fix that holds. A file that a fix creates is an edit at the start of a file that is not there yet. */
export function jsonOutput(result: CheckResult, terminal: Terminal): string {
  const { linter, places, reports, notAnalysed, summary, baseline } = result;
  const findings = reports.map((report, index) => {
    terminal.progress(`Trying the fixes of finding ${index + 1} of ${reports.length}`);
    return findingJson(report, linter.fixes(report), places);
  });
  const unread = notAnalysed.map(({ uri, reason }) => ({ file: places.file(uri), reason }));
  return JSON.stringify({ findings, notAnalysed: unread, summary: { ...summary, ...baseline } }, undefined, 2);
}

function findingJson(report: Report, fixes: readonly OfferedFix[], places: Places) {
  const { rule, severity, message, uri, span, object, related } = report;
  return {
    rule: rule.id,
    severity,
    message,
    file: places.file(uri),
    range: places.range(uri, span),
    ...(object === undefined ? {} : { object }),
    related: related.map(place => ({ file: places.file(place.uri), range: places.range(place.uri, place.span), message: place.message })),
    ...(fixes.length === 0 ? {} : { fixes: fixes.map(fix => fixJson(fix, places)) }),
  };
}

function fixJson({ title, safety, edits, create }: OfferedFix, places: Places) {
  const changes = edits.flatMap(({ uri, edits: list }) =>
    list.map(({ span, newText }) => ({ file: places.file(uri), range: places.range(uri, span), newText })),
  );
  const creations = create.map(({ uri, text }) => ({ file: places.file(uri), range: FILE_START, newText: text }));
  return { title, safety, edits: [...changes, ...creations] };
}
