import { SourceText } from '../text/source-text.js';
import type { Span } from '../text/span.js';
import { parseYamlDocument } from '../yaml/parse-yaml-document.js';

/** A document in the output of a template. */
export interface Manifest<Output extends { readonly text: string }> {
  readonly output: Output;
  /** In the output, without white space around it. */
  readonly span: Span;
}

/**
 * The documents of a chart in the order in which `helm template` prints them: objects by kind, as they are installed, then hooks by kind.
 * Hooks for events that Helm does not know are left out, as Helm leaves them out.
 *
 * @param outputs the templates in the order of their names
 */
export function inInstallOrder<Output extends { readonly text: string }>(outputs: readonly Output[]): readonly Manifest<Output>[] {
  const objects: Ranked<Output>[] = [];
  const hooks: Ranked<Output>[] = [];
  for (const output of outputs) {
    for (const span of manifestSpans(output.text)) {
      const { kind, hook } = headOf(output.text.slice(span.start, span.end));
      const ranked = { output, span, kind };
      if (hook === undefined) objects.push(ranked);
      else if (hook.split(',').every(event => EVENTS.has(event.trim().toLowerCase()))) hooks.push(ranked);
    }
  }
  return [...objects.sort(byKind), ...hooks.sort(byKind)].map(({ output, span }) => ({ output, span }));
}

interface Ranked<Output extends { readonly text: string }> extends Manifest<Output> {
  readonly kind: string;
}

/** The documents of a text as Helm cuts it, comments among them. */
function manifestSpans(text: string): Span[] {
  const start = text.length - text.trimStart().length;
  const end = text.trimEnd().length;
  const spans: Span[] = [];
  let from = start;
  const add = (to: number) => {
    const piece = text.slice(from, to);
    if (piece === '') return;
    const trimmed = { start: from + piece.length - piece.trimStart().length, end: from + piece.trimEnd().length };
    spans.push(trimmed.end > trimmed.start ? trimmed : { start: from, end: from });
  };
  for (const separator of text.slice(start, end).matchAll(/(?:^|[\t\n\f\r ]*\n)---[\t\n\f\r ]*/g)) {
    add(start + separator.index);
    from = start + separator.index + separator[0].length;
  }
  add(end);
  return spans;
}

interface Head {
  readonly kind: string;
  readonly hook: string | undefined;
}

function headOf(manifest: string): Head {
  const { root } = parseYamlDocument(new SourceText('', manifest));
  return { kind: root?.get('kind')?.text ?? '', hook: root?.find('metadata', 'annotations', 'helm.sh/hook')?.text };
}

const EVENTS: ReadonlySet<string> = new Set([
  ...['pre-install', 'post-install', 'pre-delete', 'post-delete', 'pre-upgrade', 'post-upgrade', 'pre-rollback', 'post-rollback'],
  ...['test', 'test-success'],
]);

/** Kinds that Helm does not know come last, in the order of their names. */
function byKind(a: { readonly kind: string }, b: { readonly kind: string }): number {
  const [first, second] = [RANKS.get(a.kind), RANKS.get(b.kind)];
  if (first !== undefined && second !== undefined) return first - second;
  if (first === undefined && second === undefined) return a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0;
  return first === undefined ? 1 : -1;
}

const RANKS: ReadonlyMap<string, number> = new Map(
  [
    ...['PriorityClass', 'Namespace', 'NetworkPolicy', 'ResourceQuota', 'LimitRange', 'PodSecurityPolicy', 'PodDisruptionBudget'],
    ...['ServiceAccount', 'Secret', 'SecretList', 'ConfigMap', 'StorageClass', 'PersistentVolume', 'PersistentVolumeClaim'],
    ...['CustomResourceDefinition', 'ClusterRole', 'ClusterRoleList', 'ClusterRoleBinding', 'ClusterRoleBindingList'],
    ...['Role', 'RoleList', 'RoleBinding', 'RoleBindingList', 'Service', 'DaemonSet', 'Pod', 'ReplicationController', 'ReplicaSet'],
    ...['Deployment', 'HorizontalPodAutoscaler', 'StatefulSet', 'Job', 'CronJob', 'IngressClass', 'Ingress', 'APIService'],
    ...['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'],
  ].map((kind, index) => [kind, index]),
);
