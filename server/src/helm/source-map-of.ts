import type { Omission, Origin, Site } from '../gotemplate/origin.js';
import type { TextSpan, TracedText } from '../gotemplate/traced-text.js';
import { type Gap, type Origin as PlacedOrigin, type RelatedLocation, type Run, SourceMap } from '../text/source-map.js';
import type { Location, Span } from '../text/span.js';
import { holderOf } from './embedded-values.js';
import type { RenderedChart, RenderedTemplate } from './rendered-chart.js';

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
  { traced }: Pick<RenderedTemplate, 'traced'>,
  { templateUris }: Pick<RenderedChart, 'templateUris'>,
  textOf: (uri: string) => string | undefined,
): SourceMap {
  const uriOf = (file: string) => templateUris.get(file) ?? holderOf(file);
  return sourceMapOf(traced, {
    uriOf,
    textOf: file => textOf(uriOf(file)),
    isValues: file => /\.ya?ml$/.test(holderOf(file)) && !templateUris.has(file) && !/(?:^|\/)Chart\.yaml$/.test(file),
  });
}

/** Where rendered text comes from, as places in files. */
export function sourceMapOf({ spans }: TracedText, files: RenderedFiles): SourceMap {
  const runs: Run[] = [];
  const gaps: Gap[] = [];
  let start = 0;
  for (const span of spans) {
    const made = { start, end: span.end };
    start = span.end;
    if (span.omission !== undefined) gaps.push(gapOf(made.start, span.omission, span.site, files));
    const origin = made.end > made.start ? originOf(span, made, files) : undefined;
    if (origin !== undefined) runs.push({ made, origin });
  }
  return new SourceMap(runs, gaps);
}

function originOf(span: TextSpan, made: Span, files: RenderedFiles): PlacedOrigin | undefined {
  const placed = placedOrigin(span, made, files);
  return placed !== undefined && span.origin?.isPlaceholder === true ? { ...placed, isPlaceholder: true } : placed;
}

function placedOrigin({ origin, sourceOffset, site }: TextSpan, made: Span, files: RenderedFiles): PlacedOrigin | undefined {
  if (origin?.kind === 'value' && files.isValues(origin.file)) {
    const place = sourceOffset >= 0 ? copied(origin.file, sourceOffset, made, files) : { uri: files.uriOf(origin.file), span: origin.span };
    return { place, isExact: sourceOffset >= 0, related: [...written(site, files), ...included(site, files)] };
  }
  if (sourceOffset >= 0 && (origin?.kind === 'text' || origin?.kind === 'literal')) {
    return { place: copied(origin.file, sourceOffset, made, files), isExact: true, related: included(site, files) };
  }
  const outer = outermost(site);
  const place = outer ?? (origin?.kind === 'text' || origin?.kind === 'literal' ? origin : undefined);
  if (place === undefined) return undefined;
  return { place: locationOf(place, files), isExact: false, related: site === outer ? [] : written(site, files) };
}

function copied(file: string, start: number, made: Span, files: RenderedFiles): Location {
  return { uri: files.uriOf(file), span: { start, end: start + made.end - made.start } };
}

/** Why nothing stands at a place: the value that decided, or the statement that left it out. */
function gapOf(offset: number, omission: Omission, site: Site | undefined, files: RenderedFiles): Gap {
  const body = files.textOf(omission.file)?.slice(omission.body.start, omission.body.end) ?? '';
  const written = [...body.matchAll(/^[ \t]*(?:- )?["']?([\w./-]+)["']?:(?=\s|$)/gm)].map(match => match[1] ?? '');
  const values = omission.reads.filter(({ kind, file }) => kind === 'value' && files.isValues(file));
  const read = values.map(({ path }) => String(path?.at(-1) ?? ''));
  const statement = locationOf(omission, files);
  const [value] = values;
  const related = [...(value === undefined ? [] : [{ place: statement, message: LEFT_OUT }]), ...included(site, files)];
  const place = value === undefined ? statement : { uri: files.uriOf(value.file), span: value.span };
  return { offset, keys: [...new Set([...written, ...read])], origin: { place, isExact: false, related } };
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
