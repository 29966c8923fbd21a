import { amountAt } from '../../kubernetes/container-resources.js';
import { quantityOf } from '../../kubernetes/quantity.js';
import { pointAt } from '../../yaml/point-at.js';
import { defineRule, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

export const overcommitRatio = defineRule({
  id: 'resources/overcommit-ratio',
  title: 'Memory limit far above the request',
  severity: 'hint',
  release: 3,
  sop: ['S6.0/2'],
  why: `The scheduler reserves what is requested. When several such containers on a node use what they are allowed, the node has not got it, and the
kernel ends containers that stay within their limits.`,
  remedy: `Request what the container uses in its busy hours, and limit it to not much more.`,
  options: {
    factor: { type: 'number', default: 4, minimum: 1, description: 'The least limit, in requests, that is reported.' },
  },
  on: 'container',

  *check(container, { options }) {
    if (container.role === 'init') return yield notApplicable('An init container ends before it matters.');
    const limit = amountAt(container.node, 'limits', 'memory');
    const request = amountAt(container.node, 'requests', 'memory');
    if (limit === undefined || request === undefined) return yield notApplicable('It does not have both a memory request and a limit.');
    const [limited, requested] = [quantityOf(limit), quantityOf(request)];
    if (limited === undefined || requested === undefined || requested.nanos <= 0n)
      return yield unknown('An amount is not a literal quantity.');
    const ratio = Number((limited.nanos * 10n) / requested.nanos) / 10;
    if (ratio < options.factor) return yield satisfied();
    yield violated({
      span: pointAt(limit),
      message: `Container "${container.name}" may use ${limit.text} of memory and requests ${request.text}: ${ratio} times what its node reserves for it.`,
      comesToLight: true,
      related: [{ span: pointAt(request), message: 'The request is here.' }],
    });
  },
});
