import type { ChartNames } from '../helm/chart-names.js';
import { kustomizationOf } from '../kustomize/kustomization.js';
import type { RelatedPlace, Rule } from '../rules/define-rule.js';
import { SourceText } from '../text/source-text.js';
import type { Location } from '../text/span.js';
import { fileOfMade, type MadeGroup, type MakerSettings, type UnitMaker } from '../workspace/made-unit.js';
import { folderOf } from '../workspace/uri-path.js';
import { type DocumentPlace, WorkspaceLayout } from '../workspace/workspace-layout.js';
import type { WorkspaceView } from '../workspace/workspace-view.js';
import { parseYamlDocument } from '../yaml/parse-yaml-document.js';
import { AnalysedDocument, type Piece } from './analysed-document.js';
import { type ApplicationUnit, applicationUnits } from './application-units.js';
import type { Config } from './config.js';
import { ConfigTree } from './config-tree.js';
import { SuppressionSheet } from './directive.js';
import { EditsInFiles } from './edits-in-files.js';
import { chosenExplanations, explainedAt, explainedIn } from './explaining.js';
import { type FixAllResult, FixTrial } from './fix-trial.js';
import { MadeFindings, visibleSpan } from './made-findings.js';
import { type AnalysedGroup, MadeGroups } from './made-groups.js';
import { joinGroups, type PlacedFinding, type PlacedFindings, placeGroup } from './made-placing.js';
import { placeSpan } from './placing.js';
import type { DocumentReport, Explanation, InputDocument, OfferedFix, Report, Verdict } from './report.js';
import { directivesOf, type FindingContext, reportOf } from './reporting.js';
import { type LinterOptions, RuleRunner } from './rule-runner.js';
import { SaidReports } from './said-reports.js';
import { unitMakers } from './unit-makers.js';

/**
 * Keeps documents, their facts and what the rules found in them. An edit parses the piece that it touched and runs on it the rules that may
 * find something else; in other pieces and documents it runs only the rules that read a bucket that the edit changed.
 */
export class Linter {
  readonly rules: readonly Rule[];
  readonly #layout = new WorkspaceLayout();
  readonly #configs: ConfigTree;
  readonly #runner: RuleRunner;
  readonly #documents = new Map<string, AnalysedDocument>();
  readonly #made: MadeGroups;
  readonly #madeFindings = new MadeFindings();
  readonly #said: SaidReports;
  #layoutChanged = false;

  /** @param makers make documents from files, that are judged in place of them */
  constructor({ rules, onRuleCrash }: LinterOptions, makers: readonly UnitMaker[] = unitMakers()) {
    this.rules = rules;
    this.#runner = new RuleRunner({ rules, onRuleCrash });
    this.#made = new MadeGroups(makers);
    this.#said = new SaidReports(this.#documents, this.#made);
    this.#configs = new ConfigTree(rules);
  }

  /** Sets the text of a document. */
  update({ uri, text, languageId }: InputDocument): void {
    const before = this.#documents.get(uri);
    if (before?.source.text === text && before.languageId === languageId) return;
    this.#describe(uri, text);
    this.#store(this.#analyse({ uri, text, languageId }, this.#placeOf(uri, languageId), before), before);
  }

  /**
   * Sets the files of a packed chart, which are no documents, but parts of what is made from others.
   *
   * @param files with the URI of the archive continued as if that were a folder; none to forget it
   */
  provide(archive: string, files: readonly { readonly uri: string; readonly text: string }[]): void {
    this.#made.setArchive(archive, files);
  }

  /** Notes a file that is there and whose text nobody will know: it is too large, or no text. Forgets what it was before. */
  leaveUnread(uri: string): void {
    this.remove(uri);
    this.#made.setUnread(uri);
  }

  /** Forgets a document and what it told others. */
  remove(uri: string): void {
    const document = this.#documents.get(uri);
    if (document === undefined) {
      this.#made.setFile(uri, undefined);
      return;
    }
    this.#said.remember(uri);
    this.#documents.delete(uri);
    this.#describe(uri, undefined);
    this.#made.setFile(uri, undefined);
    this.#exchange(
      document.pieces.map(({ piece }) => piece),
      [],
    );
    this.#said.markStale(uri);
  }

  /** Sets the folders that repositories start in: what a folder is called tells something only from there on. */
  setRoots(roots: readonly string[]): void {
    if (JSON.stringify(roots) === JSON.stringify(this.#runner.roots)) return;
    this.#runner.roots = roots;
    this.#restartAll();
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

  sourceOf(uri: string): SourceText | undefined {
    return this.#documents.get(uri)?.source;
  }

  /** Whether a document is judged in what is made from it. */
  isCovered(uri: string): boolean {
    this.#settle();
    return this.#documents.get(uri)?.place.making?.isCovered ?? false;
  }

  /** The language of a document in the editor; `helm` for templates of charts, whatever they are opened as. */
  languageOf(uri: string): string | undefined {
    const document = this.#documents.get(uri);
    return document?.place.kind === 'helm-template' ? 'helm' : document?.languageId;
  }

  /** The chart that a document belongs to; `undefined` if it belongs to none. */
  chartOf(uri: string): ChartNames | undefined {
    return this.viewOf(uri)?.chart();
  }

  /** What is made from a file and others. */
  groupsOf(uri: string): readonly MadeGroup[] {
    this.#settle();
    return this.#made.groupsOf(uri).map(({ group }) => group);
  }

  /** Whether a document is a template of a chart. */
  isTemplate(uri: string): boolean {
    this.#settleLayout();
    return this.#documents.get(uri)?.place.kind === 'helm-template';
  }

  /** Whether a document has errors of syntax, shown or not. */
  hasErrors(uri: string): boolean {
    this.#settle();
    return (this.#documents.get(uri)?.hasErrors ?? false) || this.#made.problemCount(uri) > 0;
  }

  /** How many documents have errors of syntax among a document and what is made from it. */
  errorCount(uri: string): number {
    this.#settle();
    return (this.#documents.get(uri)?.hasErrors ? 1 : 0) + this.#made.errorCount(uri);
  }

  /** The documents whose reports may differ since the last call, removed ones among them. */
  takeStale(): string[] {
    this.#settle();
    return this.#said.takeStale();
  }

  /** What is to be said about a document now. Runs the rules that have to run. `undefined` for a document that is not known. */
  report(uri: string): DocumentReport | undefined {
    this.#settle();
    const document = this.#documents.get(uri);
    if (document === undefined) return undefined;
    if (document.report !== undefined) return document.report;
    const config = this.#configs.configFor(uri);
    for (const { piece } of document.pieces) this.#runner.run(document, piece, config);
    const report = reportOf(document, {
      ...this.#findingContext(document, config),
      placed: config.isExcluded(uri) ? [] : this.#placedIn(uri),
      reasonToHideAt: (ruleId, place) => this.#reasonToHideAt(ruleId, place),
    });
    this.#said.say(document, report);
    return report;
  }

  #findingContext(document: AnalysedDocument, config: Config): FindingContext {
    return { config, rules: this.rules, locate: place => this.#locate(place), workspace: this.#runner.viewFor(document, config) };
  }

  /** The findings of what a file belongs to. */
  #placedIn(uri: string): readonly PlacedFinding[] {
    return joinGroups(
      uri,
      this.#made.groupsOf(uri).map(group => ({ variants: group.group.variants, placed: this.#placedOf(group) })),
    );
  }

  /** The findings of a group's documents at their places in files. */
  #placedOf(group: AnalysedGroup): PlacedFindings {
    if (group.placed !== undefined) return group.placed;
    const placed = placeGroup(group, this.#madeFindings, {
      run: ({ document }) => {
        const config = this.#configs.configFor(document.source.uri);
        for (const { piece } of document.pieces) this.#runner.run(document, piece, config);
        return config;
      },
      contextFor: ({ document }, config) => this.#findingContext(document, config),
      sourceOf: uri => this.#documents.get(uri)?.source,
    });
    this.#said.sayOfGroup(group, placed);
    return placed;
  }

  #reasonToHideAt(ruleId: string, { uri, span }: Location): string | undefined {
    const document = this.#documents.get(uri);
    if (document === undefined) return undefined;
    return new SuppressionSheet(document.source, directivesOf(document)).reasonToHide(ruleId, span.start);
  }

  /** The fixes of a finding that can be made, remove it, and add nothing: each is tried on a copy. */
  fixes(report: Report): OfferedFix[] {
    return new FixTrial(this, new EditsInFiles(this.#documents, this.#made)).offers(report);
  }

  /** Applies each finding's first fix of the given safeties, until nothing is left to fix. The linter itself is as before. */
  fixAll(
    uris: readonly string[],
    safeties: readonly OfferedFix['safety'][],
    filter: (report: Report) => boolean = () => true,
  ): FixAllResult {
    return new FixTrial(this, new EditsInFiles(this.#documents, this.#made)).fixAll(uris, safeties, filter);
  }

  /** What a rule concludes about the subjects on the line of an offset, or about all of a document: also where it says nothing, and why. */
  explain(uri: string, ruleId: string, offset?: number): Explanation[] {
    this.#settle();
    const document = this.#documents.get(uri);
    const rule = this.rules.find(({ id }) => id === ruleId);
    if (document === undefined || rule === undefined) return [];
    const explain = (explained: AnalysedDocument) =>
      explained.pieces.flatMap(placed => this.#runner.explain(explained, placed, rule, this.#configs.configFor(explained.source.uri)));
    const made = this.#made.groupsOf(uri).flatMap(({ documents }) => [...documents.values()]);
    const line = offset === undefined ? undefined : document.source.lineAt(offset);
    const all = [
      ...explain(document).map(explanation => explainedAt(explanation, document.source, line)),
      ...made.flatMap(each => explain(each.document).flatMap(explanation => explainedIn(explanation, each, document.source, line) ?? [])),
    ];
    return chosenExplanations(all, line);
  }

  /** The workspace as a document sees it, a made one too; `undefined` for a document that is not known. */
  viewOf(uri: string): WorkspaceView | undefined {
    this.#settle();
    const made = this.#made.groupsOf(fileOfMade(uri)).flatMap(({ documents }) => [...documents.values()]);
    const document = this.#documents.get(uri) ?? made.find(each => each.document.source.uri === uri)?.document;
    return document === undefined ? undefined : this.#runner.viewFor(document, this.#configs.configFor(uri));
  }

  /** The application units of all documents. */
  units(): readonly ApplicationUnit[] {
    this.#settle();
    return applicationUnits([...this.#documents.values()], this.#made.groups());
  }

  /** What each rule that is not off concludes about each subject of all documents, those that are made from files among them. */
  *verdicts(): Iterable<Verdict> {
    this.#settle();
    for (const document of [...this.#documents.values(), ...this.#made.documents()]) {
      const { source, place, pieces } = document;
      const config = this.#configs.configFor(source.uri);
      for (const rule of this.rules.filter(candidate => !config.isOff(candidate))) {
        const explanations = pieces.flatMap(placed => this.#runner.explain(document, placed, rule, config));
        for (const { outcome, object } of explanations) yield { rule, unit: place.unit, uri: fileOfMade(source.uri), outcome, object };
      }
    }
  }

  /** Runs `action` and puts all documents back as they were: nobody sees the state between. */
  tentatively<Result>(action: () => Result): Result {
    // What earlier edits have made stale is no part of what is tried.
    this.#settle();
    return this.#runner.keepingResults(() => this.#puttingBack(action));
  }

  #puttingBack<Result>(action: () => Result): Result {
    return this.#said.attempt(action, originals => {
      for (const [uri, document] of originals) {
        if (document === undefined) this.remove(uri);
        else if (this.#documents.get(uri) !== document) this.#putBack(document);
      }
      this.#settle();
    });
  }

  #putBack(document: AnalysedDocument): void {
    const { uri, text } = document.source;
    this.#describe(uri, text);
    this.#store(document, this.#documents.get(uri));
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
      this.#made.invalidate();
      this.#restartAll();
      this.#layoutChanged = true;
    }
  }

  /** What a document is, which the configuration may exclude. */
  #placeOf(uri: string, languageId: string | undefined): DocumentPlace {
    const place = this.#layout.placeOf(uri, languageId);
    const isExcluded = place.kind !== 'configuration' && this.#configs.configFor(uri).isExcluded(uri);
    return isExcluded ? { ...place, kind: 'other', kustomize: undefined } : { ...place, making: this.#made.makingOf(uri) };
  }

  /** Brings what files are, and what is made from them, up to date with their texts. */
  #settle(): void {
    this.#settleLayout();
    const changes = this.#made.take(folder => makerSettings(this.#configs.configFor(`${folder}/`)));
    for (const { gone, come, files, resettled } of changes) {
      this.#exchange(gone, come);
      for (const uri of resettled) {
        const document = this.#documents.get(uri);
        if (document !== undefined) this.#settlePlace(document);
      }
      for (const uri of files) this.#said.markStale(uri);
    }
  }

  /** Analyses again the documents that a change of charts, kustomizations or configuration made something else. */
  #settleLayout(): void {
    if (!this.#layoutChanged) return;
    this.#layoutChanged = false;
    for (const document of [...this.#documents.values()]) this.#settlePlace(document);
  }

  #settlePlace(document: AnalysedDocument): void {
    const { uri, text } = document.source;
    const place = this.#placeOf(uri, document.languageId);
    if (!document.isAt(place)) this.#store(this.#analyse({ uri, text, languageId: document.languageId }, place, undefined), document);
  }

  #analyse(input: InputDocument, place: DocumentPlace, before: AnalysedDocument | undefined): AnalysedDocument {
    return AnalysedDocument.of(input, place, this.#configs.problemsOf(input.uri), before);
  }

  #store(document: AnalysedDocument, before: AnalysedDocument | undefined): void {
    const { uri } = document.source;
    const old = new Set((before?.pieces ?? []).map(({ piece }) => piece));
    const now = new Set(document.pieces.map(({ piece }) => piece));
    this.#said.remember(uri);
    this.#documents.set(uri, document);
    this.#made.setFile(uri, document.source);
    this.#exchange(
      [...old].filter(piece => !now.has(piece)),
      [...now].filter(piece => !old.has(piece)),
    );
    this.#said.markStale(uri);
  }

  #restartAll(): void {
    for (const document of [...this.#documents.values(), ...this.#made.documents()]) this.#restart(document);
  }

  #restart(document: AnalysedDocument): void {
    for (const { piece } of document.pieces) this.#runner.restart(piece);
    this.#said.outdate(document.source.uri);
  }

  /** Replaces pieces, and makes the reports of what depends on them stale. */
  #exchange(gone: readonly Piece[], come: readonly Piece[]): void {
    for (const uri of this.#runner.exchange(gone, come)) this.#said.outdate(uri);
  }

  #locate(place: RelatedPlace): Location | undefined {
    if ('span' in place) return undefined;
    const made = this.#made.documentOf(place.uri);
    const document = made?.document ?? this.#documents.get(place.uri);
    const span = document === undefined ? undefined : placeSpan(document, place);
    if (span === undefined) return undefined;
    const origin = made === undefined ? { uri: place.uri, span } : made.map.placeOf(span)?.place;
    const source = origin === undefined ? undefined : this.#documents.get(origin.uri)?.source;
    return origin === undefined || source === undefined ? undefined : { uri: origin.uri, span: visibleSpan(source, origin.span) };
  }
}

function makerSettings({ settings: { kubernetesVersion }, valueSets }: Config): MakerSettings {
  return { kubernetesVersion, valueSets };
}
