import { amountAt } from '../../kubernetes/container-resources.js';
import { compareQuantities, quantityOf } from '../../kubernetes/quantity.js';
import { suspicionOf } from '../../kubernetes/quantity-suspicion.js';
import { pointAt } from '../../yaml/point-at.js';
import { replaceScalar } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

export const requestExceedsLimit = defineRule({
  id: 'resources/request-exceeds-limit',
  title: 'Request above its limit',
  severity: 'error',
  rejected: 'api-server',
  release: 1,
  sop: ['S6.0/2'],
  why: `A request is what a container is promised, a limit the most that it gets. The API server rejects a Pod that asks for more than it may
have: the Deployment is accepted, and its Pods are never created.`,
  remedy: `Raise the limit to the request, or lower the request. If the two were mixed up, swap them.`,
  fixSafety: `Which of the two numbers is right is not in the file.`,
  on: 'container',

  *check({ node, name }) {
    yield* judge(node, `Container "${name}"`);
  },

  also: {
    *workload({ podSpec }) {
      if (podSpec?.get('resources') !== undefined) yield* judge(podSpec, 'The Pod');
    },
    *shape({ node, resources }) {
      if (resources !== undefined) yield* judge(node, 'The container of these values');
    },
  },
});

const RESOURCES = ['cpu', 'memory', 'ephemeral-storage'];

/** `holder` has the `resources`. */
function* judge(holder: YamlNode, subject: string): Iterable<Outcome> {
  const pairs = RESOURCES.flatMap(resource => {
    const request = amountAt(holder, 'requests', resource);
    const limit = amountAt(holder, 'limits', resource);
    return request === undefined || limit === undefined ? [] : [{ resource, request, limit }];
  });
  if (pairs.length === 0) yield notApplicable('No resource has both a request and a limit.');
  for (const pair of pairs) yield outcomeOf(subject, pair);
}

function outcomeOf(subject: string, { resource, request, limit }: { resource: string; request: YamlNode; limit: YamlNode }): Outcome {
  const requested = quantityOf(request);
  const limited = quantityOf(limit);
  const name = resource === 'cpu' ? 'CPU' : resource;
  if (requested === undefined || limited === undefined) return unknown(`The ${name} request or limit is not a literal quantity.`);
  if (compareQuantities(requested, limited) <= 0) return satisfied();
  if (suspicionOf(resource, request) !== undefined || suspicionOf(resource, limit) !== undefined)
    return notApplicable(`One of the ${name} amounts cannot be meant, which "resources/suspicious-quantity" reports.`);
  return violated({
    span: pointAt(request),
    message: `${subject} requests ${request.text} of ${name}, more than its limit of ${limit.text}: the API server rejects such a Pod.`,
    related: [{ span: pointAt(limit), message: 'The limit' }],
    fixes: [
      fix(`Raise the limit to ${request.text}`, 'unsafe', replaceScalar(limit, request.text ?? '')),
      fix(
        `Swap the two: request ${limit.text}, limit ${request.text}`,
        'unsafe',
        replaceScalar(request, limit.text ?? ''),
        replaceScalar(limit, request.text ?? ''),
      ),
      fix(`Lower the request to ${limit.text}`, 'unsafe', replaceScalar(request, limit.text ?? '')),
    ],
  });
}
