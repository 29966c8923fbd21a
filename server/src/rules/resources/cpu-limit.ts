import { headOf } from '../../kubernetes/container.js';
import { amountAt, limitOf, requestOf } from '../../kubernetes/container-resources.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { limitRangeFor } from '../../workspace/namespace-defaults.js';
import { pointAt, pointAtKey } from '../../yaml/point-at.js';
import { removeEntry } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

export const cpuLimit = defineRule({
  id: 'resources/cpu-limit',
  title: 'CPU limit against the policy of the team',
  severity: 'warning',
  release: 1,
  sop: ['S6.0/3'],
  why: `A CPU limit throttles a container even on an idle node; without one a container may take what others left unused. Teams decide either way,
and the standard describes limits without asking for them: with the policy \`allow\`, the default, the rule says nothing.`,
  remedy: `Set \`resources.limits.cpu\`, or remove it, as the policy says.`,
  fixSafety: `Without a limit a busy container may use all idle CPU of its node. Where the Pods are Guaranteed, they no longer are.`,
  options: {
    policy: {
      type: 'string',
      default: 'allow',
      values: ['require', 'allow', 'forbid'],
      description: 'Whether containers must, may or must not have a CPU limit.',
    },
  },
  on: 'container',

  *check(container, { workspace, options }) {
    if (options.policy === 'allow') return yield notApplicable('The policy allows both.');
    const limit = limitOf(container, 'cpu');
    if (options.policy === 'forbid') {
      if (limit === undefined || limit.level === 'pod') return yield satisfied();
      const request = requestOf(container, 'cpu');
      const isOnly = request?.fromLimit === true && amountAt(container.node, 'requests', 'cpu') === undefined;
      return yield violated({
        span: pointAt(limit.node),
        message: `Container "${container.name}" has a CPU limit of ${limit.node.text}, which the policy forbids: it is throttled on an idle node, too.`,
        fixes: [isOnly ? undefined : fix('Remove the CPU limit', 'unsafe', removeEntry(limit.node))],
      });
    }
    if (limit !== undefined) return yield satisfied();
    const later = laterAdditions(workspace, container);
    if (later !== undefined) return yield unknown(later);
    const range = limitRangeFor(container.workload.resource, workspace, 'limits', 'cpu');
    if (range !== undefined) return yield unknown(`The LimitRange "${range}" may set a CPU limit.`);
    const resources = container.node.get('resources');
    const nearest = resources?.get('limits') ?? resources;
    yield violated({
      span: nearest === undefined ? headOf(container) : pointAtKey(nearest),
      message: `Container "${container.name}" has no CPU limit, which the policy asks for.`,
    });
  },
});
