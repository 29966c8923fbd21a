import type { AnalysedDocument } from './analysed-document.js';
import type { AnalysedGroup } from './made-groups.js';
import type { PlacedFindings } from './made-placing.js';
import type { DocumentReport } from './report.js';

/** What was there before a tentative action changed it, so that it can be put back and said again. */
export class Attempt {
  readonly #originals = new Map<string, AnalysedDocument | undefined>();
  readonly #reports = new Map<AnalysedDocument, DocumentReport>();
  readonly #placed = new Map<AnalysedGroup, PlacedFindings>();
  /** What the action has said itself. */
  readonly #own = new Set<DocumentReport | PlacedFindings>();

  /** By URI, the documents that the action has changed, as they were; `undefined` for new ones. */
  get originals(): ReadonlyMap<string, AnalysedDocument | undefined> {
    return this.#originals;
  }

  /** What was said about documents that was not any more when they changed. */
  get reports(): ReadonlyMap<AnalysedDocument, DocumentReport> {
    return this.#reports;
  }

  /** The same for groups. */
  get placed(): ReadonlyMap<AnalysedGroup, PlacedFindings> {
    return this.#placed;
  }

  /** Notes a document that is about to change. */
  keep(uri: string, document: AnalysedDocument | undefined): void {
    if (!this.#originals.has(uri)) this.#originals.set(uri, document);
  }

  /** Notes what is said now. */
  addOwn(said: DocumentReport | PlacedFindings): void {
    this.#own.add(said);
  }

  /** Notes what is about to be forgotten, unless the action itself has said it. */
  keepReport(document: AnalysedDocument, report: DocumentReport): void {
    if (!this.#own.has(report)) this.#reports.set(document, report);
  }

  keepPlaced(group: AnalysedGroup, placed: PlacedFindings): void {
    if (!this.#own.has(placed)) this.#placed.set(group, placed);
  }
}
