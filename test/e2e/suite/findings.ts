import * as vscode from 'vscode';

/** A finding as the editor has it. */
export interface Finding {
  readonly uri: vscode.Uri;
  readonly rule: string;
  /** `path:line:column`, counted from one. */
  readonly place: string;
  readonly diagnostic: vscode.Diagnostic;
}

/** The findings of a document, or of all, sorted by place. */
export function findings(uri?: vscode.Uri, rule?: string): readonly Finding[] {
  return vscode.languages
    .getDiagnostics()
    .filter(([candidate]) => uri === undefined || candidate.toString() === uri.toString())
    .flatMap(([uri, diagnostics]) =>
      diagnostics.filter(({ source }) => source === 'plimsoll').map(diagnostic => toFinding(uri, diagnostic)),
    )
    .filter(finding => rule === undefined || finding.rule === rule)
    .sort((a, b) => compare(a.place, b.place) || compare(a.rule, b.rule));
}

/** Waits for a finding of a rule in a document. */
export async function finding(uri: vscode.Uri, rule: string): Promise<Finding> {
  await until(`${rule} in ${uri.path}`, () => findings(uri, rule).length > 0);
  return findings(uri, rule)[0]!;
}

/** Waits until a document has no finding of a rule any more. */
export async function noFinding(uri: vscode.Uri, rule: string): Promise<void> {
  await until(`no ${rule} in ${uri.path}`, () => findings(uri, rule).length === 0);
}

/** Waits for a condition. A failure tells what was waited for, and the findings of that moment. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}. Findings:\n${findings().map(toLine).join('\n')}`);
    await new Promise(resolve => setTimeout(resolve, 30));
  }
}

function toFinding(uri: vscode.Uri, diagnostic: vscode.Diagnostic): Finding {
  const { code, range } = diagnostic;
  const place = `${uri.path}:${range.start.line + 1}:${range.start.character + 1}`;
  return { uri, diagnostic, place, rule: String(typeof code === 'object' ? code.value : code) };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function toLine({ place, rule, diagnostic: { message } }: Finding): string {
  return `  ${place} ${rule}: ${message}`;
}
