import type { ContainerPort } from './container.js';
import type { Probe } from './probe.js';
import { isUnresolved } from './unresolved-text.js';

/** What is asked of a port: YAML lines of a probe's handler, and the handler in words. */
export interface ProposedHandler {
  readonly lines: readonly string[];
  /** `GET /readyz on port "http"`. */
  readonly title: string;
}

/**
 * The handler of a probe for a port, by what its name and number suggest: gRPC health, a TCP connection for protocols that no probe
 * speaks, otherwise HTTP on a path. `undefined` for ports that cannot be probed.
 */
export function handlerFor(port: ContainerPort, path: string, hint: string | undefined): ProposedHandler | undefined {
  if (port.protocol !== 'TCP') return undefined;
  const names = [port.name, hint].filter(name => name !== undefined);
  if (names.some(isGrpcName) || port.number === USUAL_GRPC_PORT) return port.number === undefined ? undefined : grpcHandler(port.number);
  const reference = referenceTo(port);
  if (reference === undefined) return undefined;
  if (names.some(isTcpName) || TCP_PORTS.has(port.number ?? 0)) return tcpHandler(reference);
  return httpHandler(reference, path, names.some(isHttpsName) || port.number === 443 || port.number === 8443);
}

/** The handler of another probe of the container, on another path; `undefined` where it asks by other means than a port. */
export function handlerLike({ handler, port, handlerNode, host }: Probe, path: string): ProposedHandler | undefined {
  if (port === undefined || host !== undefined || (typeof port === 'string' && !PLAIN_NAME.test(port))) return undefined;
  if (handler === 'httpGet') return httpHandler(`${port}`, path, handlerNode?.get('scheme')?.text === 'HTTPS');
  if (handler === 'grpc' && typeof port === 'number') return grpcHandler(port);
  return handler === 'tcpSocket' ? tcpHandler(`${port}`) : undefined;
}

/** Whether a port says that it's for probes. */
export function isHealthPort({ name }: Pick<ContainerPort, 'name'>): boolean {
  return name !== undefined && /^(?:health|healthz|healthcheck|probes?|live(?:z|ness)?|ready(?:z)?|readiness)(?:-|$)/.test(name);
}

/** Whether a port serves its operators and not its users. */
export function isOperatorPort({ name }: Pick<ContainerPort, 'name'>): boolean {
  return (
    isHealthPort({ name }) ||
    (name !== undefined &&
      /(?:^|-)(?:\w*metrics?(?:https?)?|prom(?:etheus)?|monitoring|telemetry|admin|debug|pprof|profiling|jmx)(?:-|$)/.test(name))
  );
}

const PLAIN_NAME = /^(?!(?:y|n|on|no|off|yes|true|null|false)$)[a-z](?:[a-z0-9-]{0,13}[a-z0-9])?$/;
const USUAL_GRPC_PORT = 50051;
const TCP_PORTS = new Set([22, 25, 53, 389, 636, 1433, 1521, 1883, 2181, 2379, 3306, 4222, 5432, 5672, 6379, 9042, 9092, 11211, 27017]);
const TCP_NAMES =
  /^(?:tcp|tls|postgres(?:ql)?|pg|mysql|mariadb|mssql|oracle|redis|valkey|mongo(?:db)?|amqps?|rabbitmq|kafka|broker|mqtt|memcached?|dns|ssh|smtp|ldaps?|nats|etcd|peer|raft|gossip|serf|cql|cassandra|zookeeper|zk|bolt|thrift|rpc)(?:-|$)/;

function isGrpcName(name: string): boolean {
  return /(?:^|-)grpc(?:-|$)/.test(name);
}

function isTcpName(name: string): boolean {
  return TCP_NAMES.test(name);
}

function isHttpsName(name: string): boolean {
  return /^https(?:-|$)/.test(name);
}

/** The name of a port, if it has one that can be written as it is, else its number. */
function referenceTo({ name, number }: ContainerPort): string | undefined {
  if (name !== undefined && !isUnresolved(name) && PLAIN_NAME.test(name)) return name;
  return number === undefined ? undefined : `${number}`;
}

function httpHandler(port: string, path: string, isTls: boolean): ProposedHandler {
  const lines = ['httpGet:', `  path: ${path}`, `  port: ${port}`, ...(isTls ? ['  scheme: HTTPS'] : [])];
  return { lines, title: `GET ${path} on ${portText(port)}` };
}

function tcpHandler(port: string): ProposedHandler {
  return { lines: ['tcpSocket:', `  port: ${port}`], title: `a TCP connection to ${portText(port)}` };
}

function portText(port: string): string {
  return /^\d+$/.test(port) ? `port ${port}` : `port "${port}"`;
}

function grpcHandler(port: number): ProposedHandler {
  return { lines: ['grpc:', `  port: ${port}`], title: `gRPC health on port ${port}` };
}
