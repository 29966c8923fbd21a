import { amountAt, limitOf, requestOf } from '../../kubernetes/container-resources.js';
import { goMemoryLimitFor } from '../../kubernetes/go-memory-limit.js';
import { compareQuantities, quantityOf } from '../../kubernetes/quantity.js';
import { goVariableOf } from '../../workspace/go-variable.js';
import { pointAt } from '../../yaml/point-at.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';
import { HEAP_SHARE } from '../heap-share.js';
import { setVariable } from '../set-variable.js';

export const gomemlimitRequestsRef = defineRule({
  id: 'go/gomemlimit-requests-ref',
  title: "GOMEMLIMIT from another figure than this container's limit",
  severity: 'information',
  release: 2,
  sop: ['S6.0/5'],
  why: `What a container may use is its own memory limit. GOMEMLIMIT from its request makes the collector work hard long before that; from another
container it has nothing to do with this one.`,
  remedy: `Set \`GOMEMLIMIT\` to about 90 % of the limit of the same container.`,
  fixSafety: `The number does not follow the limit when that changes.`,
  options: { ratio: HEAP_SHARE },
  on: 'container',

  *check(container, { workspace, options }) {
    const variable = goVariableOf(container, 'GOMEMLIMIT', workspace);
    if (variable.kind !== 'field') return yield notApplicable('GOMEMLIMIT comes from no field of the Pod.');
    const { node, resource, container: other } = variable;
    const limitNode = limitOf(container, 'memory')?.node;
    const limit = quantityOf(limitNode);
    const wanted = limit === undefined ? undefined : goMemoryLimitFor(limit, options.ratio);
    const fixes = [wanted === undefined ? undefined : fix(`Set GOMEMLIMIT to ${wanted}`, 'unsafe', setVariable(node, wanted))];
    if (other !== container.name)
      return yield violated({
        span: pointAt(node.parent?.get('containerName') ?? node),
        message: `GOMEMLIMIT of container "${container.name}" comes from container "${other}", whose memory is another.`,
        fixes,
      });
    if (resource !== 'requests.memory') return yield satisfied();
    if (limitNode === undefined) return yield notApplicable('There is no memory limit: the request is what the container can count on.');
    const request = quantityOf(amountAt(container.node, 'requests', 'memory') ?? requestOf(container, 'memory')?.node);
    if (limit === undefined || request === undefined) return yield unknown('Request or limit is not a literal quantity.');
    if (compareQuantities(request, limit) === 0) return yield satisfied('Request and limit are the same.');
    yield violated({
      span: pointAt(node),
      message: `GOMEMLIMIT is the memory request of container "${container.name}", not its limit of ${limitNode.text}: the collector works hard for memory that stays unused.`,
      fixes,
    });
  },
});
