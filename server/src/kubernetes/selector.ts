import { editDistance, likelyTypos } from '../text/edit-distance.js';
import type { YamlNode } from '../yaml/yaml-node.js';
import type { LabelSelectorData } from './network-policy.js';
import { ownValue } from './resource.js';
import { literalText } from './unresolved-text.js';

/** Labels of an object. `known` is false if others may be there, or if a value is not literal; `labels` then holds the literal ones. */
export interface LabelSet {
  readonly labels: Readonly<Record<string, string>>;
  readonly known: boolean;
}

/** One condition of a selector: `key=value` of `matchLabels` is `In` with one value. */
export interface SelectorRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

/** A label that differs from what a selector asks for in nothing but its value or its key. */
export interface NearLabel {
  /** What the selector says. */
  readonly wanted: { readonly key: string; readonly value: string };
  /** What the object carries. */
  readonly actual: { readonly key: string; readonly value: string };
  readonly differs: 'value' | 'key';
}

/** The labels in a map of labels. A value that is unresolved, empty or a collection makes the set unknown. */
export function labelSetOf(node: YamlNode | undefined): LabelSet {
  const labels: [string, string][] = [];
  let known = node === undefined || node.kind === 'map' || node.style === 'empty';
  for (const [key, value] of node?.entries() ?? []) {
    const text = literalText(value);
    if (text === undefined || literalKey(key) === undefined) known = false;
    else labels.push([key, text]);
  }
  return { labels: Object.fromEntries(labels), known };
}

/** A `LabelSelector` as plain data; an absent or empty one matches everything. `'unknown'` if a part is not literal. */
export function labelSelectorOf(node: YamlNode | undefined): LabelSelectorData | 'unknown' {
  const { labels, known } = labelSetOf(node?.get('matchLabels'));
  const matchExpressions = (node?.get('matchExpressions')?.items() ?? []).map(requirementOf);
  if (!known || node?.kind === 'sequence' || matchExpressions.includes(undefined)) return 'unknown';
  return { matchLabels: labels, matchExpressions: matchExpressions.filter(requirement => requirement !== undefined) };
}

/** All conditions of a selector in the order written. */
export function requirementsOf(selector: LabelSelectorData): SelectorRequirement[] {
  return [...equalityRequirements(selector.matchLabels), ...selector.matchExpressions];
}

/** The conditions of a plain map of labels, as Services have them. */
export function equalityRequirements(labels: Readonly<Record<string, string>>): SelectorRequirement[] {
  return Object.entries(labels).map(([key, value]) => ({ key, operator: 'In', values: [value] }));
}

/** Whether a selector matches labels; `undefined` if the files do not say. */
export function selectorMatches(selector: LabelSelectorData | 'unknown', labels: LabelSet): boolean | undefined {
  if (selector === 'unknown') return undefined;
  // No lists are made on the way: policies ask this for each of them and each workload.
  let answer: boolean | undefined = true;
  for (const [key, value] of Object.entries(selector.matchLabels)) {
    const actual = ownValue(labels.labels, key);
    if (actual === undefined && !labels.known) answer = undefined;
    else if (actual !== value) return false;
  }
  for (const requirement of selector.matchExpressions) {
    const met = meets(labels, requirement);
    if (met === false) return false;
    answer &&= met;
  }
  return answer;
}

/** Whether labels include all of `wanted`: the selector of a Service. */
export function labelsMatch(wanted: Readonly<Record<string, string>>, labels: LabelSet): boolean | undefined {
  return all(equalityRequirements(wanted).map(requirement => meets(labels, requirement)));
}

/** Whether labels meet one condition. An operator that does not exist is unknown. */
export function meets({ labels, known }: LabelSet, { key, operator, values }: SelectorRequirement): boolean | undefined {
  const value = ownValue(labels, key);
  if (value === undefined && !known) return undefined;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return undefined;
  }
}

/**
 * The one label that keeps `wanted` from matching, if everything else matches and it differs only in its value, or only by a slip in its key.
 * `undefined` if labels match, if several differ, or if the one that differs looks like another word under another key.
 */
export function nearestLabel(wanted: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>>): NearLabel | undefined {
  const missing = Object.entries(wanted).filter(([key, value]) => ownValue(labels, key) !== value);
  const [only] = missing;
  if (only === undefined || missing.length > 1) return undefined;
  const [key, value] = only;
  const actual = ownValue(labels, key);
  const isOnlyLabel = Object.keys(wanted).length === 1;
  if (actual !== undefined) {
    if (isOnlyLabel && !looksLike(value, actual)) return undefined;
    return { wanted: { key, value }, actual: { key, value: actual }, differs: 'value' };
  }
  const keys = Object.keys(labels).filter(other => ownValue(wanted, other) === undefined && labels[other] === value);
  const [otherKey] = keys;
  if (otherKey === undefined || keys.length > 1) return undefined;
  return { wanted: { key, value }, actual: { key: otherKey, value }, differs: 'key' };
}

/** Whether a controller puts a label on the Pods that it makes: no template shows it. */
export function isAutomaticLabel(key: string): boolean {
  return AUTOMATIC_LABELS.has(key);
}

const AUTOMATIC_LABELS: ReadonlySet<string> = new Set([
  'apps.kubernetes.io/pod-index',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-completion-index',
  'batch.kubernetes.io/job-name',
  'controller-revision-hash',
  'controller-uid',
  'job-name',
  'pod-template-generation',
  'pod-template-hash',
  'rollouts-pod-template-hash',
  'statefulset.kubernetes.io/pod-name',
]);

/**
 * Whether a program may put a label on its Pods while they run: the role of a database (`role: master`), or a label with the prefix of a
 * product (`longhorn.io/admission-webhook`).
 */
export function mayBeSetAtRunTime(key: string): boolean {
  const slash = key.indexOf('/');
  if (slash !== -1) return key.slice(0, slash) !== 'app.kubernetes.io';
  return /^(?:.*[-_.])?(?:role|leader|master|primary|active|shard)$/i.test(key);
}

/** Whether a label tends to change with each release, or names a tool: no part of a selector. */
export function isVolatileLabel(key: string): boolean {
  return /(?:^|\/|[-_.])(?:version|chart|commit|revision|sha|build|date|tag|managed-by|heritage)$/i.test(key);
}

/** How many slips of the fingers lie between the two sides of a near label; `undefined` if it looks like another word. */
export function slipsBetween({ wanted, actual, differs }: NearLabel): number | undefined {
  const [a, b] = differs === 'value' ? [wanted.value, actual.value] : [wanted.key, actual.key];
  const limit = Math.max(likelyTypos(a), likelyTypos(b));
  const distance = editDistance(a, b, limit);
  return distance <= limit ? distance : undefined;
}

/** Whether two texts differ by no more than a slip of the fingers. */
export function looksLike(a: string, b: string): boolean {
  const limit = Math.max(likelyTypos(a), likelyTypos(b));
  return editDistance(a, b, limit) <= limit;
}

/** `app=web,tier=front`: labels as kubectl writes them. */
export function formatLabels(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

/** A condition as kubectl writes it: `app=web`, `tier in (a, b)`, `!legacy`. */
export function formatRequirement({ key, operator, values }: SelectorRequirement): string {
  switch (operator) {
    case 'In':
      return values.length === 1 ? `${key}=${values[0]}` : `${key} in (${values.join(', ')})`;
    case 'NotIn':
      return `${key} notin (${values.join(', ')})`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
    default:
      return `${key} ${operator}`;
  }
}

/** True if all are, false if one is not, otherwise unknown. */
export function all(answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

/** True if one is, false if none is, otherwise unknown. */
export function any(answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

/** An item of `matchExpressions`; `undefined` if a part is missing or not literal. */
export function requirementOf(node: YamlNode): SelectorRequirement | undefined {
  const key = literalText(node.get('key'));
  const operator = literalText(node.get('operator'));
  const values = (node.get('values')?.items() ?? []).map(literalText);
  if (key === undefined || operator === undefined || values.includes(undefined)) return undefined;
  return { key, operator, values: values.filter(value => value !== undefined) };
}

function literalKey(key: string): string | undefined {
  return /\$\{|\{\{|<%/.test(key) ? undefined : key;
}
