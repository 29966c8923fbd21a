import type { Finding, ReadDocument, Rule } from '../rules/define-rule.js';
import { SourceText } from '../text/source-text.js';
import type { Span } from '../text/span.js';
import type { Reads } from '../workspace/indexed-workspace.js';
import { haveSameContent } from '../workspace/same-content.js';
import type { DocumentPlace } from '../workspace/workspace-layout.js';
import { analyse, looksLikeManifest, notAnalysedReason, piecesOf } from './analyse.js';
import type { Analysis } from './analysis.js';
import type { DocumentReport, InputDocument, ReportedObject } from './report.js';

/** What a rule found in one piece of a document, and what it read for that. */
export interface RuleResult extends Reads<Piece> {
  readonly findings: readonly { readonly finding: Finding; readonly object: ReportedObject | undefined }[];
}

/** A piece of a document with what rules found in it. It outlives edits of the text around it. */
export interface Piece {
  readonly analysis: Analysis;
  /** What rules found, of those that found something, asked the workspace, or read what is being edited. */
  readonly results: Map<Rule, RuleResult>;
  /** Those of them that found something: few of many. */
  readonly found: Map<Rule, RuleResult>;
  /** The rules that have to run; `undefined` before any have: all that have something to judge. */
  pending: Set<Rule> | undefined;
}

export interface PlacedPiece {
  readonly piece: Piece;
  /** Offset of the piece in the file. */
  readonly start: number;
}

/** One version of a document, cut into pieces. */
export class AnalysedDocument {
  readonly source: SourceText;
  readonly languageId: string | undefined;
  readonly place: DocumentPlace;
  readonly pieces: readonly PlacedPiece[];
  readonly notAnalysed: string | undefined;
  /** What was last said about it; forgotten when something it depends on changes. */
  report: DocumentReport | undefined;

  private constructor(input: InputDocument, place: DocumentPlace, pieces: readonly PlacedPiece[]) {
    const parts = pieces.map(({ piece, start }) => ({ source: piece.analysis.source, start }));
    const [only] = parts;
    // What has been read of a whole file need not be read again.
    this.source = only?.source.text === input.text ? only.source : SourceText.ofParts(input.uri, input.text, parts);
    this.languageId = input.languageId;
    this.place = place;
    this.pieces = pieces;
    this.notAnalysed = notAnalysedReason(input.text, place);
  }

  /** Analyses a text; pieces that `before` has already are taken from there. `problems` are those of a configuration file. */
  static of(
    input: InputDocument,
    place: DocumentPlace,
    problems: ReadDocument['errors'],
    before: AnalysedDocument | undefined,
  ): AnalysedDocument {
    const isManifest = looksLikeManifest(input.text);
    let reason = notAnalysedReason(input.text, place);
    const isJudged = reason === undefined;
    const spans = piecesOf(input.text, place);
    const isAsBefore = isJudged && before?.isAt(place) === true && before.isManifest === isManifest;
    const known = isAsBefore ? keptPieces(before?.pieces ?? [], input.text, spans) : [];
    const pieces = spans.map(({ start, end }, index) => {
      const kept = known[index];
      if (kept !== undefined) return { piece: kept, start };
      const analysis = analyse(input.uri, input.text.slice(start, end), place, {
        isManifest,
        isJudged,
        reasonToTell: reason,
        problems,
        start,
        earlier: isAsBefore && spans.length === before.pieces.length ? before.pieces[index]?.piece.analysis.source : undefined,
      });
      // The first document with objects tells for all of the stream why they are not judged.
      if (analysis.resources.length > 0) reason = undefined;
      return { piece: { analysis, results: new Map(), found: new Map(), pending: undefined }, start };
    });
    return new AnalysedDocument(input, place, pieces);
  }

  isAt(place: DocumentPlace): boolean {
    const { kind, unit, chart, kustomize, making, environment, openBecause, kubernetesVersion } = this.place;
    if (kind !== place.kind || unit !== place.unit || chart !== place.chart) return false;
    if (environment !== place.environment || openBecause !== place.openBecause) return false;
    if (kubernetesVersion !== place.kubernetesVersion) return false;
    return haveSameContent(making, place.making) && haveSameContent(kustomize, place.kustomize);
  }

  get isManifest(): boolean {
    return looksLikeManifest(this.source.text);
  }

  get hasErrors(): boolean {
    return this.pieces.some(({ piece }) => piece.analysis.errorCount > 0);
  }
}

/** For each span of a text the old piece with the same text, where there is one. An edit leaves most of them alone, at both ends. */
function keptPieces(old: readonly PlacedPiece[], text: string, spans: readonly Span[]): (Piece | undefined)[] {
  const kept = new Array<Piece | undefined>(spans.length);
  const keep = (from: number, to: number): boolean => {
    const [piece, span] = [old[from]?.piece, spans[to]];
    if (piece === undefined || span === undefined || !isTextOf(piece, text, span)) return false;
    kept[to] = piece;
    return true;
  };
  let head = 0;
  while (keep(head, head)) head++;
  let tail = 1;
  while (tail <= Math.min(old.length, spans.length) - head && keep(old.length - tail, spans.length - tail)) tail++;
  const others = piecesByText(old.slice(head, old.length - tail + 1));
  for (let index = head; index <= spans.length - tail; index++) {
    const span = spans[index];
    if (span !== undefined) kept[index] = others.get(text.slice(span.start, span.end))?.shift();
  }
  return kept;
}

function isTextOf({ analysis }: Piece, text: string, { start, end }: Span): boolean {
  const own = analysis.source.text;
  return own.length === end - start && text.slice(start, end) === own;
}

function piecesByText(pieces: readonly PlacedPiece[]): Map<string, Piece[]> {
  const byText = new Map<string, Piece[]>();
  for (const { piece } of pieces) {
    const same = byText.get(piece.analysis.source.text);
    if (same === undefined) byText.set(piece.analysis.source.text, [piece]);
    else same.push(piece);
  }
  return byText;
}
