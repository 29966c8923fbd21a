import type { Outcome, Rule, RuleContext, Subjects } from '../rules/define-rule.js';
import type { OptionDeclarations, OptionValues } from '../rules/options.js';
import type { Span } from '../text/span.js';
import type { FactBucket } from '../workspace/fact-bucket.js';
import { IndexedWorkspace } from '../workspace/indexed-workspace.js';
import { fileOfMade } from '../workspace/made-unit.js';
import { WorkspaceIndex } from '../workspace/workspace-index.js';
import type { AnalysedDocument, Piece, PlacedPiece, RuleResult } from './analysed-document.js';
import type { Analysis } from './analysis.js';
import type { Config } from './config.js';
import { lasts, mayLast } from './lasting-results.js';
import type { Explanation } from './report.js';
import { checksOf, kindsIn, type RuleCheck, subjectObject, subjectSpan } from './subjects.js';

export interface LinterOptions {
  readonly rules: readonly Rule[];
  /** Called when a rule throws. The rule is skipped for that document; the others still run. */
  readonly onRuleCrash: (rule: Rule, uri: string, error: unknown) => void;
}

/** What rules found before a trial and while it went on. */
interface Trial {
  /** What the trial has invalidated. */
  readonly before: Map<Piece, Map<Rule, RuleResult>>;
  readonly made: Set<RuleResult>;
  /** Pieces that it has taken out, and not put back. */
  readonly gone: Set<Piece>;
}

type Subject = Subjects[keyof Subjects];

/** A rule that is not off, with what is the same for all documents of a configuration. */
interface Step {
  readonly rule: Rule;
  readonly checks: readonly RuleCheck[];
  /** `undefined` where they depend on the subject. */
  readonly options: OptionValues<OptionDeclarations> | undefined;
}

/** What is the same for all subjects that a rule judges in a document. */
interface RuleRun {
  readonly document: AnalysedDocument;
  readonly config: Config;
  readonly workspace: IndexedWorkspace<Piece>;
}

/** Runs rules on pieces, and knows which have to run again when facts change: those that read a bucket that is another now. */
export class RuleRunner {
  /** The folders that repositories start in. */
  roots: readonly string[] = [];
  readonly #options: LinterOptions;
  readonly #checks: ReadonlyMap<Rule, readonly RuleCheck[]>;
  readonly #index = new WorkspaceIndex<Piece>();
  /** By kinds of subjects, the rules that judge any of them. */
  readonly #rulesByKinds = new Map<number, readonly Rule[]>();
  readonly #steps = new WeakMap<Config, Map<readonly Rule[], readonly Step[]>>();
  /** While something is tried, the innermost trial last. */
  readonly #trials: Trial[] = [];
  /** Buckets that may be missed by nobody, but by rules that run again, or by results that come back after a trial. */
  readonly #doubtful = new Set<FactBucket<Piece>>();

  constructor(options: LinterOptions) {
    this.#options = options;
    this.#checks = new Map(options.rules.map(rule => [rule, checksOf(rule)]));
  }

  /** The rules that have something to judge in a text. */
  rulesFor({ subjects }: Analysis): readonly Rule[] {
    const kinds = kindsIn(subjects);
    const known = this.#rulesByKinds.get(kinds);
    if (known !== undefined) return known;
    const rules = this.#options.rules.filter(rule => this.#checksOf(rule).some(({ kind }) => subjects[kind].length > 0));
    this.#rulesByKinds.set(kinds, rules);
    return rules;
  }

  viewFor(document: AnalysedDocument, config: Config): IndexedWorkspace<Piece> {
    return new IndexedWorkspace(this.#index, document.source.uri, document.place, config.settings, this.roots);
  }

  /** Runs the rules of a piece that have to run. */
  run(document: AnalysedDocument, piece: Piece, config: Config): void {
    if (piece.pending?.size === 0) return;
    const run: RuleRun = { document, config, workspace: this.viewFor(document, config) };
    const watch = piece.analysis.edit?.watch;
    if (watch === undefined) this.#runPending(piece, run);
    else
      watch.during(
        () => this.#runPending(piece, run),
        () => run.workspace.noteEditRead(),
      );
  }

  #runPending(piece: Piece, run: RuleRun): void {
    const { pending } = piece;
    for (const step of this.#stepsFor(piece, run.config)) {
      if (pending !== undefined && !pending.has(step.rule)) continue;
      const findings = this.#findings(piece, step, run);
      const { dependencies, hasReadEdit } = run.workspace.takeReads();
      if (findings.length > 0 || dependencies.size > 0 || hasReadEdit)
        this.#keepNew(piece, step.rule, { findings, dependencies, hasReadEdit });
    }
    piece.pending = new Set();
  }

  /** Takes the facts of some pieces out and puts those of others in. Answers the documents whose rules have to run again. */
  exchange(gone: readonly Piece[], come: readonly Piece[]): ReadonlySet<string> {
    this.#tidy();
    const changed = this.#index.exchange(
      gone,
      come.map(piece => ({ owner: piece, facts: piece.analysis.facts })),
    );
    const bySource = new Map(gone.map(piece => [piece.analysis.source, piece]));
    for (const piece of come) {
      const { earlier } = piece.analysis.source;
      const before = earlier && bySource.get(earlier);
      if (before !== undefined) this.#takeOver(piece, before, changed);
    }
    for (const piece of gone) {
      if (this.#trials.length === 0) this.restart(piece);
      else this.#takeOut(piece);
    }
    for (const piece of come) for (const trial of this.#trials) trial.gone.delete(piece);
    return this.#invalidate(changed);
  }

  /**
   * Runs a trial that puts all facts back as they were in the end. What rules had found before holds again then, and is not worked out
   * again.
   */
  keepingResults<Result>(trial: () => Result): Result {
    const { before, made, gone }: Trial = { before: new Map(), made: new Set(), gone: new Set() };
    this.#trials.push({ before, made, gone });
    try {
      return trial();
    } finally {
      this.#trials.pop();
      for (const [piece, results] of before) {
        if (gone.has(piece)) continue;
        for (const [rule, result] of results) {
          piece.pending?.delete(rule);
          this.#keep(piece, rule, result);
        }
      }
      this.#tidy();
    }
  }

  /** Takes what rules found in a piece before an edit where that lasts: those rules do not run again. */
  #takeOver(piece: Piece, before: Piece, changed: ReadonlySet<FactBucket<Piece>>): void {
    if (before.pending === undefined || !mayLast(piece.analysis)) return;
    const pending = new Set<Rule>();
    for (const rule of this.rulesFor(piece.analysis)) {
      const result = before.results.get(rule);
      if (before.pending.has(rule) || !lasts(rule, result, piece.analysis) || hasReadAny(result, changed)) pending.add(rule);
      else if (result !== undefined) this.#keep(piece, rule, result);
    }
    piece.pending = pending;
  }

  /** Takes a piece out that may be put back: what rules found in it is noted. */
  #takeOut(piece: Piece): void {
    this.#unsubscribe(piece);
    for (const [rule, result] of [...piece.results]) {
      this.#note(piece, rule, result);
      this.#rerun(piece, rule);
    }
    for (const trial of this.#trials) trial.gone.add(piece);
  }

  /** Forgets what rules found in a piece, so that all run again. */
  restart(piece: Piece): void {
    this.#unsubscribe(piece);
    piece.results.clear();
    piece.found.clear();
    piece.pending = undefined;
  }

  /** What a rule concludes about each subject of a piece. */
  explain(document: AnalysedDocument, { piece, start }: PlacedPiece, rule: Rule, config: Config): Explanation[] {
    const move = (span: Span): Span => ({ start: span.start + start, end: span.end + start });
    return this.#checksOf(rule).flatMap(check => {
      const subjects: readonly Subject[] = piece.analysis.subjects[check.kind];
      return subjects.flatMap(subject => {
        const workspace = this.viewFor(document, config);
        const place = subjectSpan(check.kind, subject as never);
        return this.#outcomes(rule, check, subject, { document, config, workspace }).map(outcome => ({
          outcome,
          span: move(outcome.kind === 'violated' ? outcome.finding.span : place),
          subject: move(place),
          object: subjectObject(check.kind, subject as never),
          variant: undefined,
          facts: workspace.questions,
        }));
      });
    });
  }

  #checksOf(rule: Rule): readonly RuleCheck[] {
    return this.#checks.get(rule) ?? [];
  }

  #stepsFor({ analysis }: Piece, config: Config): readonly Step[] {
    const rules = this.rulesFor(analysis);
    const byRules = this.#steps.get(config) ?? new Map<readonly Rule[], readonly Step[]>();
    this.#steps.set(config, byRules);
    const known = byRules.get(rules);
    if (known !== undefined) return known;
    const steps = rules
      .filter(rule => !config.isOff(rule))
      .map(rule => ({ rule, checks: this.#checksOf(rule), options: config.isOverridden(rule) ? undefined : config.optionsOf(rule) }));
    byRules.set(rules, steps);
    return steps;
  }

  /** What a rule finds in a piece. This runs for each rule on each object: it makes nothing that is not kept. */
  #findings(piece: Piece, { rule, checks, options }: Step, run: RuleRun): RuleResult['findings'] {
    let found: RuleResult['findings'][number][] | undefined;
    const general = options === undefined ? undefined : { workspace: run.workspace, options };
    for (const { kind, check } of checks) {
      for (const subject of piece.analysis.subjects[kind]) {
        try {
          const context = general ?? this.#contextFor(rule, kind, subject, run);
          let ofSubject: typeof found;
          for (const outcome of check(subject as never, context)) {
            if (outcome.kind !== 'violated') continue;
            ofSubject ??= [];
            ofSubject.push({ finding: outcome.finding, object: subjectObject(kind, subject as never) });
          }
          if (ofSubject !== undefined) found = found === undefined ? ofSubject : [...found, ...ofSubject];
        } catch (error) {
          this.#options.onRuleCrash(rule, run.document.source.uri, error);
        }
      }
    }
    return found ?? NOTHING;
  }

  #outcomes(rule: Rule, { kind, check }: RuleCheck, subject: Subject, run: RuleRun): Outcome[] {
    try {
      return [...check(subject as never, this.#contextFor(rule, kind, subject, run))];
    } catch (error) {
      this.#options.onRuleCrash(rule, run.document.source.uri, error);
      return [];
    }
  }

  #contextFor(rule: Rule, kind: keyof Subjects, subject: Subject, { document, config, workspace }: RuleRun): RuleContext {
    const { source, place } = document;
    const object = subjectObject(kind, subject as never);
    return { workspace, options: config.optionsOf(rule, { uri: fileOfMade(source.uri), environment: place.environment, object }) };
  }

  /** Forgets what rules found from facts that have changed. */
  #invalidate(buckets: ReadonlySet<FactBucket<Piece>>): ReadonlySet<string> {
    const documents = new Set<string>();
    for (const bucket of buckets) {
      for (const piece of bucket.readers) {
        for (const [rule, result] of piece.results) {
          if (!result.dependencies.has(bucket)) continue;
          this.#note(piece, rule, result);
          this.#rerun(piece, rule);
          documents.add(piece.analysis.source.uri);
        }
      }
      // Those that run again subscribe again.
      bucket.readers.clear();
      this.#doubtful.add(bucket);
    }
    return documents;
  }

  /** Notes a result that a trial invalidates, as it was before. */
  #note(piece: Piece, rule: Rule, result: RuleResult): void {
    const trial = this.#trials.at(-1);
    if (trial === undefined || trial.made.has(result)) return;
    const results = trial.before.get(piece) ?? new Map<Rule, RuleResult>();
    trial.before.set(piece, results);
    results.set(rule, result);
  }

  #rerun(piece: Piece, rule: Rule): void {
    piece.results.delete(rule);
    piece.found.delete(rule);
    piece.pending?.add(rule);
  }

  #keepNew(piece: Piece, rule: Rule, result: RuleResult): void {
    for (const { made } of this.#trials) made.add(result);
    this.#keep(piece, rule, result);
  }

  #keep(piece: Piece, rule: Rule, result: RuleResult): void {
    piece.results.set(rule, result);
    if (result.findings.length > 0) piece.found.set(rule, result);
    for (const bucket of result.dependencies) bucket.readers.add(piece);
  }

  /** Forgets buckets that nobody has read since they were doubted, and that hold nothing. */
  #tidy(): void {
    if (this.#trials.length > 0) return;
    for (const bucket of this.#doubtful) this.#index.tidy(bucket);
    this.#doubtful.clear();
  }

  #unsubscribe(piece: Piece): void {
    for (const { dependencies } of piece.results.values()) {
      for (const bucket of dependencies) {
        bucket.readers.delete(piece);
        this.#doubtful.add(bucket);
      }
    }
  }
}

const NOTHING: RuleResult['findings'] = [];

function hasReadAny(result: RuleResult | undefined, changed: ReadonlySet<FactBucket<Piece>>): boolean {
  return result !== undefined && changed.size > 0 && [...result.dependencies].some(bucket => changed.has(bucket));
}
