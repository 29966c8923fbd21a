import type { OfferedFix, Report } from '../engine/report.js';
import type { Rule, Severity } from '../rules/define-rule.js';
import { rules } from '../rules/index.generated.js';
import type { Span } from '../text/span.js';
import type { CheckResult } from './check-command.js';
import type { Places } from './places.js';
import { plainText } from './plain-text.js';
import type { Terminal } from './terminal.js';
import { productVersion } from './version.js';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const LEVELS: Readonly<Record<Severity | 'off', 'error' | 'warning' | 'note' | 'none'>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
  off: 'none',
};

/** A log in the Static Analysis Results Interchange Format 2.1.0, with the rules, exact regions and every fix that changes files. */
export function sarifOutput(result: CheckResult, terminal: Terminal): string {
  const { linter, places, reports, notAnalysed } = result;
  const results = reports.map((report, index) => {
    terminal.progress(`Trying the fixes of finding ${index + 1} of ${reports.length}`);
    return resultOf(report, linter.fixes(report), places);
  });
  const driver = { name: 'Plimsoll', version: productVersion(), rules: rules.map(descriptorOf) };
  const notifications = notAnalysed.map(({ uri, reason }) => ({
    level: 'note',
    message: { text: `Not analysed: ${reason}` },
    locations: [{ physicalLocation: { artifactLocation: artifact(uri, places) } }],
  }));
  const run = {
    tool: { driver },
    columnKind: 'utf16CodeUnits',
    invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications }],
    results,
  };
  return JSON.stringify({ $schema: SCHEMA, version: '2.1.0', runs: [run] }, undefined, 2);
}

function descriptorOf(rule: Rule) {
  return {
    id: rule.id,
    shortDescription: { text: `${rule.title}.` },
    fullDescription: { text: plainText(rule.why), markdown: rule.why },
    help: { text: plainText(rule.remedy), markdown: rule.remedy },
    defaultConfiguration: { level: LEVELS[rule.severity], enabled: rule.profiles?.sop !== 'off' },
    properties: { tags: [rule.id.slice(0, rule.id.indexOf('/'))], sop: rule.sop },
  };
}

function resultOf(report: Report, fixes: readonly OfferedFix[], places: Places) {
  const { rule, severity, message, uri, span, object, related } = report;
  const changing = fixes.filter(({ create }) => create.length === 0);
  return {
    ruleId: rule.id,
    ruleIndex: rules.findIndex(({ id }) => id === rule.id),
    level: LEVELS[severity],
    message: { text: message },
    locations: [
      {
        ...locationOf(uri, span, places),
        ...(object === undefined
          ? {}
          : { logicalLocations: [{ name: object.name, fullyQualifiedName: objectName(object), kind: 'object' }] }),
      },
    ],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map((place, id) => ({
            id,
            ...locationOf(place.uri, place.span, places),
            message: { text: place.message },
          })),
        }),
    ...(changing.length === 0 ? {} : { fixes: changing.map(fix => fixOf(fix, places)) }),
  };
}

function objectName({ kind, namespace, name, container }: NonNullable<Report['object']>): string {
  return [kind, namespace, name, container].filter(part => part !== undefined && part !== '').join('/');
}

function locationOf(uri: string, span: Span, places: Places) {
  return { physicalLocation: { artifactLocation: artifact(uri, places), region: regionOf(uri, span, places) } };
}

/** Lines and columns from 1; the end column is the one after the last character. */
function regionOf(uri: string, span: Span, places: Places) {
  const { start, end } = places.range(uri, span);
  return { startLine: start.line + 1, startColumn: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1 };
}

/** A path below the working directory as a relative reference, any other as it is. */
function artifact(uri: string, places: Places): { uri: string } {
  const file = places.file(uri);
  const isBelow = !file.startsWith('../') && !file.startsWith('/') && !/^[a-z]:/i.test(file);
  return { uri: isBelow ? file.split('/').map(encodeURIComponent).join('/') : uri };
}

function fixOf({ title, edits }: OfferedFix, places: Places) {
  return {
    description: { text: title },
    artifactChanges: edits.map(({ uri, edits: list }) => ({
      artifactLocation: artifact(uri, places),
      replacements: list.map(({ span, newText }) => ({ deletedRegion: regionOf(uri, span, places), insertedContent: { text: newText } })),
    })),
  };
}
