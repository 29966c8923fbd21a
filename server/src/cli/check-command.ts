import { readFileSync } from 'node:fs';
import type { Linter } from '../engine/linter.js';
import { parseConfig } from '../engine/parse-config.js';
import type { DocumentReport, Report } from '../engine/report.js';
import { uriOfPath } from '../host/file-uri.js';
import { codeOf } from '../host/walk-folder.js';
import type { Severity } from '../rules/define-rule.js';
import { rules } from '../rules/index.generated.js';
import { SourceText } from '../text/source-text.js';
import { Baseline, type Division } from './baseline.js';
import { type CheckCommand, type OutputFormat, suggestion } from './command.js';
import { githubOutput } from './github-output.js';
import { jsonOutput } from './json-output.js';
import { type LoadedWorkspace, loadWorkspace } from './load-workspace.js';
import { Places } from './places.js';
import { sarifOutput } from './sarif-output.js';
import { standardReport } from './standard-report.js';
import type { Terminal } from './terminal.js';
import { textOutput } from './text-output.js';
import { UsageError } from './usage-error.js';
import { writeFixes } from './write-fixes.js';

/** What a check has found, before it is written in some format. */
export interface CheckResult {
  readonly linter: Linter;
  readonly places: Places;
  /** By file and place. */
  readonly reports: readonly Report[];
  readonly suppressed: DocumentReport['suppressed'];
  readonly isChecked: (uri: string) => boolean;
  readonly notAnalysed: readonly { readonly uri: string; readonly reason: string }[];
  /** `files`: the Dockerfiles and YAML that were asked for, not the modules and sources that they are judged by. */
  readonly summary: Readonly<Record<Severity, number>> & { readonly files: number; readonly fixed: number };
  /** How many findings a baseline knows, and how many of those that it knows are gone; `undefined` without one. */
  readonly baseline: { readonly known: number; readonly gone: number } | undefined;
}

const OUTPUTS: Readonly<Record<OutputFormat, (result: CheckResult, terminal: Terminal) => string>> = {
  text: textOutput,
  json: jsonOutput,
  sarif: sarifOutput,
  github: githubOutput,
};

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, information: 2, hint: 3 };

export function runCheck(command: CheckCommand, terminal: Terminal): number {
  checkRuleIds(command.rules);
  const workspace = loadWorkspace(command.paths, {
    config: command.config === undefined ? undefined : readConfig(command.config),
    terminal,
  });
  const baseline = command.baseline === undefined ? undefined : Baseline.read(command.baseline, command.updateBaseline);
  const fixed = command.fix ? fix(command, workspace, baseline) : 0;
  const result = resultOf(command, workspace, { fixed, baseline }, terminal);
  const output = command.report === 'sop' ? standardReport(command.format, result, terminal) : OUTPUTS[command.format](result, terminal);
  terminal.print(output);
  return result.reports.some(({ severity }) => RANK[severity] <= RANK[command.failOn]) ? 1 : 0;
}

function checkRuleIds(ids: readonly string[]): void {
  const known = rules.map(({ id }) => id);
  const unknown = ids.find(id => !known.includes(id));
  if (unknown !== undefined)
    throw new UsageError(`There is no rule "${unknown}".${suggestion(unknown, known)} "plimsoll rules" lists them.`);
}

function readConfig(path: string): string {
  const text = readFile(path);
  const source = new SourceText(uriOfPath(path), text);
  const { problems } = parseConfig(source, rules);
  if (problems.length === 0) return text;
  const lines = problems.map(({ message, span }) => {
    const { line, character } = source.positionAt(span.start);
    return `${path}:${line + 1}:${character + 1}: ${message}`;
  });
  throw new UsageError(`The configuration is not right.\n${lines.join('\n')}`);
}

function readFile(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new UsageError(`The configuration ${path} cannot be read (${codeOf(error)}).`);
  }
}

function fix({ rules: ids, unsafeFixes }: CheckCommand, workspace: LoadedWorkspace, baseline: Baseline | undefined): number {
  const { linter, checked } = workspace;
  const safeties = unsafeFixes ? (['safe', 'unsafe'] as const) : (['safe'] as const);
  const uris = checked.map(({ uri }) => uri);
  const isAllowed = (report: Report) => isShown(report, ids) && baseline?.knows(report) !== true && workspace.staysInside(report, safeties);
  const { changes, created, fixed } = linter.fixAll(uris, safeties, isAllowed);
  writeFixes(workspace, new Map([...changes, ...created]));
  for (const [uri, text] of [...changes, ...created]) linter.update({ uri, text });
  return fixed;
}

function resultOf(
  command: CheckCommand,
  workspace: LoadedWorkspace,
  { fixed, baseline }: { readonly fixed: number; readonly baseline: Baseline | undefined },
  terminal: Terminal,
): CheckResult {
  const { linter, checked } = workspace;
  const found: Report[] = [];
  const suppressed: DocumentReport['suppressed'][number][] = [];
  const notAnalysed = [...workspace.notAnalysed];
  for (const [index, { uri }] of checked.entries()) {
    terminal.progress(`Checking ${index + 1} of ${checked.length} files`);
    const report = linter.report(uri);
    if (report?.notAnalysed !== undefined) notAnalysed.push({ uri, reason: report.notAnalysed });
    found.push(...(report?.reports ?? []).filter(candidate => isShown(candidate, command.rules)));
    suppressed.push(...(report?.suppressed ?? []).filter(({ report: hidden }) => isShown(hidden, command.rules)));
  }
  const { fresh: reports, known, gone } = divide(found, command, workspace, baseline);
  const checkedUris = new Set(checked.map(({ uri }) => uri));
  const count = (severity: Severity) => reports.filter(report => report.severity === severity).length;
  return {
    linter,
    places: new Places(linter),
    reports,
    suppressed,
    isChecked: uri => checkedUris.has(uri),
    notAnalysed: notAnalysed.sort((a, b) => (a.uri < b.uri ? -1 : 1)),
    summary: {
      files: checked.length,
      error: count('error'),
      warning: count('warning'),
      information: count('information'),
      hint: count('hint'),
      fixed,
    },
    baseline: baseline === undefined ? undefined : { known: known.length, gone },
  };
}

/** Takes out what the baseline knows, after it was written anew if that was asked for. */
function divide(found: readonly Report[], command: CheckCommand, workspace: LoadedWorkspace, baseline: Baseline | undefined): Division {
  if (baseline === undefined) return { fresh: found, known: [], gone: 0 };
  const isChecked = (path: string) => workspace.isInside(path);
  const current = command.updateBaseline ? baseline.update(found, isChecked) : baseline;
  const division = current.divide(found, isChecked);
  return command.rules.length > 0 ? { ...division, gone: 0 } : division;
}

function isShown({ rule }: Report, ids: readonly string[]): boolean {
  return ids.length === 0 || ids.includes(rule.id);
}
