import type { ValuePath } from '../gotemplate/origin.js';
import { type Data, GoList, GoMap } from '../gotemplate/value.js';
import type { Location, Span } from '../text/span.js';
import type { ChartSources } from './chart-sources.js';
import { type TemplateNames, templateNamesOf } from './template-names.js';
import { ANY_ITEM } from './template-subject.js';
import { namesInTexts } from './value-texts.js';

/** What a name in a chart names. */
export type Named =
  | { readonly kind: 'value'; readonly path: ValuePath }
  | { readonly kind: 'template'; readonly name: string }
  | { readonly kind: 'object'; readonly path: readonly string[] }
  | { readonly kind: 'function'; readonly name: string };

/** A name where it is written, without quotes; the text that it is a part of, where that is written in another way. */
export interface Occurrence extends Location {
  readonly text: string;
  /** Several if a template is called with several things, or a subchart has aliases. */
  readonly named: readonly Named[];
  /** Whether it is a key in a file of values, or defines a template. */
  readonly isDefinition: boolean;
}

/** A chart, and all that is named in it. */
export interface ChartNames {
  readonly sources: ChartSources;
  /** In templates and in files of values. */
  readonly occurrences: readonly Occurrence[];
  /** What its templates name. */
  readonly templates: TemplateNames;
}

/** Reads all names of a chart. @param last those that were read before: what they say of files that are the same is not worked out again */
export function chartNamesOf(sources: ChartSources, last?: ChartNames): ChartNames {
  const templates = templateNamesOf(sources.templates, last?.templates);
  let occurrences: readonly Occurrence[] | undefined;
  return {
    sources,
    templates,
    get occurrences() {
      occurrences ??= [
        ...templates.occurrences,
        ...sources.values.flatMap(({ file, places }) => keysIn(file.root, places, true)),
        ...(usesTpl(templates) ? sources.values.flatMap(namesInTexts) : []),
      ];
      return occurrences;
    },
  };
}

/** Whether templates run texts as templates: then those in values may be some. */
function usesTpl({ occurrences }: TemplateNames): boolean {
  return occurrences.some(({ named: [name] }) => name?.kind === 'function' && name.name === 'tpl');
}

/** The name at an offset of a file, also right behind it. */
export function occurrenceAt(occurrences: readonly Occurrence[], uri: string, offset: number): Occurrence | undefined {
  const here = occurrences.filter(({ uri: other, span }) => other === uri && span.start <= offset && offset <= span.end);
  // A name may stand in a text that has a name, too.
  here.sort((a, b) => a.span.end - a.span.start - (b.span.end - b.span.start));
  return here.find(({ span }) => offset < span.end) ?? here[0];
}

/** All that name what an occurrence names. */
export function sameNames(occurrences: readonly Occurrence[], { named }: Occurrence): Occurrence[] {
  return occurrences.filter(other => other.named.some(each => named.some(wanted => isSame(each, wanted))));
}

function isSame(a: Named, b: Named): boolean {
  if (a.kind === 'value') return b.kind === 'value' && isSamePath(a.path, b.path);
  if (a.kind === 'object') return b.kind === 'object' && a.path.join('.') === b.path.join('.');
  return b.kind === a.kind && a.name === b.name;
}

/** Whether two paths may lead to one value: an item of a list is any item. */
export function isSamePath(a: ValuePath, b: ValuePath): boolean {
  return a.length === b.length && a.every((segment, index) => isSameSegment(segment, b[index]));
}

function isSameSegment(a: string | number, b: string | number | undefined): boolean {
  return a === b || a === ANY_ITEM || b === ANY_ITEM || (typeof a === 'number' && typeof b === 'number');
}

function keysIn(data: Data, places: readonly ValuePath[], isChartRoot = false): Occurrence[] {
  if (data instanceof GoList) {
    return data.items.flatMap((item, index) =>
      keysIn(
        item.data,
        places.map(place => [...place, index]),
      ),
    );
  }
  if (!(data instanceof GoMap)) return [];
  return [...data.entries].flatMap(([key, value]) => {
    // All charts share the values below `global`, which each may set in its own file.
    const paths = places.map(place => (isChartRoot && key === 'global' ? ['global'] : [...place, key]));
    const origin = data.keyOrigin(key);
    const named = paths.map(path => ({ kind: 'value', path }) as const);
    const own = origin === undefined ? [] : [{ uri: origin.file, span: nameIn(origin.span, key), text: key, named, isDefinition: true }];
    return [...own, ...keysIn(value.data, paths)];
  });
}

/** A key without its quotes. */
function nameIn({ start, end }: Span, key: string): Span {
  return end - start === key.length + 2 ? { start: start + 1, end: end - 1 } : { start, end };
}
