import { DEFAULT_SHARE, isZeroShare, type Share, shareOf } from '../../kubernetes/rolling-update.js';
import { replaceScalar, setIn } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

interface Shares {
  /** `rollingUpdate` of the strategy. */
  readonly node: YamlNode;
  readonly surge: Share;
  readonly unavailable: Share;
}

/** Reports a rolling update that may neither add nor remove a Pod, and a DaemonSet's that may do both. */
export const bothZero = defineRule({
  id: 'rollout/both-zero',
  title: 'Rolling update that the API server rejects',
  severity: 'error',
  rejected: 'api-server',
  release: 1,
  sop: ['S3.0/7', 'G3.2/1'],
  why: `A rolling update has to add a Pod first or to remove one first. With \`maxSurge\` and \`maxUnavailable\` both 0 it could do
neither, so the API server rejects the object. For a DaemonSet exactly one of the two has to be above 0.`,
  remedy: `Set \`maxSurge: 1\` to keep every Pod until its successor is ready.`,
  on: 'workload',

  *check({ resource }) {
    const isDaemonSet = resource.kind === 'DaemonSet';
    if (resource.kind !== 'Deployment' && !isDaemonSet) return yield notApplicable(`A ${resource.kind} has no such strategy.`);
    const strategy = resource.node.find('spec', isDaemonSet ? 'updateStrategy' : 'strategy');
    const rollingUpdate = strategy?.get('rollingUpdate');
    if (rollingUpdate?.kind !== 'map') return yield notApplicable('The defaults hold.');
    const type = strategy?.get('type')?.text ?? 'RollingUpdate';
    if (type !== 'RollingUpdate') return yield notApplicable(`The strategy is ${type}.`);
    const surge = shareOf(rollingUpdate.get('maxSurge'), isDaemonSet ? { kind: 'number', amount: 0 } : DEFAULT_SHARE);
    const unavailable = shareOf(rollingUpdate.get('maxUnavailable'), isDaemonSet ? { kind: 'number', amount: 1 } : DEFAULT_SHARE);
    if (surge === undefined || unavailable === undefined) return yield unknown('maxSurge or maxUnavailable is no number or percentage.');
    yield isDaemonSet
      ? judgeDaemonSet({ node: rollingUpdate, surge, unavailable })
      : judgeDeployment({ node: rollingUpdate, surge, unavailable });
  },
});

function judgeDeployment({ node, surge, unavailable }: Shares): Outcome {
  if (!isZeroShare(surge) || !isZeroShare(unavailable)) return satisfied();
  const maxSurge = node.get('maxSurge');
  return violated({
    span: maxSurge?.span ?? node.span,
    message: 'maxSurge and maxUnavailable are both 0: the rolling update could not replace any Pod, and the API server rejects it.',
    related: relatedTo(node.get('maxUnavailable')),
    fixes: [maxSurge && fix('Set maxSurge to 1', 'safe', replaceScalar(maxSurge, 1))],
  });
}

function judgeDaemonSet({ node, surge, unavailable }: Shares): Outcome {
  if (isZeroShare(surge) !== isZeroShare(unavailable)) return satisfied();
  const maxSurge = node.get('maxSurge');
  const maxUnavailable = node.get('maxUnavailable');
  if (isZeroShare(surge))
    return violated({
      span: maxUnavailable?.span ?? maxSurge?.span ?? node.span,
      message: 'maxSurge and maxUnavailable of the DaemonSet are both 0: the API server rejects it.',
      related: maxUnavailable === undefined ? [] : relatedTo(maxSurge),
      fixes: [fix('Set maxUnavailable to 1', 'safe', setIn(node, ['maxUnavailable'], 1))],
    });
  const written = maxUnavailable === undefined ? 'maxUnavailable is 1 by default' : `maxUnavailable is ${maxUnavailable.text}`;
  return violated({
    span: maxSurge?.span ?? maxUnavailable?.span ?? node.span,
    message: `maxSurge is ${maxSurge?.text} and ${written}: a DaemonSet may have only one of them above 0, and the API server rejects it.`,
    related: relatedTo(maxUnavailable),
    fixes: [fix('Set maxUnavailable to 0', 'safe', setIn(node, ['maxUnavailable'], 0))],
  });
}

function relatedTo(other: YamlNode | undefined) {
  return other === undefined ? [] : [{ message: 'The other one is here.', span: other.span }];
}
