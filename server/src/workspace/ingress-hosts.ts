import type { Ingress } from '../kubernetes/ingress.js';
import { plainItems, plainValue } from './plain-value.js';
import { namespaceIn } from './selected-workloads.js';
import type { WorkspaceView } from './workspace-view.js';

/** Hosts as Ingresses name them, with `*`. */
export interface IngressHosts {
  /** Under `rules`. */
  readonly served: readonly string[];
  /** Under `tls`. */
  readonly covered: readonly string[];
}

/** What the other Ingresses of the namespace serve, and what they have certificates for: controllers join those for one host. */
export function hostsOfOtherIngresses({ resource }: Ingress, workspace: WorkspaceView): IngressHosts {
  const all = workspace.objects('workspace', 'Ingress', namespaceIn(workspace, resource));
  const others = all.filter(({ object }) => object.name !== resource.name);
  const rules = others.flatMap(({ content }) => plainItems(plainValue(content, 'spec', 'rules')));
  const tls = others.flatMap(({ content }) => plainItems(plainValue(content, 'spec', 'tls')));
  return {
    served: textsIn(rules.map(rule => plainValue(rule, 'host'))),
    covered: tls.flatMap(entry => textsIn(plainItems(plainValue(entry, 'hosts')))),
  };
}

function textsIn(list: readonly unknown[]): readonly string[] {
  return list.flatMap(item => (typeof item === 'string' ? [item] : []));
}
