import type { RelatedPlace } from '../rules/define-rule.js';
import type { Origin, RelatedLocation, SourceMap } from '../text/source-map.js';
import type { SourceText } from '../text/source-text.js';
import type { Location, Span } from '../text/span.js';
import { movedSpan } from '../text/text-edit.js';
import type { MadeDocument, Variant } from '../workspace/made-unit.js';
import { haveSameContent } from '../workspace/same-content.js';
import type { MissingEntry } from '../yaml/missing-entry.js';
import { absenceOf, insertedEntry } from './absence.js';
import type { AnalysedDocument, RuleResult } from './analysed-document.js';
import type { Config } from './config.js';
import { SuppressionSheet } from './directive.js';
import type { AnalysedMade } from './made-groups.js';
import type { Report } from './report.js';
import { directivesOf, type FindingContext, findingsOf, suppressionReports } from './reporting.js';

/** A finding of one made document at its place in the files. */
export interface MadeFinding {
  readonly report: Report;
  /** Where it may be suppressed: its place, and the other ends of the text that it is about. */
  readonly ends: readonly Location[];
  /** Why the object itself says that it is not to be shown. */
  readonly reasonToHide: string | undefined;
  /** What makes findings of several variants the same one. */
  readonly key: string;
}

/** What placing asks of the linter. */
export interface PlacingContext {
  /** Runs the rules that have to run on a document. Answers the configuration that holds for it. */
  readonly run: (made: AnalysedMade) => Config;
  readonly contextFor: (made: AnalysedMade, config: Config) => FindingContext;
  /** The text of a file; `undefined` for one that is not known or left alone. */
  readonly sourceOf: (uri: string) => SourceText | undefined;
}

/**
 * The findings of made documents at their places in the files. What has been placed is kept as long as everything is the same that decides
 * where: most edits change few of the documents that are made from a file.
 */
export class MadeFindings {
  readonly #kept = new WeakMap<MadeDocument, Placing>();

  of(made: AnalysedMade, context: PlacingContext): readonly MadeFinding[] {
    const config = context.run(made);
    const { pieces } = made.document;
    const isSuppressing = pieces.some(({ piece }) => piece.analysis.directives.length > 0);
    if (!isSuppressing && pieces.every(({ piece }) => piece.found.size === 0)) return NOTHING;
    const findings = context.contextFor(made, config);
    // Rules about suppressions may ask anything.
    if (isSuppressing) return findingsIn(made, findings, context);
    const known = this.#kept.get(made.made);
    if (known?.holdsFor(made, findings, context) === true) return known.findings;
    const placing = new Placing(made, findings, context);
    this.#kept.set(made.made, placing);
    return placing.findings;
  }
}

const NOTHING: readonly never[] = [];

/** The findings of one version of a document at their places, with all that they were placed by. */
class Placing {
  readonly findings: readonly MadeFinding[];
  readonly #document: AnalysedDocument;
  readonly #map: SourceMap;
  readonly #variant: PlacedVariant;
  readonly #config: Config;
  readonly #results: readonly RuleResult[];
  readonly #sources = new Map<string, SourceText | undefined>();
  readonly #places = new Map<RelatedPlace, Location | undefined>();

  constructor(made: AnalysedMade, context: FindingContext, { sourceOf }: Files) {
    this.#document = made.document;
    this.#map = made.map;
    const { environment, chart, layers } = made.variant;
    this.#variant = { environment, chart, layers };
    this.#config = context.config;
    this.#results = resultsIn(made.document);
    this.findings = findingsIn(
      made,
      { ...context, locate: place => noted(this.#places, place, context.locate) },
      { sourceOf: uri => noted(this.#sources, uri, sourceOf) },
    );
  }

  /** Whether all that was asked is answered as it was. */
  holdsFor({ document, map, variant }: AnalysedMade, { config, locate }: FindingContext, { sourceOf }: Files): boolean {
    if (document !== this.#document || map !== this.#map || config !== this.#config) return false;
    if (!isPlacedAlike(variant, this.#variant)) return false;
    const results = resultsIn(document);
    if (results.length !== this.#results.length || results.some((result, index) => result !== this.#results[index])) return false;
    for (const [uri, source] of this.#sources) if (sourceOf(uri) !== source) return false;
    for (const [place, location] of this.#places) if (!haveSameContent(locate(place), location)) return false;
    return true;
  }
}

/** What rules found, in their order. */
function resultsIn({ pieces }: AnalysedDocument): readonly RuleResult[] {
  return pieces.flatMap(({ piece }) => [...piece.found.values()]);
}

/** What placing asks of a variant; all of it would keep hold of a version of its files. */
interface PlacedVariant {
  readonly environment: Variant['environment'];
  readonly chart: Variant['chart'] | undefined;
  readonly layers: Variant['layers'];
}

function isPlacedAlike(a: Variant, b: PlacedVariant): boolean {
  return a.environment === b.environment && a.chart === b.chart && haveSameContent(a.layers, b.layers);
}

function noted<Key, Answer>(answers: Map<Key, Answer>, key: Key, ask: (key: Key) => Answer): Answer {
  const answer = ask(key);
  answers.set(key, answer);
  return answer;
}

type Files = Pick<PlacingContext, 'sourceOf'>;

function findingsIn(made: AnalysedMade, findings: FindingContext, files: Files): MadeFinding[] {
  const { document, variant } = made;
  const sheet = new SuppressionSheet(
    document.source,
    directivesOf(document).filter(({ scope }) => scope === 'object'),
  );
  const found = findingsOf(document, findings).map(report => ({
    report,
    reasonToHide: sheet.reasonToHide(report.rule.id, report.span.start),
  }));
  const aboutSuppressions = suppressionReports(document, findings, sheet).map(report => ({ report, reasonToHide: undefined }));
  return [...found, ...aboutSuppressions].flatMap(({ report, reasonToHide }) => {
    // What only tests install has to be right as far as it has to run.
    if (isForTests(variant) && report.severity !== 'error') return [];
    const placed = placedIn(report, made, files);
    return placed === undefined
      ? []
      : [{ ...placed, reasonToHide, key: keyOf(placed.report, reasonToHide, writtenName(report, made, files)) }];
  });
}

/** Whether a variant is installed by the tests of its chart only. */
export function isForTests({ environment }: Variant): boolean {
  return environment === 'ci';
}

/** What makes findings of several variants the same one: all but the name that a variant may give an object, which is as it is written. */
function keyOf({ rule, uri, span, severity, message, object }: Report, reasonToHide: string | undefined, writtenName: string): string {
  const plain = object === undefined || object.name === '' ? message : message.replaceAll(object.name, writtenName);
  return JSON.stringify([rule.id, uri, span.start, span.end, severity, plain, object?.container, reasonToHide]);
}

/** The name of a finding's object in the file that it comes from. */
function writtenName({ object }: Report, { document, map }: AnalysedMade, { sourceOf }: Files): string {
  for (const { piece, start } of document.pieces) {
    const resource = piece.analysis.resources.find(({ kind, name }) => kind === object?.kind && name === object.name);
    const node = resource?.node.find('metadata', 'name');
    const place = node && map.placeOf({ start: node.span.start + start, end: node.span.end + start })?.place;
    const source = place && sourceOf(place.uri);
    if (place !== undefined && source !== undefined) return source.text.slice(place.span.start, place.span.end);
  }
  return '\u0000';
}

function placedIn(report: Report, made: AnalysedMade, files: Files): Pick<MadeFinding, 'report' | 'ends'> | undefined {
  const { map } = made;
  if (map.runsIn(report.span).some(({ origin }) => origin.isPlaceholder)) return undefined;
  const own = report.related.filter(({ uri }) => uri === report.uri);
  const subject = subjectOf(report, made, files);
  const cause = subject && causeAmong(own, subject, made);
  const origins = [cause, subject].filter(origin => origin !== undefined);
  const ends = origins.flatMap(({ place, related }) => [{ place, message: '' }, ...related]);
  const known = ends.flatMap(end => placeInFile(end, files));
  const [main] = known;
  if (main === undefined) return undefined;
  const aboutSubject = cause === undefined || subject === undefined ? [] : [{ place: subject.place, message: 'It is about this text.' }];
  const others = [...aboutSubject, ...origins.flatMap(({ related }) => related)].flatMap(end => placeInFile(end, files));
  const told = report.related.flatMap(({ uri, span, message }) => {
    const place = uri === report.uri ? map.placeOf(span)?.place : { uri, span };
    return place === undefined ? [] : placeInFile({ place, message }, files);
  });
  const related = distinct([...told, ...others], main.place).map(({ place, message }) => ({ ...place, message }));
  return { report: { ...report, ...main.place, related }, ends: known.map(({ place }) => place) };
}

/** The text that a finding is about, or what decided that something is not there. */
function subjectOf({ span, proposals }: Report, made: AnalysedMade, files: Files): Origin | undefined {
  const {
    map,
    document: { source },
  } = made;
  const here = map.placeOf(withoutQuote(span, made)) ?? map.runsIn({ start: span.start, end: span.start })[0]?.origin;
  const missing = missingEntryOf(proposals);
  const absence = missing && absenceOf(missing, map, source.text);
  if (absence !== undefined) return absence;
  // What lacks something is named by a value; the value is not to blame, so the place is where it is written.
  const isName = missing !== undefined && !/^["']?\s*:/.test(source.text.slice(span.end, span.end + 3));
  const isValue = here !== undefined && (made.variant.layers.get(here.place.uri) ?? 0) > 0;
  const site = here?.related.at(-1);
  if (isName && isValue && site !== undefined) return { place: site.place, isExact: false, related: here.related.slice(0, -1) };
  // Overlays may add entries to a map of any object: the map is that of the object all the same.
  const isOfValues = made.variant.chart !== undefined;
  return (isOfValues && missing && here && keyOfMap(missing.node, here, made, files)) || here;
}

/** What lacks where a finding is about that: as its rule says, or as its first fix would insert it. */
function missingEntryOf({ missing, fixes, start }: Report['proposals']): MissingEntry | undefined {
  const intent = fixes.flatMap(({ edits }) => edits)[0]?.intent;
  const entry = missing ?? (intent && insertedEntry(intent));
  return entry && { key: entry.key, node: movedSpan(entry.node, start) };
}

/** The span of a text behind its quote, if only that is the template's: what stands in the quotes is what a finding is about. */
function withoutQuote(span: Span, { map, document: { source } }: AnalysedMade): Span {
  const isQuote = /^["']$/.test(source.text.slice(span.start, map.runsIn(span)[0]?.made.end ?? span.start));
  return isQuote && span.end - span.start > 2 ? { start: span.start + 1, end: span.end - 1 } : span;
}

/** Where the map that lacks an entry comes from, if its entries come from values and only its key is the template's: that key there. */
function keyOfMap(map: Span, here: Origin, { map: sources, variant: { layers } }: AnalysedMade, { sourceOf }: Files): Origin | undefined {
  const entry = sources.placeOf({ start: map.start, end: map.start + 1 });
  if (entry === undefined || (layers.get(entry.place.uri) ?? 0) <= (layers.get(here.place.uri) ?? 0)) return undefined;
  const source = sourceOf(entry.place.uri);
  const place = source && keyAbove(source, entry.place.span);
  return place === undefined
    ? undefined
    : { place, isExact: false, related: [{ place: here.place, message: 'The template writes it here.' }, ...here.related] };
}

/**
 * What a finding about text that all variants share is caused by: text of a higher layer that the rule names too. A limit in
 * `values-prod.yaml` and not the fixed variable in the template that it contradicts.
 */
function causeAmong(related: Report['related'], subject: Origin, { map, variant: { layers } }: AnalysedMade): Origin | undefined {
  const layerOf = ({ place }: Origin) => layers.get(place.uri) ?? 0;
  const candidates = related.flatMap(({ span }) => map.placeOf(span) ?? []).filter(origin => layerOf(origin) > layerOf(subject));
  return candidates.sort((a, b) => layerOf(b) - layerOf(a))[0];
}

/** A place on one line of a file that is known, and not empty. */
function placeInFile({ place: { uri, span }, message }: RelatedLocation, { sourceOf }: Files): RelatedLocation[] {
  const source = sourceOf(uri);
  return source === undefined ? [] : [{ place: { uri, span: visibleSpan(source, span) }, message }];
}

/** The visible part of a span on its first line; all of the line if there is none. */
export function visibleSpan(source: SourceText, { start, end }: Span): Span {
  const text = source.text;
  let first = start;
  while (first < end && /\s/.test(text[first] ?? '')) first++;
  const line = source.lineSpan(source.lineAt(first));
  const last = Math.min(end, line.end);
  if (last > first) return { start: first, end: first + text.slice(first, last).trimEnd().length };
  const whole = text.slice(line.start, line.end);
  const indent = whole.length - whole.trimStart().length;
  return { start: line.start + indent, end: Math.max(line.start + whole.trimEnd().length, line.start + indent) };
}

function distinct(related: readonly RelatedLocation[], main: Location): readonly RelatedLocation[] {
  const seen = new Set([keyOfPlace(main)]);
  return related.filter(({ place, message }) => {
    const key = keyOfPlace(place);
    if (message === '' || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function keyOfPlace({ uri, span }: Location): string {
  return `${span.start}-${span.end} ${uri}`;
}

/** The key of the map in block style that holds the entry at a span: that of the nearest line above which stands less far in. */
function keyAbove(source: SourceText, { start }: Span): Location | undefined {
  const lineOf = (line: number) => {
    const span = source.lineSpan(line);
    return source.text.slice(span.start, span.end);
  };
  let line = source.lineAt(start);
  const indent = start - source.lineStart(line);
  if (lineOf(line).slice(0, indent).trim() !== '') return undefined;
  while (--line >= 0) {
    const match = /^(?<indent>\s*(?:- +)*)(?<key>[^\s#][^:]*):(?:\s|$)/.exec(lineOf(line));
    const [before = '', key = ''] = [match?.groups?.['indent'], match?.groups?.['key']];
    if (match === null || before.length >= indent) continue;
    const keyStart = source.lineStart(line) + before.length;
    return { uri: source.uri, span: { start: keyStart, end: keyStart + key.trimEnd().length } };
  }
  return undefined;
}
