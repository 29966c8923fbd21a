import { embeddedValues } from '../helm/embedded-values.js';
import { SourceText } from '../text/source-text.js';
import type { Span } from '../text/span.js';
import { parseYamlDocument } from '../yaml/parse-yaml-document.js';
import type { PathSegment, YamlNode } from '../yaml/yaml-node.js';
import { AS_WRITTEN, type Filling } from './filling.js';
import {
  embeddedMap,
  embeddedText,
  isWrittenOut,
  literalValues,
  movedSpan,
  type PlannedSetting,
  type PlannedValues,
  type PlanningDocument,
  TEMPLATED,
} from './planned-installation.js';

/** Values in a document, and those of its single values that are filled in before they are used. */
export interface FilledValues {
  readonly part: PlannedValues;
  readonly settings: readonly PlannedSetting[];
}

/** The values of a map that is filled in; a reason if they cannot be known. */
export function filledMap(node: YamlNode, document: PlanningDocument, filling: Filling): FilledValues | string {
  if (filling !== AS_WRITTEN && holdsNull(node)) return 'Argo CD leaves the null in its values out when it fills them in.';
  const asWritten = embeddedMap(node, document);
  if (typeof asWritten !== 'string') return { part: asWritten, settings: [] };
  if (node.kind !== 'map' || node.anchor !== undefined) return TEMPLATED;
  const settings = [...openScalarsIn(node, [])].map(({ scalar, path }) => {
    const text = filling.read(scalar);
    if (scalar?.text === undefined || text === undefined) return undefined;
    return settingAt(path, text, 'string', movedSpan(filling.placeOf(scalar.text, scalar.span), document.start));
  });
  const part = { kind: 'map', span: movedSpan(node.span, document.start), path: node.path, start: document.start } as const;
  return withAll(part, settings);
}

/** Whether an entry of a map, however deep, is null. */
function holdsNull(node: YamlNode): boolean {
  return node.entries().some(([, child]) => child.value === null || holdsNull(child)) || node.items().some(holdsNull);
}

/** The scalars in a map that are not written out, below it; `undefined` in place of what nothing can be filled in. */
function* openScalarsIn(node: YamlNode, path: Path): Iterable<{ readonly scalar: YamlNode | undefined; readonly path: Path }> {
  if (isWrittenOut(node)) return;
  const isPlain = !node.isShared && node.tag === undefined && node.entries().every(([key]) => !key.includes('{{'));
  if (node.kind === 'scalar' || !isPlain) yield { scalar: isPlain ? node : undefined, path };
  for (const [key, child] of node.entries()) yield* openScalarsIn(child, [...path, key]);
  for (const [index, item] of node.items().entries()) yield* openScalarsIn(item, [...path, index]);
}

/** The values of a text of YAML that is filled in; a reason if they cannot be known. */
export function filledText(node: YamlNode, document: PlanningDocument, filling: Filling): FilledValues | string {
  const asWritten = embeddedText(node, document);
  if (asWritten !== TEMPLATED) return typeof asWritten === 'string' ? asWritten : { part: asWritten, settings: [] };
  const text = filling.read(node);
  if (text === undefined || /\bENC\[/.test(text)) return TEMPLATED;
  const used = parseYamlDocument(new SourceText('', text));
  const part = literalValues(node, used, document);
  if (typeof part === 'string') return part;
  const own = { start: part.span.start - document.start, end: part.span.end - document.start };
  const { root, errors } = parseYamlDocument(new SourceText('', embeddedValues(node.source.text, own)));
  if (root === undefined || used.root === undefined || errors.length > 0) return TEMPLATED;
  const pairs = [...pairsIn(root, used.root, [])];
  const settings = pairs.map(pair => pair && settingOfPair(pair, node.source.text, document, filling));
  return withAll(part, settings);
}

type Path = readonly PathSegment[];

/** A scalar that something is filled in for, and what becomes of it. */
interface FilledScalar {
  readonly path: Path;
  readonly shown: YamlNode;
  readonly used: YamlNode;
}

/** The scalars that are another one when they are used; `undefined` in place of what is more than another scalar. */
function* pairsIn(shown: YamlNode, used: YamlNode, path: Path): Iterable<FilledScalar | undefined> {
  if (shown.kind === 'scalar' || used.kind === 'scalar') {
    if (shown.kind !== used.kind) yield undefined;
    else if (shown.text !== used.text) yield { path, shown, used };
    return;
  }
  const [entries, others] = [childrenOf(shown), childrenOf(used)];
  if (shown.kind !== used.kind || entries.length !== others.length) yield undefined;
  for (const [index, [key, child]] of entries.entries()) {
    const [otherKey, other] = others[index] ?? [];
    if (other === undefined || otherKey !== key) yield undefined;
    else yield* pairsIn(child, other, [...path, key]);
  }
}

function childrenOf(node: YamlNode): readonly (readonly [PathSegment, YamlNode])[] {
  return node.kind === 'map' ? node.entries() : node.items().map((item, index) => [index, item] as const);
}

function settingOfPair(
  { path, shown, used }: FilledScalar,
  text: string,
  { start }: PlanningDocument,
  filling: Filling,
): PlannedSetting | undefined {
  const written = text.slice(shown.span.start, shown.span.end).replace(/^(["'])(.*)\1$/s, '$2');
  const place = movedSpan(filling.placeOf(written, shown.span), start);
  const { value } = used;
  if (typeof value === 'string') return settingAt(path, value, 'string', place);
  // A number that JSON does not have is none that Helm reads from a file.
  return typeof value === 'number' && !Number.isFinite(value) ? undefined : settingAt(path, JSON.stringify(value ?? null), 'json', place);
}

/** What `--set` takes to set a value. */
function settingAt(path: Path, text: string, kind: PlannedSetting['kind'], span: Span): PlannedSetting | undefined {
  const steps = path.map(step => (typeof step === 'number' ? `[${step}]` : `.${step.replace(/[\\.,=[\]{}]/g, '\\$&')}`));
  const name = steps.join('').replace(/^\./, '');
  const isNamed = path.length > 0 && path.every(step => step !== '');
  return isNamed
    ? { text: `${name}=${text.replace(/[\\,{}]/g, '\\$&')}`, kind, span, nameSpan: undefined, name: undefined, isFilledIn: true }
    : undefined;
}

function withAll(part: PlannedValues, settings: readonly (PlannedSetting | undefined)[]): FilledValues | string {
  const known = settings.filter(setting => setting !== undefined);
  return known.length < settings.length ? TEMPLATED : { part, settings: known };
}
