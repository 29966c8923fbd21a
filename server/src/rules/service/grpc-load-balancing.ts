import { type Service, type ServicePort, serviceOf } from '../../kubernetes/service.js';
import type { WorkloadFact } from '../../workspace/facts.js';
import { grpcEvidenceOf } from '../../workspace/grpc-backends.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { fileOfMade } from '../../workspace/made-unit.js';
import { plainValue } from '../../workspace/plain-value.js';
import { autoscalersOf } from '../../workspace/scaling.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import { podsBehind } from '../../workspace/service-pods.js';
import { routesTo } from '../../workspace/service-routes.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { pointAt } from '../../yaml/point-at.js';
import { defineRule, type Fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

export const grpcLoadBalancing = defineRule({
  id: 'service/grpc-load-balancing',
  title: 'gRPC behind one address for several Pods',
  severity: 'hint',
  release: 3,
  sop: ['G7.1/4'],
  why: `The address of a Service spreads connections, not calls. A gRPC client opens one connection and keeps it: all its calls go to the same Pod,
whatever the number of replicas.`,
  remedy: `Let the clients see all Pods through a Service with \`clusterIP: None\` and balance among them (\`dns:///\` and \`round_robin\`), or
let a mesh, a GRPCRoute or another proxy that knows HTTP/2 do it.`,
  fixSafety: `The clients have to be told the new name, and to balance.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const service = serviceOf(resource);
    if (service === undefined) return;
    const [first] = service.ports.flatMap(port => {
      const evidence = grpcEvidenceOf({ name: port.name, port: port.port, appProtocol: port.appProtocol });
      return evidence === undefined ? [] : [{ port, evidence }];
    });
    if (first === undefined) yield notApplicable('Nothing shows that it speaks gRPC.');
    else if (service.type !== 'ClusterIP') yield notApplicable(`A Service of type ${service.type} has clients outside of the cluster.`);
    else if (service.headless) yield satisfied('Its clients see all Pods.');
    else yield judge(service, first.port, first.evidence, workspace);
  },
});

function judge(service: Service, port: ServicePort, evidence: string, workspace: WorkspaceView): Outcome {
  const namespace = namespaceIn(workspace, service.resource);
  const pods = podsBehind(service, workspace);
  if (pods.kind !== 'selected') return unknown(pods.because);
  const replicated = pods.workloads.filter(({ object }) => object.kind === 'Deployment' || object.kind === 'Rollout');
  if (replicated.length === 0) return notApplicable('The Pods behind it are no copies of each other.');
  const counts = replicated.map(workload => podsOf(workload, workspace));
  if (counts.includes(undefined)) return unknown('The files do not say how many Pods there are.');
  const count = Math.max(...counts.map(each => each?.count ?? 0));
  const isScaled = counts.some(each => each?.isScaled);
  if (count < 2) return notApplicable('There is one Pod behind it.');
  const balancer = balancerFor(service, pods.workloads, namespace, workspace) ?? laterAdditions(workspace);
  if (balancer !== undefined) return unknown(balancer);
  return violated({
    span: pointAt(port.node.get('appProtocol') ?? port.node.get('name') ?? port.node.get('port') ?? port.node),
    // It was so before there were several Pods, or before it selected them.
    comesToLight: true,
    message: `Service "${service.resource.name}" speaks gRPC (${evidence}) behind one address for ${isScaled ? 'up to ' : ''}${count} Pods: a client sends all its calls to the one that its connection leads to.`,
    fixes: [headlessBeside(service, namespace, workspace)],
  });
}

interface PodCount {
  readonly count: number;
  /** Whether an autoscaler decides, and the count is the most that it makes. */
  readonly isScaled: boolean;
}

/** How many Pods a workload has at most; `undefined` if the files do not say. */
function podsOf({ object, replicas }: WorkloadFact, workspace: WorkspaceView): PodCount | undefined {
  const [scaler] = autoscalersOf(workspace, object.kind, object.name, object.namespace);
  if (scaler === undefined) return replicas === undefined ? undefined : { count: replicas, isScaled: false };
  const most = plainValue(scaler.content, 'spec', scaler.object.kind === 'HorizontalPodAutoscaler' ? 'maxReplicas' : 'maxReplicaCount');
  return typeof most === 'number' ? { count: most, isScaled: true } : undefined;
}

/** What may spread the calls, as a full sentence. */
function balancerFor(
  { resource, selector }: Service,
  workloads: readonly WorkloadFact[],
  namespace: string | undefined,
  workspace: WorkspaceView,
): string | undefined {
  const mark = workloads
    .flatMap(({ podAnnotations, podLabels }) => Object.keys({ ...podAnnotations, ...podLabels }))
    .find(key => MESH.test(key));
  if (mark !== undefined) return `"${mark}" says that a mesh spreads its calls.`;
  const object = MESH_KINDS.flatMap(kind => workspace.objects('workspace', kind, undefined))[0];
  if (object !== undefined) return `${object.object.kind} "${object.object.name}" shows a mesh, which spreads calls.`;
  const [route] = routesTo(resource.name, namespace, workspace);
  if (route !== undefined) return `${route.object.kind} "${route.object.name}" leads to it: its controller spreads calls.`;
  const labels = JSON.stringify(selector?.labels);
  const other = workspace.services('workspace', namespace).find(each => each.headless && JSON.stringify(each.selector) === labels);
  return other === undefined ? undefined : `The clients may use Service "${other.object.name}", which shows them all Pods.`;
}

const MESH = /istio|linkerd|consul\.hashicorp|kuma\.io|appmesh|mesh/i;

const MESH_KINDS = [
  'DestinationRule',
  'VirtualService',
  'PeerAuthentication',
  'AuthorizationPolicy',
  'ServiceProfile',
  'MeshService',
  'GRPCRoute',
];

/** A second Service with all the Pods, in a file of its own: the address of the first cannot be taken away from it. */
function headlessBeside({ resource, selector, ports }: Service, namespace: string | undefined, workspace: WorkspaceView): Fix | undefined {
  const name = `${resource.name}-headless`;
  const numbers = ports.flatMap(({ port }) => port ?? []);
  const labels = Object.entries(selector?.labels ?? {});
  const isPlain = /^[a-z0-9-]+$/.test(resource.name) && labels.every(pair => pair.every(text => /^[A-Za-z][\w./-]*$/.test(text)));
  const isMade = fileOfMade(workspace.uri) !== workspace.uri || workspace.kustomize !== undefined;
  if (isMade || !isPlain || numbers.length !== ports.length) return undefined;
  const path = `service-${name}.yaml`;
  const text = [
    'apiVersion: v1',
    'kind: Service',
    'metadata:',
    `  name: ${name}`,
    ...(namespace === undefined ? [] : [`  namespace: ${namespace}`]),
    'spec:',
    '  clusterIP: None',
    '  selector:',
    ...labels.map(([key, value]) => `    ${key}: ${value}`),
    '  ports:',
    ...ports.flatMap(portLines),
    '',
  ].join('\n');
  return { title: `Create Service "${name}" in ${path}`, safety: 'unsafe', edits: [], create: [{ path, text }] };
}

function portLines({ name, port, targetPort, appProtocol }: ServicePort): string[] {
  const fields = [
    ...(name === undefined ? [] : [`name: ${name}`]),
    `port: ${port}`,
    ...(targetPort === undefined ? [] : [`targetPort: ${targetPort}`]),
    ...(appProtocol === undefined ? [] : [`appProtocol: ${appProtocol}`]),
  ];
  return fields.map((field, index) => `${index === 0 ? '    - ' : '      '}${field}`);
}
