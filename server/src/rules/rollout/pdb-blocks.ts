import { disruptionBudgetOf } from '../../kubernetes/disruption-budget.js';
import { disruptionsAllowed } from '../../kubernetes/disruptions-allowed.js';
import { DEFAULT_SHARE, isZeroShare, type Share, shareOf } from '../../kubernetes/rolling-update.js';
import { selectorMatches } from '../../kubernetes/selector.js';
import { autoscalersOf } from '../../workspace/scaling.js';
import { labelSetsOf, namespaceIn } from '../../workspace/selected-workloads.js';
import { pointAt } from '../../yaml/point-at.js';
import { replaceEntry } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

export const pdbBlocks = defineRule({
  id: 'rollout/pdb-blocks',
  title: 'Disruption budget that allows no disruption at all',
  severity: 'warning',
  release: 3,
  sop: ['beyond: the standard does not speak of disruption budgets'],
  why: `A node is drained by evicting its Pods. A budget that never allows an eviction makes the drain hang: upgrades of the cluster wait for ever, or
somebody forces them.`,
  remedy: `Allow one Pod to be unavailable, and run enough replicas for it.`,
  fixSafety: `A Pod may be evicted then: with one replica that is an outage of some seconds.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const budget = disruptionBudgetOf(resource);
    if (budget === undefined) return;
    const written = budget.maxUnavailable ?? budget.minAvailable;
    const share = written === undefined ? undefined : shareOf(written, DEFAULT_SHARE);
    if (written === undefined || share === undefined) return yield unknown('The budget has no number or percentage.');
    const isMaximum = budget.maxUnavailable !== undefined;
    const isAlways = isMaximum ? isZeroShare(share) : share.kind === 'percent' && share.amount >= 100;
    if (isAlways) return yield violated(blocked(resource.name, written, isMaximum, 'never lets a Pod be evicted'));
    if (isMaximum) return yield satisfied();
    if (budget.selector === 'unknown') return yield unknown('Not all labels of the selector are literal.');
    const { selector } = budget;
    const namespace = namespaceIn(workspace, resource);
    const selected = workspace
      .workloadsSelectedBy(selector.matchLabels, namespace)
      .filter(
        workload => workload.unit === workspace.unit && labelSetsOf(workload).some(labels => selectorMatches(selector, labels) === true),
      );
    const [workload] = selected;
    if (workload === undefined || selected.length > 1) return yield unknown('It does not select exactly one workload of the application.');
    const { object, replicas } = workload;
    if (object.kind === 'DaemonSet') return yield notApplicable('The Pods of a DaemonSet are not evicted.');
    if (workspace.isBase || workspace.kustomize?.isPatched === true)
      return yield unknown('A kustomization may set the number of replicas.');
    if (replicas === undefined || autoscalersOf(workspace, object.kind, object.name, namespace).length > 0)
      return yield unknown('How many Pods run is not in the files.');
    if (replicas === 0) return yield notApplicable('The workload is scaled to no Pods on purpose.');
    const budgetShares: { minAvailable: Share; maxUnavailable: undefined } = { minAvailable: share, maxUnavailable: undefined };
    if (disruptionsAllowed(replicas, budgetShares) > 0) return yield satisfied();
    const pods = replicas === 1 ? 'the only Pod' : `all ${replicas} Pods`;
    yield violated(blocked(resource.name, written, false, `keeps ${pods} of ${object.kind} "${object.name}" from being evicted`));
  },
});

function blocked(name: string, written: YamlNode, isMaximum: boolean, what: string) {
  return {
    span: pointAt(written),
    message: `${isMaximum ? 'maxUnavailable' : 'minAvailable'} ${written.text} of PodDisruptionBudget "${name}" ${what}: draining a node hangs.`,
    fixes: [fix('Set maxUnavailable to 1', 'unsafe', replaceEntry(written, ['maxUnavailable: 1']))],
  };
}
