import type { Service } from '../kubernetes/service.js';
import type { WorkloadFact } from './facts.js';
import { carriesLabels, namespaceIn, workloadsCarrying } from './selected-workloads.js';
import type { WorkspaceView } from './workspace-view.js';

/** The workloads behind a Service, or a full sentence that says why there are none or why that cannot be known. */
export type ServicePods =
  | { readonly kind: 'selected'; readonly workloads: readonly WorkloadFact[] }
  | { readonly kind: 'none' | 'unknown'; readonly because: string };

/** Judges Pods as if they carried what their own selector asks for, so that one wrong label is one finding. */
export function podsBehind({ resource, type, selector }: Service, workspace: WorkspaceView): ServicePods {
  if (selector === undefined || type === 'ExternalName') return { kind: 'none', because: 'The Service selects no Pods.' };
  if (!selector.known) return { kind: 'unknown', because: 'Not all labels of the selector are literal.' };
  const namespace = namespaceIn(workspace, resource);
  const workloads = workloadsCarrying(workspace, selector.labels, namespace);
  if (workloads.length === 0) return { kind: 'none', because: 'No workload has the labels that the Service selects.' };
  if (workloads.some(workload => carriesLabels(workload, selector.labels) === undefined))
    return { kind: 'unknown', because: 'A workload may have the labels that the Service selects: not all of them are literal.' };
  if (!workloads.some(({ unit, object }) => unit === workspace.unit || object.namespace === namespace))
    return { kind: 'unknown', because: 'The workloads with the labels that the Service selects may be in another namespace.' };
  return { kind: 'selected', workloads };
}

/** How a message calls them: `Deployment "web"`, or how many they are. */
export function formatWorkloads(workloads: readonly WorkloadFact[]): string {
  // Several files may hold the same object, one for each way to install it.
  const names = new Set(workloads.map(({ object }) => `${object.kind} "${object.name}"`));
  const [first = ''] = names;
  return names.size === 1 ? first : `the ${names.size} workloads that the Service selects`;
}
