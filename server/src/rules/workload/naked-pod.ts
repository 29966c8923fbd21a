import { onlyWaits, type Workload } from '../../kubernetes/workload.js';
import { isForDevelopment } from '../../workspace/development.js';
import { isExample } from '../../workspace/example-files.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import { pointAt } from '../../yaml/point-at.js';
import { defineRule, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

export const nakedPod = defineRule({
  id: 'workload/naked-pod',
  title: 'Pod without a controller',
  severity: 'warning',
  release: 2,
  sop: ['S1.0/1', 'S1.0/3'],
  why: `A Pod is not made again when its node goes away, when it is evicted or deleted: it is simply gone. A controller keeps as many as were asked
for, and updates them.`,
  remedy: `Use a Deployment, or a Job for what runs once.`,
  on: 'workload',

  *check(workload, { workspace }) {
    const { resource, podSpec, containers } = workload;
    if (resource.kind !== 'Pod') return yield satisfied('A controller makes its Pods.');
    const annotations = (resource.node.find('metadata', 'annotations')?.entries() ?? []).map(([key]) => key);
    const policy = podSpec?.get('restartPolicy')?.text;
    if (annotations.some(key => key.startsWith('helm.sh/hook') || key.startsWith('argocd.argoproj.io/hook')))
      return yield notApplicable('It is a hook, made for a moment.');
    if (annotations.some(key => key.startsWith('kubernetes.io/config.')) || isStatic(workload, workspace.uri))
      return yield notApplicable('It is a static Pod, which the kubelet keeps.');
    if (onlyWaits(workload)) return yield notApplicable('It only waits: somebody works in it by hand.');
    if (policy === 'Never' || policy === 'OnFailure') return yield notApplicable('It runs to completion.');
    if (containers.length === 0 || containers.some(({ image }) => image === undefined))
      return yield notApplicable('It has no image: it may be a part of another.');
    if (/(?:^|[-_])(?:debug|test|tmp|temp|toolbox|shell|busybox|curl|netshoot|demo|example)(?:[-_\d]|$)/i.test(resource.name))
      return yield notApplicable('By its name it is there for a moment.');
    if (isForDevelopment(workspace, namespaceIn(workspace, resource)) || isExample(workspace.path))
      return yield notApplicable('It is for development, or an example.');
    const later = laterAdditions(workspace);
    if (later !== undefined) return yield unknown(later);
    yield violated({
      span: pointAt(resource.node.get('kind') ?? resource.node),
      message: `Pod "${resource.name}" has no controller: when its node goes away, nobody makes it again.`,
    });
  },
});

/** Where the kubelet looks for Pods of its own. */
function isStatic({ resource, podSpec }: Workload, uri: string): boolean {
  return (
    /\/(?:static-?pods?|etc\/kubernetes\/manifests|bootstrap(?:-manifests)?)\//.test(uri) ||
    (resource.namespace === 'kube-system' && podSpec?.get('hostNetwork')?.value === true)
  );
}
