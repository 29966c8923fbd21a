import { type IngressBackend, ingressOf } from '../../kubernetes/ingress.js';
import { isHelmTest } from '../../kubernetes/resource.js';
import { referencedService } from '../../workspace/referenced-service.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { pointAt } from '../../yaml/point-at.js';
import { replaceScalar } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

/** Reports an Ingress that sends traffic to a Service that nothing in the workspace defines. */
export const backendServiceMissing = defineRule({
  id: 'ingress/backend-service-missing',
  title: 'Ingress to a Service that no manifest defines',
  severity: 'warning',
  release: 1,
  sop: ['G7.1/2'],
  why: `The controller accepts such an Ingress and answers 503 (or 404) to every request for these paths. An Ingress reaches Services of its
own namespace only.`,
  remedy: `Mend the name, or add the Service. If something outside the repository makes it, name it under \`externalObjects\` as
\`Service/name\`.`,
  fixSafety: `A Service with a similar name may be another one.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const ingress = ingressOf(resource);
    if (ingress === undefined) return;
    if (isHelmTest(resource)) return yield notApplicable('It belongs to a Helm test.');
    if (ingress.backends.length === 0) return yield notApplicable('It names no Service.');
    const namespace = namespaceIn(workspace, resource);
    const seen = new Set<string | undefined>();
    for (const backend of ingress.backends) {
      // A Service that several paths lead to is one mistake.
      if (backend.service !== undefined && seen.has(backend.service)) continue;
      seen.add(backend.service);
      yield judge(backend, namespace, workspace);
    }
  },
});

function judge({ node, service, serviceNode, portNode }: IngressBackend, namespace: string | undefined, workspace: WorkspaceView): Outcome {
  if (portNode?.text === 'use-annotation') return notApplicable('An annotation says where this goes, as the controller of AWS reads it.');
  const found = referencedService(service, namespace, workspace);
  if (found.kind === 'found') return satisfied();
  if (found.kind !== 'missing') return found.kind === 'unknown' ? unknown(found.because) : notApplicable(found.because);
  const { meant, namespace: elsewhere } = found;
  const where = elsewhere === undefined ? 'is defined nowhere in the workspace' : `is defined in namespace "${elsewhere}" only`;
  const effect = elsewhere === undefined ? 'requests for this path fail' : 'an Ingress reaches Services of its own namespace only';
  return violated({
    span: pointAt(serviceNode ?? node),
    message: `Service "${service}" ${where}: ${effect}.${meant === undefined ? '' : ` There is "${meant}".`}`,
    fixes: [
      meant === undefined || serviceNode === undefined
        ? undefined
        : fix(`Send the traffic to Service "${meant}"`, 'unsafe', replaceScalar(serviceNode, meant)),
    ],
  });
}
