import type { AnalysedDocument } from './analysed-document.js';
import { Attempt } from './attempt.js';
import type { AnalysedGroup, MadeGroups } from './made-groups.js';
import type { PlacedFindings } from './made-placing.js';
import type { DocumentReport, Report } from './report.js';

/** What was said about documents and about what is made from them, until something that it depends on changes. */
export class SaidReports {
  readonly #documents: ReadonlyMap<string, AnalysedDocument>;
  readonly #made: MadeGroups;
  /** By document, the documents with a report that points into it. */
  readonly #pointers = new Map<string, Set<string>>();
  #stale = new Set<string>();
  /** While actions are tentative, the innermost last. */
  readonly #attempts: Attempt[] = [];

  constructor(documents: ReadonlyMap<string, AnalysedDocument>, made: MadeGroups) {
    this.#documents = documents;
    this.#made = made;
  }

  /** The documents whose reports may differ since the last call, removed ones among them. */
  takeStale(): string[] {
    const stale = [...this.#stale];
    this.#stale = new Set();
    return stale;
  }

  say(document: AnalysedDocument, report: DocumentReport): void {
    for (const attempt of this.#attempts) attempt.addOwn(report);
    this.#sayAgain(document, report);
  }

  sayOfGroup(group: AnalysedGroup, placed: PlacedFindings): void {
    for (const attempt of this.#attempts) attempt.addOwn(placed);
    this.#sayAgainOfGroup(group, placed);
  }

  /** Notes that a document's report, and those that point into it, have to be made again. */
  markStale(uri: string): void {
    this.outdate(uri);
    for (const pointer of this.#pointers.get(uri) ?? []) this.outdate(pointer);
    this.#pointers.delete(uri);
  }

  /** Notes that a document's report, or that of all that it is made from, has to be made again. */
  outdate(uri: string): void {
    const group = this.#made.groupOf(uri);
    if (group !== undefined) {
      this.#forgetGroup(group);
      for (const file of group.files) this.outdate(file);
      return;
    }
    this.#stale.add(uri);
    const document = this.#documents.get(uri);
    if (document !== undefined) this.#forget(document);
    for (const other of this.#made.groupsOf(uri)) this.#forgetGroup(other);
  }

  /** Notes what a document was before a tentative action changes it. */
  remember(uri: string): void {
    this.#attempts.at(-1)?.keep(uri, this.#documents.get(uri));
  }

  /**
   * Runs `action`. What was said before holds again afterwards.
   *
   * @param putBack puts the documents that `action` has changed back as they were, by URI; `undefined` for new ones
   */
  attempt<Result>(action: () => Result, putBack: (originals: Attempt['originals']) => void): Result {
    const stale = this.#stale;
    const attempt = new Attempt();
    this.#attempts.push(attempt);
    this.#stale = new Set();
    try {
      return action();
    } finally {
      putBack(attempt.originals);
      this.#attempts.pop();
      this.#stale = stale;
      for (const [document, report] of attempt.reports)
        if (this.#documents.get(document.source.uri) === document) this.#sayAgain(document, report);
      for (const [group, placed] of attempt.placed) if (this.#made.has(group)) this.#sayAgainOfGroup(group, placed);
    }
  }

  #sayAgain(document: AnalysedDocument, report: DocumentReport): void {
    document.report = report;
    this.#pointAll(document.source.uri, report.reports);
  }

  #sayAgainOfGroup(group: AnalysedGroup, placed: PlacedFindings): void {
    group.placed = placed;
    for (const { report } of placed.all) this.#pointAll(report.uri, [report]);
  }

  #forget(document: AnalysedDocument): void {
    if (document.report !== undefined) this.#attempts.at(-1)?.keepReport(document, document.report);
    document.report = undefined;
  }

  #forgetGroup(group: AnalysedGroup): void {
    if (group.placed !== undefined) this.#attempts.at(-1)?.keepPlaced(group, group.placed);
    group.placed = undefined;
  }

  /** Notes where the reports of a document point. */
  #pointAll(from: string, reports: readonly Report[]): void {
    for (const { related } of reports) {
      for (const { uri } of related) {
        if (uri === from) continue;
        const pointers = this.#pointers.get(uri);
        if (pointers === undefined) this.#pointers.set(uri, new Set([from]));
        else pointers.add(from);
      }
    }
  }
}
