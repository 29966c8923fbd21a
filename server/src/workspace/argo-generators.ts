import type { YamlNode } from '../yaml/yaml-node.js';
import type { FillingLanguage, FillingParameter, FillingParameters } from './filling.js';
import { isWrittenOut, plannedText } from './planned-installation.js';

/**
 * The parameters of each element that a generator of an ApplicationSet makes: of a list, or of lists that are multiplied or laid over each
 * other. A reason, as a full sentence, if that cannot be known from the file.
 */
export function elementsOf(generator: YamlNode, language: FillingLanguage): readonly FillingParameters[] | string {
  const keys = generator.entries().map(([key]) => key);
  const kind = keys.find(key => key !== 'selector');
  const own = kind === undefined ? undefined : generator.get(kind);
  if (kind === undefined || own === undefined || keys.length !== 1) return 'Its generator selects some of its elements.';
  if ((own.get('template')?.entries().length ?? 0) > 0) return 'Its generator has a template of its own.';
  switch (kind) {
    case 'list':
      return elementsOfList(own, language);
    case 'matrix':
      return elementsOfMatrix(own, language);
    case 'merge':
      return elementsOfMerge(own, language);
    default:
      return `What its generator "${kind}" finds is in no file.`;
  }
}

/** The folders of a repository in which a generator looks for elements, as patterns: `charts/*`. */
export function* foldersIn(generator: YamlNode): Iterable<string> {
  for (const folder of generator.find('git', 'directories')?.items() ?? []) {
    const path = plannedText(folder.get('path'));
    if (path !== undefined && folder.get('exclude')?.value !== true) yield path;
  }
  for (const kind of ['matrix', 'merge']) {
    for (const nested of generator.find(kind, 'generators')?.items() ?? []) yield* foldersIn(nested);
  }
}

function elementsOfList(list: YamlNode, language: FillingLanguage): readonly FillingParameters[] | string {
  if (list.get('elementsYaml') !== undefined) return 'The elements of its list are a text.';
  const elements = (list.get('elements')?.items() ?? []).map(element => parametersOf(element, language));
  return elements.length === 0 ? 'Its list is empty: its elements come from elsewhere.' : allKnown(elements);
}

function parametersOf(element: YamlNode, language: FillingLanguage): FillingParameters | string {
  if (element.kind !== 'map' || !isWrittenOut(element)) return 'Not all elements of its list are written out.';
  const parameters = new Map<string, FillingParameter>();
  for (const [path, node] of scalarsIn(element, [], language)) {
    const text = textOf(node, language);
    if (text !== undefined) parameters.set(path.join('.'), { text, node });
    else if (language === 'names') return `The value of "${path.join('.')}" in its list is no text.`;
  }
  return parameters;
}

/** Of what is not flat, the language of names knows only what stands in `values`. What is in lists has no name. */
function* scalarsIn(
  map: YamlNode,
  above: readonly string[],
  language: FillingLanguage,
): Iterable<readonly [path: readonly string[], node: YamlNode]> {
  for (const [key, node] of map.entries()) {
    const path = [...above, key];
    const isEntered = node.kind === 'map' && (language === 'go' || (above.length === 0 && key === 'values'));
    if (isEntered) yield* scalarsIn(node, path, language);
    else if (language === 'names' || (node.kind === 'scalar' && /^[A-Za-z_]\w*$/.test(key))) yield [path, node];
  }
}

/** As it is printed: Go prints larger numbers in another way, and the language of names takes texts alone. */
function textOf({ text, value }: YamlNode, language: FillingLanguage): string | undefined {
  if (typeof value === 'string' || language === 'names') return typeof value === 'string' ? text : undefined;
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 1e6 ? String(value) : undefined;
}

/** Every element of the first with every one of the second. */
function elementsOfMatrix(matrix: YamlNode, language: FillingLanguage): readonly FillingParameters[] | string {
  const [first, second, ...others] = (matrix.get('generators')?.items() ?? []).map(generator => elementsOf(generator, language));
  if (first === undefined || second === undefined || others.length > 0) return 'Its matrix has not two generators.';
  if (typeof first === 'string' || typeof second === 'string') return typeof first === 'string' ? first : String(second);
  return allKnown(first.flatMap(one => second.map(other => combined(one, other))));
}

function combined(one: FillingParameters, other: FillingParameters): FillingParameters | string {
  const isTwice = [...other].some(([name, { text }]) => one.has(name) && one.get(name)?.text !== text);
  return isTwice ? 'Two of its generators have other values for one name.' : new Map([...other, ...one]);
}

/** The elements of the first with what the later ones say of those that have the same keys. */
function elementsOfMerge(merge: YamlNode, language: FillingLanguage): readonly FillingParameters[] | string {
  const keys = (merge.get('mergeKeys')?.items() ?? []).map(plannedText);
  const generators = (merge.get('generators')?.items() ?? []).map(generator => elementsOf(generator, language));
  const reason = generators.find(elements => typeof elements === 'string');
  if (reason !== undefined) return reason;
  const [base, ...later] = generators.filter(elements => typeof elements !== 'string');
  if (base === undefined || later.length === 0 || keys.length === 0) return 'Its generators cannot be merged.';
  const textsOf = (element: FillingParameters) => keys.flatMap(key => element.get(key ?? '')?.text ?? []);
  const keyOf = (element: FillingParameters) => JSON.stringify(textsOf(element));
  const isClear = [base, ...later].every(
    elements => elements.every(element => textsOf(element).length === keys.length) && new Set(elements.map(keyOf)).size === elements.length,
  );
  // Go leaves a value as it is where one that is empty is laid over it.
  const isEmpty = ({ text }: FillingParameter) => language === 'go' && ['', 'false', '0'].includes(text);
  if (!isClear || later.flat().some(element => [...element.values()].some(isEmpty))) return 'Its generators cannot be merged.';
  return base.map(element => {
    const laidOver = later.flatMap(elements => elements.find(other => keyOf(other) === keyOf(element)) ?? []);
    return new Map([element, ...laidOver].flatMap(each => [...each]));
  });
}

/** All elements, or the first reason why one of them is not known. */
function allKnown(elements: readonly (FillingParameters | string)[]): readonly FillingParameters[] | string {
  const reason = elements.find(element => typeof element === 'string');
  return reason ?? elements.filter(element => typeof element !== 'string');
}
