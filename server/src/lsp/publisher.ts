import type { Diagnostic, FullDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport } from 'vscode-languageserver/node';
import type { DocumentReport } from '../engine/report.js';
import { isJudged } from '../host/file-interest.js';
import { fileNameOf } from '../workspace/uri-path.js';
import { toDiagnostic } from './diagnostic.js';
import type { Session } from './session.js';

/** What the client shows for a document, as far as it was sent. */
interface Sent {
  readonly clientUri: string;
  readonly version: number | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** A document to report, and whether that is because it was edited. */
export interface Queued {
  readonly uri: string;
  readonly isEdited: boolean;
}

/** Decides which document is reported next, and tells the client of its diagnostics where it doesn't ask for them itself. */
export class Publisher {
  readonly #session: Session;
  /** Documents to report, the most urgent group first: just edited, open, all others. */
  readonly #edited = new Set<string>();
  readonly #open = new Set<string>();
  readonly #others = new Set<string>();
  readonly #sent = new Map<string, Sent>();
  readonly #reported = new Set<string>();
  readonly #notAnalysed = new Set<string>();
  /** Whether something changed that a client that asks for its diagnostics would not ask about unprompted. */
  #needsRefresh = false;

  constructor(session: Session) {
    this.#session = session;
  }

  /** How many documents have been reported, and how many of them were not analysed. */
  get counts(): { readonly documents: number; readonly notAnalysed: number } {
    return { documents: this.#reported.size, notAnalysed: this.#notAnalysed.size };
  }

  /** Says that a document was edited: it comes first, and is published even if nothing about it changed, for its version did. */
  queueEdited(uri: string): void {
    this.#open.delete(uri);
    this.#others.delete(uri);
    this.#edited.add(uri);
  }

  queue(uri: string): void {
    if (this.#edited.has(uri)) return;
    const isOpen = this.#session.documents.has(uri);
    (isOpen ? this.#others : this.#open).delete(uri);
    (isOpen ? this.#open : this.#others).add(uri);
  }

  /** Takes the document to report next off the queue. */
  next(): Queued | undefined {
    for (const group of [this.#edited, this.#open, this.#others]) {
      for (const uri of group) {
        group.delete(uri);
        return { uri, isEdited: group === this.#edited };
      }
    }
    return undefined;
  }

  /** Reports a document, or takes back what was reported about it when it is gone or not wanted. */
  publish({ uri, isEdited }: Queued): void {
    const report = this.#session.reportOf(uri);
    this.#count(uri, report);
    if (this.#session.client.pullsDiagnostics) this.#needsRefresh ||= !isEdited;
    else if (report === undefined) this.retract(uri);
    else this.#send(uri, this.#diagnosticsOf(report));
  }

  /** Asks a client that asks for its diagnostics to do so again, if more than the documents it edited has changed. */
  refresh(): void {
    if (!this.#needsRefresh) return;
    this.#needsRefresh = false;
    if (this.#session.client.refreshesDiagnostics) this.#session.connection.languages.diagnostics.refresh().catch(() => {});
  }

  /** The diagnostics of a document for a client that asks for them, unless it has them already. */
  pull(uri: string, previousResultId: string | undefined): FullDocumentDiagnosticReport | UnchangedDocumentDiagnosticReport {
    const report = this.#session.reportOf(uri);
    const items = report === undefined ? [] : this.#diagnosticsOf(report);
    const resultId = digest(JSON.stringify(items));
    return resultId === previousResultId ? { kind: 'unchanged', resultId } : { kind: 'full', resultId, items };
  }

  #diagnosticsOf(report: DocumentReport): Diagnostic[] {
    return this.#session.visible(report).map(finding => toDiagnostic(report.source, finding, this.#session));
  }

  /** Takes back the diagnostics of a document that the client was told about. */
  retract(uri: string): void {
    const sent = this.#sent.get(uri);
    if (sent === undefined) return;
    this.#sent.delete(uri);
    if (sent.diagnostics.length > 0) void this.#session.connection.sendDiagnostics({ uri: sent.clientUri, diagnostics: [] });
  }

  #send(uri: string, diagnostics: Diagnostic[]): void {
    const open = this.#session.documents.get(uri);
    const before = this.#sent.get(uri);
    const now: Sent = { clientUri: open?.clientUri ?? uri, version: open?.document.version, diagnostics };
    if (before !== undefined && before.clientUri !== now.clientUri) this.retract(uri);
    else if (before !== undefined && isKnown(now, before)) return;
    if (now.version === undefined && diagnostics.length === 0) {
      this.retract(uri);
      return;
    }
    this.#sent.set(uri, now);
    const version = now.version === undefined ? {} : { version: now.version };
    void this.#session.connection.sendDiagnostics({ uri: now.clientUri, ...version, diagnostics });
  }

  /** Counts what the command line counts, and documents that the editor calls so: not files that only others are judged by. */
  #count(uri: string, report: DocumentReport | undefined): void {
    const language = this.#session.documents.get(uri)?.document.languageId ?? '';
    const isCounted = isJudged(fileNameOf(uri)) || ['yaml', 'dockerfile', 'helm'].includes(language);
    if (report === undefined || !isCounted) this.#reported.delete(uri);
    else this.#reported.add(uri);
    if (report?.notAnalysed === undefined) this.#notAnalysed.delete(uri);
    else this.#notAnalysed.add(uri);
  }
}

/** Whether the client shows this already. */
function isKnown({ version, diagnostics }: Sent, before: Sent): boolean {
  if (version !== undefined && before.version !== version) return false;
  return JSON.stringify(diagnostics) === JSON.stringify(before.diagnostics);
}

/** Two 32-bit hashes (FNV-1a and its like with another prime), so that equal digests mean equal texts for all that matters. */
function digest(text: string): string {
  let [a, b] = [0x811c9dc5, 0x9747b28c];
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x5bd1e995);
  }
  return `${text.length}-${(a >>> 0).toString(36)}-${(b >>> 0).toString(36)}`;
}
