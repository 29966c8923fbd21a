import { groupOf } from '../kubernetes/resource.js';
import type { WorkspaceView } from './workspace-view.js';

/**
 * What says that the objects may run on OpenShift, which chooses the user of Pods that set none; `undefined` if nothing says so. A full
 * sentence.
 */
export function whyOnOpenShift(workspace: WorkspaceView): string | undefined {
  if (workspace.settings.clusterDns === 'openshift') return 'OpenShift, which the configuration names, chooses the user of the Pods.';
  const [object] = KINDS.flatMap(kind => workspace.objects('workspace', kind, undefined)).filter(({ object: { apiVersion } }) =>
    groupOf(apiVersion).endsWith('.openshift.io'),
  );
  return object && `${object.object.kind} "${object.object.name}" is of OpenShift, which chooses the user of Pods.`;
}

/** The kinds that applications bring along where they run on OpenShift. */
const KINDS = ['Route', 'SecurityContextConstraints', 'DeploymentConfig', 'ImageStream', 'BuildConfig'];
