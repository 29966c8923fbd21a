import type { RenderedChart, RenderedTemplate } from '../helm/rendered-chart.js';
import { sourceMapOfTemplate } from '../helm/source-map-of.js';
import { SourceMap } from '../text/source-map.js';
import type { Span } from '../text/span.js';
import { type MadeDocument, madeUri } from './made-unit.js';

/** The documents that a template was rendered to in a variant of its chart. @param textOf the text of a file */
export function renderedDocuments(
  template: RenderedTemplate,
  variant: string,
  { templateUris }: RenderedChart,
  textOf: (uri: string) => string | undefined,
): readonly MadeDocument[] {
  const uri = madeUri(template.uri, variant);
  const mapOf = (part: Span) => sourceMapOfTemplate({ traced: template.traced.slice(part.start, part.end) }, { templateUris }, textOf);
  return template.parts.map(
    (part, index) =>
      new RenderedDocument(index === 0 ? uri : `${uri}&${index}`, template.text.slice(part.start, part.end), () => mapOf(part)),
  );
}

/** What a template was rendered to. Few of its places are ever asked for, so they are worked out when they are. */
class RenderedDocument implements MadeDocument {
  readonly uri: string;
  readonly text: string;
  #makeMap: (() => SourceMap) | undefined;
  #map: SourceMap | undefined;

  constructor(uri: string, text: string, makeMap: () => SourceMap) {
    this.uri = uri;
    this.text = text;
    this.#makeMap = makeMap;
  }

  get map(): SourceMap {
    this.#map ??= this.#makeMap?.() ?? new SourceMap([]);
    this.#makeMap = undefined;
    return this.#map;
  }
}
