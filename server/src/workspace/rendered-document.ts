import type { RenderedChart, RenderedTemplate } from '../helm/rendered-chart.js';
import { sourceMapOfTemplate } from '../helm/source-map-of.js';
import { SourceMap } from '../text/source-map.js';
import type { Span } from '../text/span.js';
import { type MadeDocument, madeUri, type Variant } from './made-unit.js';

/** What a part of a template was rendered to. */
class RenderedDocument implements MadeDocument {
  readonly uri: string;
  readonly text: string;
  readonly template: RenderedTemplate;
  readonly part: Span;

  constructor(uri: string, template: RenderedTemplate, part: Span) {
    this.uri = uri;
    this.text = template.text.slice(part.start, part.end);
    this.template = template;
    this.part = part;
  }
}

/** The documents that a template was rendered to in a variant of its chart. */
export function renderedDocuments(template: RenderedTemplate, variant: string): readonly MadeDocument[] {
  const uri = madeUri(template.uri, variant);
  return template.parts.map((part, index) => new RenderedDocument(index === 0 ? uri : `${uri}&${index}`, template, part));
}

/** The maps of rendered documents. Few of their places are ever asked for, so each is made when it is. */
export class RenderedMaps {
  readonly #known = new WeakMap<object, WeakMap<MadeDocument, SourceMap>>();

  /** Those of a rendering. @param textOf the text of a file */
  of({ templateUris, tracedOf, places }: RenderedChart, textOf: (uri: string) => string | undefined): Variant['mapOf'] {
    const known = this.#known.get(places) ?? new WeakMap<MadeDocument, SourceMap>();
    this.#known.set(places, known);
    const make = (document: MadeDocument) => {
      if (!(document instanceof RenderedDocument)) return new SourceMap([]);
      const { template, part } = document;
      return sourceMapOfTemplate(tracedOf(template).slice(part.start, part.end), { templateUris }, textOf);
    };
    return document => {
      const map = known.get(document) ?? make(document);
      known.set(document, map);
      return map;
    };
  }
}
