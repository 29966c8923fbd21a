import type { Span } from '../text/span.js';
import type { YamlNode } from '../yaml/yaml-node.js';
import { isTemplated, plannedText } from './planned-installation.js';

/** How the texts of a document become what is used: a template is filled in with the parameters of an element first. */
export interface Filling {
  /** What becomes of a text; `undefined` if nobody can tell. */
  fill(text: string): string | undefined;
  /** The text of a scalar as it will be used; `undefined` if nobody can tell. */
  read(node: YamlNode | undefined): string | undefined;
  /** Where a text comes from. @param span where it is used */
  placeOf(text: string, span: Span): Span;
}

/** Of a document in which everything is written out. */
export const AS_WRITTEN: Filling = {
  fill: text => (isTemplated(text) ? undefined : text),
  read: plannedText,
  placeOf: (_, span) => span,
};

/** What an element of a generator gives to the template. */
export interface FillingParameter {
  readonly text: string;
  /** The scalar that it stands in. */
  readonly node: YamlNode;
}

/** The parameters of an element by name: `cluster`, `values.region`. */
export type FillingParameters = ReadonlyMap<string, FillingParameter>;

/** The two languages of templates: names in braces, and that of Go, of which only fields are known. */
export type FillingLanguage = 'names' | 'go';

/** A template that is filled in with the parameters of one element. */
export class ElementFilling implements Filling {
  readonly #parameters: FillingParameters;
  readonly #language: FillingLanguage;
  /** How often the template names each parameter. */
  readonly #counts: ReadonlyMap<string, number>;

  constructor(parameters: FillingParameters, language: FillingLanguage, template: YamlNode) {
    this.#parameters = parameters;
    this.#language = language;
    const counts = new Map<string, number>();
    for (const name of namesIn(template, language)) counts.set(name, (counts.get(name) ?? 0) + 1);
    this.#counts = counts;
  }

  fill(text: string): string | undefined {
    let isKnown = true;
    const filled = text.replace(PLACEHOLDERS[this.#language], (_, name: string) => {
      const parameter = this.#parameters.get(name);
      isKnown &&= parameter !== undefined;
      return parameter?.text ?? '';
    });
    return isKnown && !isTemplated(filled) ? filled : undefined;
  }

  read(node: YamlNode | undefined): string | undefined {
    return node?.kind === 'scalar' && node.text !== undefined ? this.fill(node.text) : undefined;
  }

  /** In the element, where the text is nothing else than its value and nothing else is made of that. */
  placeOf(text: string, span: Span): Span {
    const [whole, name = ''] = [...text.matchAll(PLACEHOLDERS[this.#language])][0] ?? [];
    const parameter = whole === text && this.#counts.get(name) === 1 ? this.#parameters.get(name) : undefined;
    return parameter?.node.span ?? span;
  }
}

const PLACEHOLDERS: Readonly<Record<FillingLanguage, RegExp>> = {
  names: /\{\{[ \t]*([\w.-]+)[ \t]*\}\}/g,
  go: /\{\{[ \t]*\.([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)[ \t]*\}\}/g,
};

function* namesIn(node: YamlNode, language: FillingLanguage): Iterable<string> {
  for (const [, name] of (node.text ?? '').matchAll(PLACEHOLDERS[language])) if (name !== undefined) yield name;
  for (const [, child] of node.entries()) yield* namesIn(child, language);
  for (const item of node.items()) yield* namesIn(item, language);
}
