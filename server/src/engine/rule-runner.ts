import type { Outcome, Rule, Subjects } from '../rules/define-rule.js';
import type { Span } from '../text/span.js';
import { IndexedWorkspace } from '../workspace/indexed-workspace.js';
import { fileOfMade } from '../workspace/made-unit.js';
import { WorkspaceIndex } from '../workspace/workspace-index.js';
import type { AnalysedDocument, Piece, PlacedPiece, RuleResult } from './analysed-document.js';
import type { Analysis } from './analysis.js';
import type { Config } from './config.js';
import type { Explanation } from './report.js';
import { checksOf, type RuleCheck, subjectObject, subjectSpan } from './subjects.js';

export interface LinterOptions {
  readonly rules: readonly Rule[];
  /** Called when a rule throws. The rule is skipped for that document; the others still run. */
  readonly onRuleCrash: (rule: Rule, uri: string, error: unknown) => void;
}

type Subject = Subjects[keyof Subjects];

/** What is the same for all subjects that a rule judges in a document. */
interface RuleRun {
  readonly document: AnalysedDocument;
  readonly config: Config;
  readonly workspace: IndexedWorkspace;
}

/** Runs rules on pieces, and knows which have to run again when facts change: those that read a bucket that is another now. */
export class RuleRunner {
  readonly #options: LinterOptions;
  readonly #checks: ReadonlyMap<Rule, readonly RuleCheck[]>;
  readonly #index = new WorkspaceIndex<Piece>();
  /** By bucket, the pieces whose rules read it. */
  readonly #readers = new Map<string, Set<Piece>>();

  constructor(options: LinterOptions) {
    this.#options = options;
    this.#checks = new Map(options.rules.map(rule => [rule, checksOf(rule)]));
  }

  /** The rules that have something to judge in a text. */
  rulesFor({ subjects }: Analysis): readonly Rule[] {
    return this.#options.rules.filter(rule => this.#checksOf(rule).some(({ kind }) => subjects[kind].length > 0));
  }

  viewFor(document: AnalysedDocument, config: Config): IndexedWorkspace {
    return new IndexedWorkspace(this.#index, document.source.uri, document.place, config.settings);
  }

  /** Runs the rules of a piece that have to run. */
  run(document: AnalysedDocument, piece: Piece, config: Config): void {
    for (const rule of piece.pending) {
      if (config.isOff(rule)) continue;
      const workspace = this.viewFor(document, config);
      const findings = this.#checksOf(rule).flatMap(check => this.#findings(piece, rule, check, { document, config, workspace }));
      const { dependencies } = workspace;
      if (findings.length > 0 || dependencies.size > 0) piece.results.set(rule, { findings, dependencies });
      for (const bucket of dependencies) this.#subscribe(bucket, piece);
    }
    piece.pending.clear();
  }

  /** Takes the facts of some pieces out and puts those of others in. Answers the documents whose rules have to run again. */
  exchange(gone: readonly Piece[], come: readonly Piece[]): ReadonlySet<string> {
    for (const piece of gone) {
      this.#unsubscribe(piece);
      for (const rule of [...piece.results.keys()]) this.#rerun(piece, rule);
    }
    const arrivals = come.map(piece => ({ owner: piece, facts: piece.analysis.facts }));
    return this.#invalidate(this.#index.exchange(gone, arrivals));
  }

  /** Forgets what rules found in a piece, so that all run again. */
  restart(piece: Piece): void {
    this.#unsubscribe(piece);
    piece.results.clear();
    for (const rule of this.rulesFor(piece.analysis)) piece.pending.add(rule);
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

  #findings(piece: Piece, rule: Rule, check: RuleCheck, run: RuleRun): RuleResult['findings'] {
    return piece.analysis.subjects[check.kind].flatMap(subject =>
      this.#outcomes(rule, check, subject, run).flatMap(outcome =>
        outcome.kind === 'violated' ? [{ finding: outcome.finding, object: subjectObject(check.kind, subject as never) }] : [],
      ),
    );
  }

  #outcomes(rule: Rule, check: RuleCheck, subject: Subject, { document, config, workspace }: RuleRun): Outcome[] {
    const { uri } = document.source;
    const { environment } = document.place;
    const configured = () => ({ uri: fileOfMade(uri), environment, object: subjectObject(check.kind, subject as never) });
    try {
      return [...check.run(subject, { workspace, options: config.optionsOf(rule, configured) })];
    } catch (error) {
      this.#options.onRuleCrash(rule, uri, error);
      return [];
    }
  }

  /** Forgets what rules found from facts that have changed. */
  #invalidate(buckets: ReadonlySet<string>): ReadonlySet<string> {
    const documents = new Set<string>();
    for (const bucket of buckets) {
      for (const piece of this.#readers.get(bucket) ?? []) {
        for (const [rule, { dependencies }] of piece.results) if (dependencies.has(bucket)) this.#rerun(piece, rule);
        documents.add(piece.analysis.source.uri);
      }
    }
    return documents;
  }

  #rerun(piece: Piece, rule: Rule): void {
    piece.results.delete(rule);
    piece.pending.add(rule);
  }

  #subscribe(bucket: string, piece: Piece): void {
    const readers = this.#readers.get(bucket);
    if (readers === undefined) this.#readers.set(bucket, new Set([piece]));
    else readers.add(piece);
  }

  #unsubscribe(piece: Piece): void {
    for (const { dependencies } of piece.results.values()) {
      for (const bucket of dependencies) {
        const readers = this.#readers.get(bucket);
        readers?.delete(piece);
        if (readers?.size === 0) this.#readers.delete(bucket);
      }
    }
  }
}
