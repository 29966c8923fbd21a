import { kustomizationOf } from '../kustomize/kustomization.js';
import type { RelatedPlace, Rule } from '../rules/define-rule.js';
import { SourceText } from '../text/source-text.js';
import type { Span } from '../text/span.js';
import type { TextEdit } from '../text/text-edit.js';
import type { Place } from '../workspace/facts.js';
import { folderOf } from '../workspace/uri-path.js';
import { type DocumentPlace, WorkspaceLayout } from '../workspace/workspace-layout.js';
import { parseYamlDocument } from '../yaml/parse-yaml-document.js';
import type { YamlNode } from '../yaml/yaml-node.js';
import { AnalysedDocument, type Piece } from './analysed-document.js';
import { ConfigTree } from './config-tree.js';
import { type FixAllResult, FixTrial } from './fix-trial.js';
import { findPlace, placeSpan } from './placing.js';
import type { DocumentReport, Explanation, InputDocument, OfferedFix, Report } from './report.js';
import { reportOf } from './reporting.js';
import { type LinterOptions, RuleRunner } from './rule-runner.js';

/**
 * Keeps documents, their facts and what the rules found in them. An edit parses the piece that it touched and runs all rules on it; in
 * other pieces and documents it runs only the rules that read a bucket that the edit changed.
 */
export class Linter {
  readonly rules: readonly Rule[];
  readonly #layout = new WorkspaceLayout();
  readonly #configs: ConfigTree;
  readonly #runner: RuleRunner;
  readonly #documents = new Map<string, AnalysedDocument>();
  /** By document, the documents with a report that points into it. */
  readonly #pointers = new Map<string, Set<string>>();
  #stale = new Set<string>();
  #layoutChanged = false;
  /** While an action is tentative: what the documents that it changed were before. */
  #originals: Map<string, AnalysedDocument | undefined> | undefined;

  constructor({ rules, onRuleCrash }: LinterOptions) {
    this.rules = rules;
    this.#runner = new RuleRunner({ rules, onRuleCrash });
    this.#configs = new ConfigTree(rules);
  }

  /** Sets the text of a document. */
  update({ uri, text, languageId }: InputDocument): void {
    const before = this.#documents.get(uri);
    if (before?.source.text === text && before.languageId === languageId) return;
    this.#describe(uri, text);
    this.#store(this.#analyse({ uri, text, languageId }, this.#placeOf(uri, languageId), before), before);
  }

  /** Forgets a document and what it told others. */
  remove(uri: string): void {
    const document = this.#documents.get(uri);
    if (document === undefined) return;
    this.#remember(uri);
    this.#documents.delete(uri);
    this.#describe(uri, undefined);
    this.#exchange(
      document.pieces.map(({ piece }) => piece),
      [],
    );
    this.#markStale(uri);
  }

  has(uri: string): boolean {
    return this.#documents.has(uri);
  }

  uris(): readonly string[] {
    return [...this.#documents.keys()];
  }

  textOf(uri: string): string | undefined {
    return this.#documents.get(uri)?.source.text;
  }

  languageOf(uri: string): string | undefined {
    return this.#documents.get(uri)?.languageId;
  }

  /** Whether a document has errors of syntax, shown or not. */
  hasErrors(uri: string): boolean {
    return this.#documents.get(uri)?.hasErrors ?? false;
  }

  /** The documents whose reports may differ since the last call, removed ones among them. */
  takeStale(): string[] {
    this.#settleLayout();
    const stale = [...this.#stale];
    this.#stale = new Set();
    return stale;
  }

  /** What is to be said about a document now. Runs the rules that have to run. `undefined` for a document that is not known. */
  report(uri: string): DocumentReport | undefined {
    this.#settleLayout();
    const document = this.#documents.get(uri);
    if (document === undefined) return undefined;
    if (document.report !== undefined) return document.report;
    const config = this.#configs.configFor(uri);
    for (const { piece } of document.pieces) this.#runner.run(document, piece, config);
    const workspace = this.#runner.viewFor(document, config);
    const report = reportOf(document, { config, rules: this.rules, locate: place => this.#locate(place), workspace });
    document.report = report;
    for (const { related } of report.reports) for (const place of related) this.#point(uri, place.uri);
    return report;
  }

  /** The fixes of a finding that can be made, remove it, and add nothing: each is tried on a copy. */
  fixes(report: Report): OfferedFix[] {
    return new FixTrial(this, (place, edit) => this.#editAt(place, edit)).offers(report);
  }

  /** Applies each finding's first fix of the given safeties, until nothing is left to fix. The linter itself is as before. */
  fixAll(
    uris: readonly string[],
    safeties: readonly OfferedFix['safety'][],
    filter: (report: Report) => boolean = () => true,
  ): FixAllResult {
    return new FixTrial(this, (place, edit) => this.#editAt(place, edit)).fixAll(uris, safeties, filter);
  }

  /** What a rule concludes about the subjects on the line of an offset, or about all of a document: also where it says nothing, and why. */
  explain(uri: string, ruleId: string, offset?: number): Explanation[] {
    this.#settleLayout();
    const document = this.#documents.get(uri);
    const rule = this.rules.find(({ id }) => id === ruleId);
    if (document === undefined || rule === undefined) return [];
    const all = document.pieces.flatMap(placed => this.#runner.explain(document, placed, rule, this.#configs.configFor(uri)));
    if (offset === undefined) return all;
    const line = document.source.lineAt(offset);
    const onLine = (span: Span) => document.source.lineAt(span.start) <= line && line <= document.source.lineAt(span.end);
    const here = all.filter(({ outcome, span }) => outcome.kind === 'violated' && onLine(span));
    if (here.length > 0) return here;
    const around = all.filter(({ subject }) => onLine(subject));
    const narrowest = Math.min(...around.map(({ subject }) => subject.end - subject.start));
    return around.filter(({ subject }) => subject.end - subject.start === narrowest);
  }

  /** Runs `action` and puts all documents back as they were: nobody sees the state between. */
  tentatively<Result>(action: () => Result): Result {
    const [outer, stale] = [this.#originals, this.#stale];
    const originals = new Map<string, AnalysedDocument | undefined>();
    this.#originals = originals;
    this.#stale = new Set();
    try {
      return action();
    } finally {
      this.#originals = undefined;
      for (const [uri, document] of originals) {
        if (document === undefined) this.remove(uri);
        else if (this.#documents.get(uri) !== document) this.#putBack(document);
      }
      this.#originals = outer;
      this.#stale = stale;
    }
  }

  #putBack(document: AnalysedDocument): void {
    const { uri, text } = document.source;
    this.#describe(uri, text);
    this.#store(document, this.#documents.get(uri));
  }

  /** Notes what a document was before a tentative action changes it. */
  #remember(uri: string): void {
    if (this.#originals !== undefined && !this.#originals.has(uri)) this.#originals.set(uri, this.#documents.get(uri));
  }

  /** Tells layout and configuration about a document that decides what others are. */
  #describe(uri: string, text: string | undefined): void {
    const { kind } = this.#layout.placeOf(uri, undefined);
    if (kind === 'helm-chart') this.#layoutChanged = this.#layout.setChart(folderOf(uri), text !== undefined) || this.#layoutChanged;
    if (kind === 'kustomization') {
      const root = text === undefined ? undefined : parseYamlDocument(new SourceText(uri, text)).root;
      const kustomization = root === undefined ? undefined : kustomizationOf(root);
      this.#layoutChanged = this.#layout.setKustomization(folderOf(uri), kustomization) || this.#layoutChanged;
    }
    if (kind === 'configuration') {
      if (text === undefined) this.#configs.remove(uri);
      else this.#configs.set(uri, new SourceText(uri, text));
      for (const document of this.#documents.values()) this.#restart(document);
      this.#layoutChanged = true;
    }
  }

  /** What a document is, which the configuration may exclude. */
  #placeOf(uri: string, languageId: string | undefined): DocumentPlace {
    const place = this.#layout.placeOf(uri, languageId);
    const isExcluded = place.kind !== 'configuration' && this.#configs.configFor(uri).isExcluded(uri);
    return isExcluded ? { ...place, kind: 'other', kustomize: undefined } : place;
  }

  /** Analyses again the documents that a change of charts, kustomizations or configuration made something else. */
  #settleLayout(): void {
    if (!this.#layoutChanged) return;
    this.#layoutChanged = false;
    for (const document of [...this.#documents.values()]) {
      const place = this.#placeOf(document.source.uri, document.languageId);
      if (document.isAt(place)) continue;
      const { uri, text } = document.source;
      this.#store(this.#analyse({ uri, text, languageId: document.languageId }, place, undefined), document);
    }
  }

  #analyse(input: InputDocument, place: DocumentPlace, before: AnalysedDocument | undefined): AnalysedDocument {
    return AnalysedDocument.of(input, place, this.#configs.problemsOf(input.uri), analysis => this.#runner.rulesFor(analysis), before);
  }

  #store(document: AnalysedDocument, before: AnalysedDocument | undefined): void {
    const { uri } = document.source;
    const old = new Set((before?.pieces ?? []).map(({ piece }) => piece));
    const now = new Set(document.pieces.map(({ piece }) => piece));
    this.#remember(uri);
    this.#documents.set(uri, document);
    this.#exchange(
      [...old].filter(piece => !now.has(piece)),
      [...now].filter(piece => !old.has(piece)),
    );
    document.report = undefined;
    this.#markStale(uri);
  }

  /** Notes that a document's report, and those that point into it, have to be made again. */
  #markStale(uri: string): void {
    this.#outdate(uri);
    for (const pointer of this.#pointers.get(uri) ?? []) this.#outdate(pointer);
    this.#pointers.delete(uri);
  }

  #outdate(uri: string): void {
    this.#stale.add(uri);
    const document = this.#documents.get(uri);
    if (document !== undefined) document.report = undefined;
  }

  #restart(document: AnalysedDocument): void {
    for (const { piece } of document.pieces) this.#runner.restart(piece);
    this.#outdate(document.source.uri);
  }

  /** Replaces pieces, and makes the reports of what depends on them stale. */
  #exchange(gone: readonly Piece[], come: readonly Piece[]): void {
    for (const uri of this.#runner.exchange(gone, come)) this.#outdate(uri);
  }

  #point(from: string, to: string): void {
    if (from === to) return;
    const pointers = this.#pointers.get(to);
    if (pointers === undefined) this.#pointers.set(to, new Set([from]));
    else pointers.add(from);
  }

  #locate(place: RelatedPlace): { uri: string; span: Span } | undefined {
    if ('span' in place) return undefined;
    const document = this.#documents.get(place.uri);
    const span = document === undefined ? undefined : placeSpan(document, place);
    return span === undefined ? undefined : { uri: place.uri, span };
  }

  #editAt(place: Place, edit: (node: YamlNode) => TextEdit | undefined): { uri: string; edit: TextEdit } | undefined {
    const document = this.#documents.get(place.uri);
    const found = document === undefined ? undefined : findPlace(document, place);
    if (found === undefined || found.depth < place.path.length) return undefined;
    const made = edit(found.node);
    if (made === undefined) return undefined;
    return {
      uri: place.uri,
      edit: { span: { start: made.span.start + found.start, end: made.span.end + found.start }, newText: made.newText },
    };
  }
}
