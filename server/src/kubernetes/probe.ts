import type { YamlNode } from '../yaml/yaml-node.js';
import type { Container } from './container.js';
import { literalInteger, literalIntegerOrText } from './unresolved-text.js';

export type ProbeKind = 'liveness' | 'readiness' | 'startup';

/** A probe with Kubernetes' defaults applied. A number is `undefined` if it is written but not literal. */
export interface Probe {
  readonly kind: ProbeKind;
  readonly node: YamlNode;
  readonly handler: 'httpGet' | 'tcpSocket' | 'grpc' | 'exec' | undefined;
  readonly handlerNode: YamlNode | undefined;
  readonly portNode: YamlNode | undefined;
  /** A number, the name of a port of the container, or `undefined`. */
  readonly port: number | string | undefined;
  readonly pathNode: YamlNode | undefined;
  /** Of `httpGet`: `/` unless written. */
  readonly path: string | undefined;
  readonly host: YamlNode | undefined;
  /** Of `exec`. */
  readonly command: readonly YamlNode[];
  readonly initialDelaySeconds: number | undefined;
  readonly periodSeconds: number | undefined;
  readonly timeoutSeconds: number | undefined;
  readonly successThreshold: number | undefined;
  readonly failureThreshold: number | undefined;
}

/** A probe of a container; `undefined` if it has none. */
export function probeOf(container: Container, kind: ProbeKind): Probe | undefined {
  const node = container.node.get(`${kind}Probe`);
  if (node?.kind !== 'map') return undefined;
  const handler = HANDLERS.find(name => node.get(name) !== undefined);
  const handlerNode = handler && node.get(handler);
  const portNode = handlerNode?.get('port');
  const pathNode = handlerNode?.get('path');
  return {
    kind,
    node,
    handler,
    handlerNode,
    portNode,
    port: literalIntegerOrText(portNode),
    pathNode,
    path: handler === 'httpGet' ? (pathNode?.text ?? '/') : undefined,
    host: handlerNode?.get('host'),
    command: handlerNode?.get('command')?.items() ?? [],
    initialDelaySeconds: numberOr(node.get('initialDelaySeconds'), 0),
    periodSeconds: numberOr(node.get('periodSeconds'), 10),
    timeoutSeconds: numberOr(node.get('timeoutSeconds'), 1),
    successThreshold: numberOr(node.get('successThreshold'), 1),
    failureThreshold: numberOr(node.get('failureThreshold'), 3),
  };
}

/** The probes of a container: liveness, readiness, startup, as far as it has them. */
export function probesOf(container: Container): Probe[] {
  return PROBE_KINDS.map(kind => probeOf(container, kind)).filter(probe => probe !== undefined);
}

const PROBE_KINDS: readonly ProbeKind[] = ['liveness', 'readiness', 'startup'];
const HANDLERS = ['httpGet', 'tcpSocket', 'grpc', 'exec'] as const;

/** Zero and null mean the default to Kubernetes. */
function numberOr(node: YamlNode | undefined, standard: number): number | undefined {
  if (node === undefined || node.value === null) return standard;
  const number = literalInteger(node);
  return number === 0 ? standard : number;
}
