import { DEFAULT_SHARE, isZeroShare, resolveRollingUpdate, shareOf } from '../../kubernetes/rolling-update.js';
import { reasonToBeAlone } from '../../kubernetes/singleton.js';
import type { Workload } from '../../kubernetes/workload.js';
import { isForDevelopment } from '../../workspace/development.js';
import { leastReplicasOf } from '../../workspace/scaling.js';
import { namespaceIn, servicesInFrontOf } from '../../workspace/selected-workloads.js';
import { insertEntry, replaceScalar, setIn } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, type Finding, type Fix, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

/** Reports a rolling update that may stop every Pod behind a Service. */
export const dropsToZero = defineRule({
  id: 'rollout/drops-to-zero',
  title: 'Rolling update that may stop every Pod at once',
  severity: 'warning',
  release: 1,
  sop: ['S3.0/8', 'G3.2/1'],
  why: `\`maxUnavailable\` says how many Pods may be missing during an update (a percentage rounds down; if surge and unavailable
both come to 0, one may be missing). If that is all of them, the Service has no endpoints until the first new Pod is ready.`,
  remedy: `Set \`maxUnavailable: 0\` and \`maxSurge: 1\`, so that a new Pod is ready before an old one stops, or run more replicas.`,
  fixSafety: `A surge needs room for one Pod more, and two versions run side by side for a moment: a program that must be
alone (a lock on a volume, a fixed port of the node) cannot do that.`,
  on: 'workload',

  *check(workload, { workspace }) {
    const { resource } = workload;
    if (resource.kind !== 'Deployment') return yield notApplicable(`A ${resource.kind} is not updated like a Deployment.`);
    const strategy = resource.node.find('spec', 'strategy');
    const type = strategy?.get('type')?.text ?? 'RollingUpdate';
    if (type !== 'RollingUpdate') return yield notApplicable(`The strategy is ${type}.`);
    const maxSurge = strategy?.find('rollingUpdate', 'maxSurge');
    const maxUnavailable = strategy?.find('rollingUpdate', 'maxUnavailable');
    const surge = shareOf(maxSurge, DEFAULT_SHARE);
    const unavailable = shareOf(maxUnavailable, DEFAULT_SHARE);
    if (surge === undefined || unavailable === undefined) return yield unknown('maxSurge or maxUnavailable is no number or percentage.');
    if (isZeroShare(surge) && isZeroShare(unavailable)) return yield notApplicable('Both are 0, which the API server rejects.');
    const replicas = leastReplicasOf(workload, workspace);
    if (replicas === undefined) return yield unknown('The files do not say how many replicas run.');
    if (replicas.count <= 0) return yield notApplicable('It is scaled to no Pods on purpose.');
    const resolved = resolveRollingUpdate(replicas.count, surge, unavailable);
    if (replicas.count > resolved.maxUnavailable) return yield satisfied();
    if (workspace.isBase) return yield unknown('It stands in a kustomize base: an overlay may set replicas or strategy.');
    if (servicesInFrontOf(workspace, workload).length === 0) return yield notApplicable('No Service selects its Pods.');
    if (isForDevelopment(workspace, namespaceIn(workspace, resource))) return yield notApplicable('It is for development.');
    const reason = reasonToBeAlone(workload);
    if (reason !== undefined) return yield unknown(`${reason}: two of these Pods may not be able to run side by side.`);
    const place = maxUnavailable ?? maxSurge;
    if (place === undefined || strategy === undefined) return;
    yield violated(
      findingFor(workload, strategy, {
        maxSurge,
        maxUnavailable,
        count: replicas.count,
        isMinimum: replicas.saidBy === 'autoscaler',
        span: place.span,
      }),
    );
  },
});

interface Drop extends Pick<Finding, 'span'> {
  readonly maxSurge: YamlNode | undefined;
  readonly maxUnavailable: YamlNode | undefined;
  readonly count: number;
  /** Whether an autoscaler says so. */
  readonly isMinimum: boolean;
}

function findingFor({ resource }: Workload, strategy: YamlNode, drop: Drop): Finding {
  const { count, maxSurge, maxUnavailable } = drop;
  const said = [
    maxSurge?.text === undefined ? [] : [`maxSurge ${maxSurge.text}`],
    maxUnavailable?.text === undefined ? [] : [`maxUnavailable ${maxUnavailable.text}`],
  ].flat();
  const minimum = drop.isMinimum ? " of the autoscaler's minimum" : '';
  const pods = count === 1 ? `the only Pod${minimum}` : `all ${count} Pods${minimum}`;
  return {
    span: drop.span,
    message: `With ${said.join(' and ')}, an update of Deployment "${resource.name}" may stop ${pods} before a new one is ready: its Service then has nobody to send requests to.`,
    comesToLight: true,
    fixes: [surgeFix(strategy, drop)],
  };
}

function surgeFix(strategy: YamlNode, { maxSurge, maxUnavailable }: Drop): Fix | undefined {
  const rollingUpdate = strategy.get('rollingUpdate');
  if (rollingUpdate === undefined) return undefined;
  const none = setIn(rollingUpdate, ['maxUnavailable'], 0);
  const mayAdd = !isZeroShare(shareOf(maxSurge, DEFAULT_SHARE) ?? DEFAULT_SHARE);
  if (mayAdd || maxSurge === undefined) return fix('Set maxUnavailable to 0', 'unsafe', none);
  const title = 'Set maxUnavailable to 0 and maxSurge to 1';
  return maxUnavailable === undefined
    ? fix(title, 'unsafe', insertEntry(rollingUpdate, { after: 'maxSurge' }, ['maxUnavailable: 0']), replaceScalar(maxSurge, 1))
    : fix(title, 'unsafe', none, replaceScalar(maxSurge, 1));
}
