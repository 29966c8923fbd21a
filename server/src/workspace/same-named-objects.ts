import { groupOf, type Resource } from '../kubernetes/resource.js';
import { WORKLOAD_KIND_NAMES } from '../kubernetes/workload.js';
import type { Fact, ObjectReference } from './facts.js';
import type { WorkspaceView } from './workspace-view.js';

/** What tells of an object: which, and in which document. */
type NamedFact = Fact & { readonly object: ObjectReference };

/** The facts of all objects of a unit that are of the same kind, name and namespace as one, this one among them. */
export function sameNamedObjects(workspace: WorkspaceView, { apiVersion, kind, name, namespace }: Resource): readonly NamedFact[] {
  return candidates(workspace, kind, namespace).filter(({ object }) => {
    const isSameKind = object.kind === kind && groupOf(object.apiVersion) === groupOf(apiVersion);
    return isSameKind && object.name === name && object.namespace === namespace;
  });
}

function candidates(workspace: WorkspaceView, kind: string, namespace: string | undefined): readonly NamedFact[] {
  if (WORKLOAD_KIND_NAMES.includes(kind)) {
    return [...workspace.workloads('unit', namespace), ...workspace.objects('unit', kind, namespace)];
  }
  if (kind === 'Service') return workspace.services('unit', namespace);
  if (kind === 'ConfigMap' || kind === 'Secret') {
    return workspace.allConfigs('unit', kind, namespace).filter(({ generated }) => !generated);
  }
  return kind === 'NetworkPolicy' ? workspace.networkPolicies('unit', namespace) : workspace.objects('unit', kind, namespace);
}
