import { type Container, headOf } from '../../kubernetes/container.js';
import { requestOf } from '../../kubernetes/container-resources.js';
import { qualityOfServiceOf } from '../../kubernetes/quality-of-service.js';
import { isUnresolvedValue } from '../../kubernetes/unresolved-text.js';
import type { Workload } from '../../kubernetes/workload.js';
import type { Span } from '../../text/span.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { limitRangeFor, verticalAutoscalerOf } from '../../workspace/namespace-defaults.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { pointAt, pointAtKey } from '../../yaml/point-at.js';
import { appendEntry, setIn } from '../../yaml/yaml-edit.js';
import { defineRule, fix, satisfied, unknown, violated } from '../define-rule.js';
import { requestsDefect } from '../requests-defect.js';

export const requestsMissing = defineRule({
  id: 'resources/requests-missing',
  title: 'Container without a CPU or memory request',
  severity: 'warning',
  release: 1,
  sop: ['S6.0/1', 'S6.0/4'],
  why: `The scheduler places Pods by what they request. A container that requests nothing fits on any node, however full, and is the first
to be evicted there: if no container of a Pod requests or limits anything, the Pod is \`BestEffort\`. Autoscaling by utilisation cannot
work either, since utilisation is a share of the request.`,
  remedy: `Set \`resources.requests.cpu\` and \`resources.requests.memory\` to what the container uses in its busy hours.`,
  fixSafety: `The numbers are a place to start, not measured ones. A request that is too high keeps Pods from being scheduled.`,
  options: {
    cpu: { type: 'string', default: '100m', description: 'The CPU request that the fix writes.' },
    memory: { type: 'string', default: '128Mi', description: 'The memory request that the fix writes.' },
  },
  on: 'container',

  *check(container, { workspace, options }) {
    const { role, workload } = container;
    const missing = RESOURCES.filter(resource => requestOf(container, resource) === undefined);
    const silence = missing.length === 0 ? undefined : whySilent(container, missing, workspace);
    if (missing.length === 0) yield satisfied();
    else if (silence !== undefined) yield unknown(silence);
    else {
      const isBestEffort = role !== 'init' && qualityOfServiceOf(workload) === 'BestEffort';
      yield violated({
        span: placeOf(container),
        message: messageFor(container, missing, isBestEffort),
        defect: requestsDefect(container),
        related: isBestEffort && workload.containers.length > 1 ? [bestEffort(workload)] : [],
        ...(role === 'init' ? { severity: 'information' } : {}),
        fixes: [
          fix(
            `Request ${missing.map(resource => `${options[resource]} of ${NAMES[resource]}`).join(' and ')}`,
            'unsafe',
            addRequests(
              container,
              missing.map(resource => `${resource}: ${options[resource]}`),
            ),
          ),
        ],
      });
    }
  },
});

const RESOURCES = ['cpu', 'memory'] as const;
const NAMES = { cpu: 'CPU', memory: 'memory' } as const;

function whySilent(container: Container, missing: readonly (typeof RESOURCES)[number][], workspace: WorkspaceView): string | undefined {
  const { node, workload } = container;
  const resources = node.get('resources');
  if ([resources, resources?.get('requests')].some(isUnresolvedValue)) return 'Its resources are filled in later.';
  const later = laterAdditions(workspace, container);
  if (later !== undefined) return later;
  const ranges = missing.map(resource => limitRangeFor(workload.resource, workspace, 'requests', resource));
  if (!ranges.includes(undefined)) return `The LimitRange "${ranges[0]}" may set what is missing.`;
  const autoscaler = verticalAutoscalerOf(workload.resource, workspace);
  return autoscaler === undefined ? undefined : `The VerticalPodAutoscaler "${autoscaler}" sets the requests.`;
}

function messageFor({ name, workload }: Container, missing: readonly (typeof RESOURCES)[number][], isBestEffort: boolean): string {
  const [only] = missing;
  if (only !== undefined && missing.length === 1) return `Container "${name}" requests no ${NAMES[only]}.`;
  const message = `Container "${name}" requests neither CPU nor memory`;
  // Where other containers have a part in it, the sentence would change when one of them is mended, as if that were a new finding.
  const isAlone = isBestEffort && workload.containers.length === 1;
  return isAlone ? `${message}, and so its Pods are BestEffort: the first to be evicted from a full node.` : `${message}.`;
}

function bestEffort({ resource }: Workload) {
  const message = 'No container requests or limits anything, so that the Pods are BestEffort: the first to be evicted from a full node.';
  return { span: pointAt(resource.node.find('metadata', 'name') ?? resource.node), message };
}

function placeOf(container: Container): Span {
  const resources = container.node.get('resources');
  const nearest = resources?.get('requests') ?? resources;
  return nearest === undefined ? headOf(container) : pointAtKey(nearest);
}

function addRequests({ node }: Container, lines: readonly string[]) {
  const requests = node.find('resources', 'requests');
  return requests?.kind === 'map' ? appendEntry(requests, lines) : setIn(node, ['resources', 'requests'], lines);
}
