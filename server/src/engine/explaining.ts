import type { SourceText } from '../text/source-text.js';
import type { Location, Span } from '../text/span.js';
import { visibleSpan } from './made-findings.js';
import type { AnalysedMade } from './made-groups.js';
import type { Explanation } from './report.js';

/** An explanation, and how it relates to the line that somebody asks about. */
export interface PlacedExplanation {
  readonly explanation: Explanation;
  /** Whether it is a finding on that line. */
  readonly isHere: boolean;
  /** Whether its subject has text on that line. */
  readonly isAround: boolean;
  /** How much text its subject has. */
  readonly size: number;
}

/** An explanation of a file itself. */
export function explainedAt(explanation: Explanation, source: SourceText, line: number | undefined): PlacedExplanation {
  const { outcome, span, subject } = explanation;
  const onLine = ({ start, end }: Span) => line !== undefined && source.lineAt(start) <= line && line <= source.lineAt(end);
  return {
    explanation,
    isHere: outcome.kind === 'violated' && onLine(span),
    isAround: onLine(subject),
    size: subject.end - subject.start,
  };
}

/** An explanation of a document that is made from a file among others, at its place there; `undefined` if no text of it comes from there. */
export function explainedIn(
  explanation: Explanation,
  { map, variant }: AnalysedMade,
  source: SourceText,
  line: number | undefined,
): PlacedExplanation | undefined {
  const { outcome, span, subject } = explanation;
  const isOnLine = ({ uri, span: { start, end } }: Location) =>
    uri === source.uri && (line === undefined || (source.lineAt(start) <= line && line <= source.lineAt(end)));
  const placesIn = (made: Span): Location[] =>
    map.originsIn(made).flatMap(({ place, related }) => [place, ...related.map(other => other.place)]);
  const found = outcome.kind === 'violated' ? [span, ...relatedSpans(explanation)].flatMap(placesIn).find(isOnLine) : undefined;
  const around = placesIn(subject).find(isOnLine);
  const place = found ?? around;
  if (place === undefined) return undefined;
  const shown = visibleSpan(source, place.span);
  return {
    explanation: { ...explanation, span: shown, subject: shown, variant: variant.name },
    isHere: found !== undefined,
    isAround: around !== undefined,
    size: subject.end - subject.start,
  };
}

/** Of all that a rule concludes about a document, what answers a question about a line: the findings there, else the narrowest subjects around it. */
export function chosenExplanations(all: readonly PlacedExplanation[], line: number | undefined): Explanation[] {
  const here = all.filter(({ isHere }) => isHere);
  const around = all.filter(({ isAround }) => isAround);
  const narrowest = ({ variant }: Explanation) =>
    Math.min(...around.filter(({ explanation }) => explanation.variant === variant).map(({ size }) => size));
  const chosen = line === undefined ? all : here.length > 0 ? here : around.filter(each => each.size === narrowest(each.explanation));
  return chosen.map(({ explanation }) => explanation);
}

/** The places in its own document that a finding names beside its own. */
function relatedSpans({ outcome, span }: Explanation): readonly Span[] {
  if (outcome.kind !== 'violated') return [];
  const offset = span.start - outcome.finding.span.start;
  return (outcome.finding.related ?? []).flatMap(place =>
    'span' in place ? [{ start: place.span.start + offset, end: place.span.end + offset }] : [],
  );
}
