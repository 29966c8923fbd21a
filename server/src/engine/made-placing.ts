import type { Origin, RelatedLocation } from '../text/source-map.js';
import type { SourceText } from '../text/source-text.js';
import type { Location, Span } from '../text/span.js';
import { movedSpan } from '../text/text-edit.js';
import type { Variant } from '../workspace/made-unit.js';
import type { MissingEntry } from '../yaml/missing-entry.js';
import { absenceOf, insertedEntry } from './absence.js';
import { SuppressionSheet } from './directive.js';
import type { AnalysedGroup, AnalysedMade } from './made-groups.js';
import type { Report } from './report.js';
import { directivesOf, type FindingContext, findingsOf, suppressionReports } from './reporting.js';

/** A finding of a made document at its place in the files. */
export interface PlacedFinding {
  readonly report: Report;
  /** Where it may be suppressed: its place, and the other ends of the text that it is about. */
  readonly ends: readonly Location[];
  /** Why the object itself says that it is not to be shown. */
  readonly reasonToHide: string | undefined;
  /** What makes findings of several variants the same one. */
  readonly key: string;
  /** Those that have it. */
  readonly variants: readonly Variant[];
}

/** What placing asks of the linter. */
export interface PlacingContext {
  readonly contextFor: (made: AnalysedMade) => FindingContext;
  /** The text of a file; `undefined` for one that is not known or left alone. */
  readonly sourceOf: (uri: string) => SourceText | undefined;
}

/** A finding of one variant. */
interface VariantFinding extends Omit<PlacedFinding, 'variants'> {
  readonly variant: Variant;
}

/** The findings of all documents of a group at their places; one that several variants have is one. */
export function placeGroup({ documents }: AnalysedGroup, context: PlacingContext): PlacedFindings {
  const byKey = new Map<string, VariantFinding[]>();
  for (const made of documents.values()) {
    for (const finding of findingsIn(made, context)) byKey.set(finding.key, [...(byKey.get(finding.key) ?? []), finding]);
  }
  const placed = [...byKey.values()].flatMap(findings => {
    const first = findings.find(({ variant }) => !isForTests(variant)) ?? findings[0];
    if (first === undefined) return [];
    return [{ ...first, variants: findings.map(({ variant }) => variant) }];
  });
  return new PlacedFindings(placed);
}

/** The findings of a group, and those that each file has to do with. */
export class PlacedFindings {
  readonly all: readonly PlacedFinding[];
  #byFile: Map<string, PlacedFinding[]> | undefined;

  constructor(all: readonly PlacedFinding[]) {
    this.all = all;
  }

  /** Those that stand in a file, and those that may be suppressed there. */
  of(uri: string): readonly PlacedFinding[] {
    this.#byFile ??= byFileOf(this.all);
    return this.#byFile.get(uri) ?? [];
  }
}

function byFileOf(findings: readonly PlacedFinding[]): Map<string, PlacedFinding[]> {
  const byFile = new Map<string, PlacedFinding[]>();
  for (const finding of findings) {
    for (const uri of new Set([finding.report.uri, ...finding.ends.map(end => end.uri)])) {
      const known = byFile.get(uri);
      if (known === undefined) byFile.set(uri, [finding]);
      else known.push(finding);
    }
  }
  return byFile;
}

/** What was placed of a group, and its variants. */
export interface PlacedGroup {
  readonly variants: readonly Variant[];
  readonly placed: PlacedFindings;
}

/**
 * The findings of all groups that a file belongs to. One that several groups have in that file is one, and says which variants have it,
 * unless all do.
 */
export function joinGroups(uri: string, groups: readonly PlacedGroup[]): PlacedFinding[] {
  const byKey = new Map<string, PlacedFinding>();
  const elsewhere: PlacedFinding[] = [];
  for (const finding of groups.flatMap(({ placed }) => placed.of(uri))) {
    if (finding.report.uri !== uri) elsewhere.push(finding);
    else {
      const known = byKey.get(finding.key);
      byKey.set(finding.key, known === undefined ? finding : { ...known, variants: [...known.variants, ...finding.variants] });
    }
  }
  const variants = groups.flatMap(group => group.variants);
  return [...[...byKey.values()].flatMap(finding => sayingWhere(finding, variants)), ...elsewhere];
}

/** A finding that says which of the variants have it, and knows whether all of them do. */
function sayingWhere(finding: PlacedFinding, variants: readonly Variant[]): PlacedFinding[] {
  const { report } = finding;
  const counted = counting(finding.variants, variants);
  const lacking = counted.filter(variant => !finding.variants.includes(variant));
  const able = counted.filter(({ layers }) => layers.has(report.uri));
  const missing = able.filter(variant => lacking.includes(variant));
  // A directive that any variant needs is used.
  if (missing.length > 0 && report.rule.on === 'suppression') return [];
  // Applications that share a component may call their variants alike.
  const names = [...new Set(able.filter(variant => !missing.includes(variant)).map(({ name }) => name))];
  const message = missing.length === 0 ? report.message : `${report.message} ${onlyIn(names)}`;
  return [{ ...finding, report: { ...report, message, proposals: { ...report.proposals, isEverywhere: lacking.length === 0 } } }];
}

/**
 * The variants that count for a finding. What only the tests of a chart install has to be right as far as it has to run; otherwise what
 * they do not have does not matter.
 */
function counting(having: readonly Variant[], variants: readonly Variant[]): readonly Variant[] {
  return having.every(isForTests) ? variants : variants.filter(variant => !isForTests(variant));
}

function isForTests({ environment }: Variant): boolean {
  return environment === 'ci';
}

const MOST_NAMES = 4;

function onlyIn(names: readonly string[]): string {
  const shown = names.length > MOST_NAMES ? [...names.slice(0, MOST_NAMES - 1), `${names.length - MOST_NAMES + 1} more`] : names;
  const last = shown.at(-1) ?? '';
  return `Only in ${shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${last}` : last}.`;
}

function findingsIn(made: AnalysedMade, context: PlacingContext): VariantFinding[] {
  const { document, variant } = made;
  const findings = context.contextFor(made);
  if (document.pieces.every(({ piece }) => piece.found.size === 0 && piece.analysis.directives.length === 0)) return [];
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
    const placed = placedIn(report, made, context);
    return placed === undefined
      ? []
      : [{ ...placed, reasonToHide, variant, key: keyOf(placed.report, reasonToHide, writtenName(report, made, context)) }];
  });
}

/** What makes findings of several variants the same one: all but the name that a variant may give an object, which is as it is written. */
function keyOf({ rule, uri, span, severity, message, object }: Report, reasonToHide: string | undefined, writtenName: string): string {
  const plain = object === undefined || object.name === '' ? message : message.replaceAll(object.name, writtenName);
  return JSON.stringify([rule.id, uri, span.start, span.end, severity, plain, object?.container, reasonToHide]);
}

/** The name of a finding's object in the file that it comes from. */
function writtenName({ object }: Report, { document, map }: AnalysedMade, { sourceOf }: PlacingContext): string {
  for (const { piece, start } of document.pieces) {
    const resource = piece.analysis.resources.find(({ kind, name }) => kind === object?.kind && name === object.name);
    const node = resource?.node.find('metadata', 'name');
    const place = node && map.placeOf({ start: node.span.start + start, end: node.span.end + start })?.place;
    const source = place && sourceOf(place.uri);
    if (place !== undefined && source !== undefined) return source.text.slice(place.span.start, place.span.end);
  }
  return '\u0000';
}

function placedIn(report: Report, made: AnalysedMade, context: PlacingContext): Pick<PlacedFinding, 'report' | 'ends'> | undefined {
  const { map } = made;
  if (map.runsIn(report.span).some(({ origin }) => origin.isPlaceholder)) return undefined;
  const own = report.related.filter(({ uri }) => uri === report.uri);
  const subject = subjectOf(report, made, context);
  const cause = subject && causeAmong(own, subject, made);
  const origins = [cause, subject].filter(origin => origin !== undefined);
  const ends = origins.flatMap(({ place, related }) => [{ place, message: '' }, ...related]);
  const known = ends.flatMap(end => placeInFile(end, context));
  const [main] = known;
  if (main === undefined) return undefined;
  const aboutSubject = cause === undefined || subject === undefined ? [] : [{ place: subject.place, message: 'It is about this text.' }];
  const others = [...aboutSubject, ...origins.flatMap(({ related }) => related)].flatMap(end => placeInFile(end, context));
  const told = report.related.flatMap(({ uri, span, message }) => {
    const place = uri === report.uri ? map.placeOf(span)?.place : { uri, span };
    return place === undefined ? [] : placeInFile({ place, message }, context);
  });
  const related = distinct([...told, ...others], main.place).map(({ place, message }) => ({ ...place, message }));
  return { report: { ...report, ...main.place, related }, ends: known.map(({ place }) => place) };
}

/** The text that a finding is about, or what decided that something is not there. */
function subjectOf({ span, proposals }: Report, made: AnalysedMade, context: PlacingContext): Origin | undefined {
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
  return (isOfValues && missing && here && keyOfMap(missing.node, here, made, context)) || here;
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
function keyOfMap(
  map: Span,
  here: Origin,
  { map: sources, variant: { layers } }: AnalysedMade,
  { sourceOf }: PlacingContext,
): Origin | undefined {
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
function placeInFile({ place: { uri, span }, message }: RelatedLocation, { sourceOf }: PlacingContext): RelatedLocation[] {
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
