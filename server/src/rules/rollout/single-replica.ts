import { reasonToBeAlone, storeAmong } from '../../kubernetes/singleton.js';
import { isForDevelopment } from '../../workspace/development.js';
import { isExample } from '../../workspace/example-files.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { leastReplicasOf } from '../../workspace/scaling.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import { servicesForUsers } from '../../workspace/services-in-front.js';
import { pointAt } from '../../yaml/point-at.js';
import { insertEntry, replaceScalar } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

export const singleReplica = defineRule({
  id: 'rollout/single-replica',
  title: 'One Pod behind a Service',
  severity: 'information',
  release: 1,
  sop: ['S3.0/1'],
  why: `One Pod is not available while it moves to another node, restarts or is evicted: a drained node is an outage. An update that waits for
the new Pod helps with updates only.`,
  remedy: `Run at least two replicas, three to lose one during an update, or scale with a minimum of two. Where one is enough, say so in a suppression.`,
  fixSafety: `A program that keeps state in its memory or must be alone cannot be run several times.`,
  options: {
    replicas: { type: 'number', default: 3, minimum: 2, description: 'The number of replicas that the fix writes.' },
  },
  on: 'workload',

  *check(workload, { workspace, options }) {
    const { resource } = workload;
    if (resource.kind !== 'Deployment' && resource.kind !== 'Rollout')
      return yield notApplicable(`The replicas of a ${resource.kind} are not copies of each other, or not chosen here.`);
    const replicas = leastReplicasOf(workload, workspace);
    if (replicas === undefined) return yield unknown('The files do not say how many replicas run.');
    if (replicas.count > 1) return yield satisfied();
    if (replicas.count <= 0) return yield notApplicable('It is scaled to no Pods on purpose.');
    const alone = reasonToBeAlone(workload);
    if (alone !== undefined) return yield notApplicable(`${alone}: two of these Pods may not be able to run side by side.`);
    const store = storeAmong(workload);
    if (store !== undefined) return yield notApplicable(`"${store}" keeps data of its own: another replica is no copy of it.`);
    if (resource.node.find('spec', 'strategy', 'type')?.text === 'Recreate')
      return yield notApplicable('It is updated by Recreate, which says that it must be alone.');
    const later = laterAdditions(workspace);
    if (later !== undefined) return yield unknown(later);
    if (isForDevelopment(workspace, namespaceIn(workspace, resource)) || isExample(workspace.path))
      return yield notApplicable('It is for development, or an example.');
    const services = servicesForUsers(workload, workspace);
    const [service] = services ?? [];
    if (service === undefined)
      return yield services === undefined
        ? unknown('Not all labels of its Pods are literal.')
        : notApplicable('No Service sends requests of users to its Pods.');
    const node = resource.node.find('spec', 'replicas');
    const spec = resource.node.get('spec');
    const how = { replicas: 'replicas is 1', default: 'replicas is not set', autoscaler: "the autoscaler's minimum is 1" }[replicas.saidBy];
    const title = `Set replicas to ${options.replicas}`;
    const first = spec?.entries()[0]?.[0];
    const edit =
      node === undefined
        ? spec && insertEntry(spec, { before: first ?? '' }, [`replicas: ${options.replicas}`])
        : replaceScalar(node, options.replicas);
    yield violated({
      span: pointAt(
        replicas.saidBy === 'replicas' && node !== undefined ? node : (resource.node.find('metadata', 'name') ?? resource.node),
      ),
      message: `${resource.kind} "${resource.name}" runs one Pod behind Service "${service.object.name}" (${how}): while it restarts or moves to another node, nobody answers.`,
      comesToLight: true,
      fixes: [replicas.saidBy === 'autoscaler' ? undefined : fix(title, 'unsafe', edit)],
    });
  },
});
