import { headOf } from '../../kubernetes/container.js';
import { requestOf } from '../../kubernetes/container-resources.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { limitRangeFor, verticalAutoscalerOf } from '../../workspace/namespace-defaults.js';
import { utilisationMetricsOf } from '../../workspace/utilisation-metrics.js';
import { pointAtKey } from '../../yaml/point-at.js';
import { appendEntry, setIn } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';
import { requestsDefect } from '../requests-defect.js';

export const hpaNeedsRequest = defineRule({
  id: 'resources/hpa-needs-request',
  title: 'Autoscaling by utilisation of a request that is not there',
  severity: 'warning',
  release: 2,
  sop: ['beyond: the standard does not speak of autoscalers'],
  why: `Utilisation is a share of the request. If one container of the Pod requests nothing, the autoscaler cannot compute it, and does not scale at
all: its condition says \`FailedGetResourceMetric\`.`,
  remedy: `Request the resource in every container, sidecars too, or scale by the average value.`,
  fixSafety: `The numbers are a place to start, not measured ones.`,
  options: {
    cpu: { type: 'string', default: '100m', description: 'The CPU request that the fix writes.' },
    memory: { type: 'string', default: '128Mi', description: 'The memory request that the fix writes.' },
  },
  on: 'container',

  *check(container, { workspace, options }) {
    const { workload, role, node } = container;
    if (role === 'init') return yield notApplicable('An init container has ended when the autoscaler looks.');
    const metrics = utilisationMetricsOf(container, workspace);
    if (metrics.length === 0) return yield notApplicable('No autoscaler scales it by utilisation.');
    const missing = metrics.find(({ resource }) => requestOf(container, resource) === undefined);
    if (missing === undefined) return yield satisfied();
    const { resource, scaler } = missing;
    const later = laterAdditions(workspace, container);
    if (later !== undefined) return yield unknown(later);
    const range = limitRangeFor(workload.resource, workspace, 'requests', resource);
    if (range !== undefined) return yield unknown(`The LimitRange "${range}" may set what is missing.`);
    const vertical = verticalAutoscalerOf(workload.resource, workspace);
    if (vertical !== undefined) return yield unknown(`The VerticalPodAutoscaler "${vertical}" sets the requests.`);
    const resources = node.get('resources');
    const nearest = resources?.get('requests') ?? resources;
    const requests = node.find('resources', 'requests');
    const line = `${resource}: ${options[resource]}`;
    const edit = requests?.kind === 'map' ? appendEntry(requests, [line]) : setIn(node, ['resources', 'requests'], [line]);
    yield violated({
      span: nearest === undefined ? headOf(container) : pointAtKey(nearest),
      message: `Container "${container.name}" requests no ${NAMES[resource]}, so HorizontalPodAutoscaler "${scaler.object.name}" cannot compute its utilisation and does not scale.`,
      defect: requestsDefect(container),
      related: [{ message: 'The autoscaler is here.', uri: scaler.uri, object: scaler.object, path: ['spec'] }],
      fixes: [fix(`Request ${options[resource]} of ${NAMES[resource]}`, 'unsafe', edit)],
    });
  },
});

const NAMES = { cpu: 'CPU', memory: 'memory' } as const;
