import type { Container, ContainerPort } from '../kubernetes/container.js';
import { probeOf } from '../kubernetes/probe.js';
import { handlerFor, handlerLike, isHealthPort, isOperatorPort, type ProposedHandler } from '../kubernetes/probe-handler.js';
import { runsToCompletion } from '../kubernetes/workload.js';
import type { TextEdit } from '../text/text-edit.js';
import { matchesWildcard } from '../text/wildcard.js';
import { insertEntry } from '../yaml/yaml-edit.js';
import type { ServiceFact } from './facts.js';
import { laterAdditions } from './later-changes.js';
import { isInFrontOf, servicesInFront } from './services-in-front.js';
import type { WorkspaceView } from './workspace-view.js';

/** A probe that a container lacks and should have, or why it need not have one. */
export type MissingProbe =
  | { readonly kind: 'present' }
  | { readonly kind: 'not-needed'; readonly because: string }
  | { readonly kind: 'unknown'; readonly because: string }
  | {
      readonly kind: 'missing';
      /** A Service that sends requests to the container; `undefined` if none of the workspace does. */
      readonly service: ServiceFact | undefined;
      /** The probe to propose, and the edit that writes it. */
      readonly proposal: { readonly handler: ProposedHandler; readonly edit: TextEdit | undefined } | undefined;
    };

export interface WantedProbe {
  readonly kind: 'readiness' | 'liveness';
  /** Paths to ask, the best first; one that the other probe asks is left out. */
  readonly paths: readonly string[];
  /** Names of containers that stand beside the program, as patterns. */
  readonly sidecars: readonly string[];
}

export const USUAL_SIDECARS: readonly string[] = [
  'istio-proxy',
  'linkerd-proxy',
  'envoy',
  'envoy-sidecar',
  'cloud-sql-proxy',
  'cloudsql-proxy',
  'kube-rbac-proxy*',
  'oauth2-proxy',
  'oauth-proxy',
  'vault-agent*',
  'fluent-bit',
  'fluentd',
  'filebeat',
  'promtail',
  'vector',
  'otel-collector',
  'otc-container',
  'jaeger-agent',
  'datadog-agent',
  'daprd',
  'config-reloader',
];

/** Whether a container that serves requests lacks a probe. */
export function missingProbeOf(container: Container, wanted: WantedProbe, workspace: WorkspaceView): MissingProbe {
  const probe = container.node.get(`${wanted.kind}Probe`);
  if (probe !== undefined && probe.value !== null) return { kind: 'present' };
  const because = whyNotNeeded(container, wanted.sidecars);
  if (because !== undefined) return { kind: 'not-needed', because };
  const later = laterAdditions(workspace, container);
  if (later !== undefined) return { kind: 'unknown', because: later };
  const services = servicesInFront(container.workload, workspace);
  if (services === undefined)
    return { kind: 'unknown', because: 'The labels of its Pods are filled in later, so that a Service may select them.' };
  const service = services.find(each => isInFrontOf(each, container));
  return { kind: 'missing', service, proposal: proposalFor(container, wanted, service) };
}

function whyNotNeeded({ workload, role, name, ports }: Container, sidecars: readonly string[]): string | undefined {
  const policy = workload.podSpec?.get('restartPolicy')?.text;
  if (role === 'init') return 'An init container ends before the Pod serves anything.';
  if (runsToCompletion(workload) || policy === 'Never' || policy === 'OnFailure') return 'Its Pods run to completion.';
  if (role === 'sidecar' || sidecars.some(pattern => matchesWildcard(pattern, name))) return 'It is a sidecar, not the program.';
  if (ports.length === 0) return 'It declares no ports.';
  return ports.some(({ protocol }) => protocol === 'TCP') ? undefined : 'It declares no TCP port, and the kubelet can ask no other.';
}

function proposalFor(container: Container, { kind, paths }: WantedProbe, service: ServiceFact | undefined) {
  const otherKind = kind === 'readiness' ? 'liveness' : 'readiness';
  const other = probeOf(container, otherKind);
  const path = paths.find(each => each !== other?.path) ?? '/';
  const port = portToAsk(container, service);
  const handler = (other && handlerLike(other, path)) ?? (port && handlerFor(port, path, portNameOf(service, port)));
  if (handler === undefined) return undefined;
  const lines = [`${kind}Probe:`, ...handler.lines.map(line => `  ${line}`)];
  return { handler, edit: insertEntry(container.node, { after: other === undefined ? 'ports' : `${otherKind}Probe` }, lines) };
}

/** A port for probes, else one that the Service sends requests to, else the first that is not for operators. */
function portToAsk({ ports }: Container, service: ServiceFact | undefined): ContainerPort | undefined {
  const candidates = ports.filter(({ protocol }) => protocol === 'TCP');
  return (
    candidates.find(isHealthPort) ??
    candidates.find(port => !isOperatorPort(port) && portNameOf(service, port) !== undefined) ??
    candidates.find(port => !isOperatorPort(port)) ??
    candidates[0]
  );
}

/** The name that a Service gives to a port of a container; `''` if it sends requests there and gives none. */
function portNameOf(service: ServiceFact | undefined, { name, number }: ContainerPort): string | undefined {
  const found = service?.ports.find(({ port, targetPort }) => {
    const target = targetPort ?? port;
    return target !== undefined && (target === name || target === number);
  });
  return found && (found.name ?? '');
}
