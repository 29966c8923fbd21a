import type { Origin, Site } from '../gotemplate/origin.js';
import type { TextSpan, TracedText } from '../gotemplate/traced-text.js';
import { type Gap, type Origin as PlacedOrigin, type RelatedLocation, type Run, SourceMap } from '../text/source-map.js';
import type { Location, Span } from '../text/span.js';
import { holderOf } from './embedded-values.js';
import type { RenderedChart } from './rendered-chart.js';

/** What the map of a rendered template needs to know about its chart. */
export interface RenderedFiles {
  /** The URI of a template by the name under which Helm knows it; of other files, their URIs are their names. */
  readonly uriOf: (file: string) => string;
  /** The text of a template, to see what a branch would have written. */
  readonly textOf: (file: string) => string | undefined;
  /** Whether a person changes values in a file: in values files, not in Chart.yaml. */
  readonly isValues: (file: string) => boolean;
}

/** The map of a rendered template, by the files of its chart. */
export function sourceMapOfTemplate(
  traced: TracedText,
  { templateUris }: Pick<RenderedChart, 'templateUris'>,
  textOf: (uri: string) => string | undefined,
): SourceMap {
  const uriOf = (file: string) => templateUris.get(file) ?? holderOf(file);
  const known = new Map<string, boolean>();
  const isValues = (file: string) => {
    const is = known.get(file) ?? (/\.ya?ml$/.test(holderOf(file)) && !templateUris.has(file) && !/(?:^|\/)Chart\.yaml$/.test(file));
    known.set(file, is);
    return is;
  };
  return sourceMapOf(traced, { uriOf, textOf: file => textOf(uriOf(file)), isValues });
}

/** Where rendered text comes from, as places in files. */
export function sourceMapOf({ spans }: TracedText, files: RenderedFiles): SourceMap {
  const runs: Run[] = [];
  const gaps: Gap[] = [];
  let start = 0;
  for (const span of spans) {
    const made = { start, end: span.end };
    start = span.end;
    // Whether there are places does not change when they move.
    const rendered = span.asRendered ?? span;
    if (rendered.omission !== undefined) gaps.push(new OmissionGap(made.start, span, files));
    if (made.end > made.start && hasPlace(rendered, files)) runs.push(new SpanRun(made, span, files));
  }
  return new SourceMap(runs, gaps);
}

function hasPlace({ origin, site }: Pick<TextSpan, 'origin' | 'site'>, files: RenderedFiles): boolean {
  if (origin?.kind === 'text' || origin?.kind === 'literal' || site !== undefined) return true;
  return origin?.kind === 'value' && files.isValues(origin.file);
}

/** Of most stretches nobody ever asks where they come from. */
class SpanRun implements Run {
  readonly made: Span;
  readonly #span: TextSpan;
  readonly #files: RenderedFiles;
  #origin: PlacedOrigin | undefined;

  constructor(made: Span, span: TextSpan, files: RenderedFiles) {
    this.made = made;
    this.#span = span;
    this.#files = files;
  }

  get origin(): PlacedOrigin {
    this.#origin ??= originOf(this.#span, this.made, this.#files);
    return this.#origin;
  }
}

class OmissionGap implements Gap {
  readonly offset: number;
  readonly #span: TextSpan;
  readonly #files: RenderedFiles;
  #gap: Omit<Gap, 'offset'> | undefined;

  constructor(offset: number, span: TextSpan, files: RenderedFiles) {
    this.offset = offset;
    this.#span = span;
    this.#files = files;
  }

  get keys(): readonly string[] {
    return this.#told.keys;
  }

  get origin(): PlacedOrigin {
    return this.#told.origin;
  }

  get #told(): Omit<Gap, 'offset'> {
    this.#gap ??= gapOf(this.#span, this.#files);
    return this.#gap;
  }
}

function originOf(span: TextSpan, made: Span, files: RenderedFiles): PlacedOrigin {
  const placed = placedOrigin(span, made, files);
  return span.origin?.isPlaceholder === true ? { ...placed, isPlaceholder: true } : placed;
}

function placedOrigin({ origin, sourceOffset, site }: TextSpan, made: Span, files: RenderedFiles): PlacedOrigin {
  if (origin?.kind === 'value' && files.isValues(origin.file)) {
    const place = sourceOffset >= 0 ? copied(origin.file, sourceOffset, made, files) : { uri: files.uriOf(origin.file), span: origin.span };
    return { place, isExact: sourceOffset >= 0, related: [...written(site, files), ...included(site, files)] };
  }
  if (sourceOffset >= 0 && (origin?.kind === 'text' || origin?.kind === 'literal')) {
    return { place: copied(origin.file, sourceOffset, made, files), isExact: true, related: included(site, files) };
  }
  const outer = outermost(site);
  const place = outer ?? origin ?? { file: '', span: made };
  return { place: locationOf(place, files), isExact: false, related: site === outer ? [] : written(site, files) };
}

function copied(file: string, start: number, made: Span, files: RenderedFiles): Location {
  return { uri: files.uriOf(file), span: { start, end: start + made.end - made.start } };
}

/** Why nothing stands at a place: the value that decided, or the statement that left it out. */
function gapOf({ omission, site }: TextSpan, files: RenderedFiles): Omit<Gap, 'offset'> {
  if (omission === undefined) return { keys: [], origin: { place: { uri: '', span: { start: 0, end: 0 } }, isExact: false, related: [] } };
  const body = files.textOf(omission.file)?.slice(omission.body.start, omission.body.end) ?? '';
  const written = outermostKeys(body);
  const values = omission.reads.filter(({ kind, file }) => kind === 'value' && files.isValues(file));
  const read = values.map(({ path }) => String(path?.at(-1) ?? ''));
  const statement = locationOf(omission, files);
  const [value] = values;
  const related = [...(value === undefined ? [] : [{ place: statement, message: LEFT_OUT }]), ...included(site, files)];
  const place = value === undefined ? statement : { uri: files.uriOf(value.file), span: value.span };
  return { keys: [...new Set([...written, ...read])], origin: { place, isExact: false, related } };
}

/** The keys that a body adds to the map around it: not those of maps in it, nor of items of a list. */
function outermostKeys(body: string): string[] {
  const entries = [...body.matchAll(/^([ \t]*)(- )?["']?([\w./-]+)["']?:(?=\s|$)/gm)];
  const column = Math.min(...entries.map(([, indentation = '']) => indentation.length));
  return entries.flatMap(([, indentation, dash, key = '']) => (indentation?.length === column && dash === undefined ? [key] : []));
}

const WRITTEN = 'The template writes it here.';
const INCLUDED = 'It is included here.';
const LEFT_OUT = 'The template leaves it out here.';

function written(site: Site | undefined, files: RenderedFiles): RelatedLocation[] {
  return site === undefined ? [] : [{ place: locationOf(site, files), message: WRITTEN }];
}

/** The actions through which a site came into the output, nearest first. */
function included(site: Site | undefined, files: RenderedFiles): RelatedLocation[] {
  const chain: RelatedLocation[] = [];
  for (let via = site?.via; via !== undefined; via = via.via) chain.push({ place: locationOf(via, files), message: INCLUDED });
  return chain;
}

function outermost(site: Site | undefined): Site | undefined {
  let outer = site;
  while (outer?.via !== undefined) outer = outer.via;
  return outer;
}

function locationOf({ file, span }: Pick<Origin | Site, 'file' | 'span'>, { uriOf }: RenderedFiles): Location {
  return { uri: uriOf(file), span };
}
