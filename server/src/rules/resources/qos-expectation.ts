import type { Container } from '../../kubernetes/container.js';
import { headOf } from '../../kubernetes/container.js';
import { amountAt, hasPodResources } from '../../kubernetes/container-resources.js';
import { qualityOfServiceOf } from '../../kubernetes/quality-of-service.js';
import { compareQuantities, quantityOf } from '../../kubernetes/quantity.js';
import type { Workload } from '../../kubernetes/workload.js';
import { matchesAny } from '../../text/wildcard.js';
import { pointAt } from '../../yaml/point-at.js';
import { replaceScalar } from '../../yaml/yaml-edit.js';
import { defineRule, type Finding, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

const ANNOTATION = 'plimsoll/quality-of-service';

export const qosExpectation = defineRule({
  id: 'resources/qos-expectation',
  title: 'Pods that are meant to be Guaranteed and are not',
  severity: 'information',
  release: 2,
  sop: ['S6.0/4'],
  why: `Pods are Guaranteed only if every container, init containers and sidecars too, limits CPU and memory and requests as much. One field of one
container makes them Burstable, and they are evicted before others.`,
  remedy: `Set requests and limits to the same amounts in every container. What is expected is said by the annotation \`${ANNOTATION}: Guaranteed\`, or in
the option \`guaranteed\`.`,
  fixSafety: `A container that requests more needs more room on a node.`,
  options: {
    guaranteed: { type: 'strings', default: [], description: 'Names of workloads that are meant to be Guaranteed, as patterns.' },
  },
  on: 'workload',

  *check(workload, { options }) {
    const { resource, template } = workload;
    const annotated = [template, resource.node].some(holder => holder.find('metadata', 'annotations', ANNOTATION)?.text === 'Guaranteed');
    if (!annotated && !matchesAny(options.guaranteed, resource.name))
      return yield notApplicable('Nobody says what class it is meant to have.');
    const actual = qualityOfServiceOf(workload);
    if (actual === undefined) return yield unknown('An amount is not literal.');
    if (actual === 'Guaranteed') return yield satisfied();
    const finding = hasPodResources(workload) ? undefined : breakerIn(workload, actual);
    yield violated(
      finding ?? {
        span: pointAt(resource.node.find('metadata', 'name') ?? resource.node),
        message: `The Pods are meant to be Guaranteed and are ${actual}: the resources of the Pod do not limit CPU and memory to what is requested.`,
      },
    );
  },
});

/** The first field that keeps the Pods from the class. */
function breakerIn({ containers }: Workload, actual: string): Finding | undefined {
  for (const container of containers)
    for (const amount of ['cpu', 'memory']) {
      const finding = breaker(container, amount, actual);
      if (finding !== undefined) return finding;
    }
  return undefined;
}

function breaker(container: Container, amount: string, actual: string): Finding | undefined {
  const limit = amountAt(container.node, 'limits', amount);
  const request = amountAt(container.node, 'requests', amount);
  const prefix = `The Pods are meant to be Guaranteed and are ${actual}: container "${container.name}"`;
  if (limit?.text === undefined) return { span: headOf(container), message: `${prefix} has no ${amount} limit.` };
  const [limited, requested] = [quantityOf(limit), quantityOf(request)];
  if (request === undefined || limited === undefined || requested === undefined || compareQuantities(limited, requested) === 0)
    return undefined;
  return {
    span: pointAt(request),
    message: `${prefix} requests ${request.text} of ${amount} and is limited to ${limit.text}.`,
    fixes: [fix(`Request ${limit.text}`, 'unsafe', replaceScalar(request, limit.value ?? limit.text))],
  };
}
