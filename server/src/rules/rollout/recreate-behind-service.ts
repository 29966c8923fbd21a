import { reasonToBeAlone, storeAmong } from '../../kubernetes/singleton.js';
import { isForDevelopment } from '../../workspace/development.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { leastReplicasOf } from '../../workspace/scaling.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import { servicesForUsers } from '../../workspace/services-in-front.js';
import { pointAt } from '../../yaml/point-at.js';
import { replaceScalar } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

export const recreateBehindService = defineRule({
  id: 'rollout/recreate-behind-service',
  title: 'Deployment behind a Service that stops before it starts again',
  severity: 'warning',
  release: 1,
  sop: ['S3.0/7'],
  why: `With \`Recreate\` an update stops every Pod, and only then starts the new ones. Until the first of them is ready the Service has nobody
to send requests to; if the new version does not start, it stays that way.`,
  remedy: `Update by rolling, unless two versions must never run at the same time: say so in a suppression.`,
  fixSafety: `Two versions run side by side for a moment: a program that must be alone (a lock, a migration at start) cannot do that.`,
  on: 'workload',

  *check(workload, { workspace }) {
    const { resource } = workload;
    const type = resource.kind === 'Deployment' ? resource.node.find('spec', 'strategy', 'type') : undefined;
    if (type?.text !== 'Recreate') return yield satisfied();
    if (leastReplicasOf(workload, workspace)?.count === 0) return yield notApplicable('It is scaled to no Pods on purpose.');
    const alone = reasonToBeAlone(workload);
    if (alone !== undefined) return yield notApplicable(`${alone}: two of these Pods may not be able to run side by side.`);
    const store = storeAmong(workload);
    if (store !== undefined) return yield notApplicable(`"${store}" keeps data of its own: two of these Pods must not run side by side.`);
    const later = laterAdditions(workspace);
    if (later !== undefined) return yield unknown(later);
    if (isForDevelopment(workspace, namespaceIn(workspace, resource))) return yield notApplicable('It is for development.');
    const services = servicesForUsers(workload, workspace);
    const [service] = services ?? [];
    if (service === undefined)
      return yield services === undefined
        ? unknown('Not all labels of its Pods are literal.')
        : notApplicable('No Service sends requests of users to its Pods.');
    yield violated({
      span: pointAt(type),
      message: `An update of Deployment "${resource.name}" stops all of its Pods before new ones start: until then Service "${service.object.name}" has nobody to send requests to.`,
      comesToLight: true,
      fixes: [fix('Set the strategy to RollingUpdate', 'unsafe', replaceScalar(type, 'RollingUpdate'))],
    });
  },
});
