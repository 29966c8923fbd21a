import { addressBlockOf } from '../kubernetes/address-block.js';
import type { PodEnd, TrafficPort } from '../kubernetes/network-traffic.js';
import type { ServiceFact } from '../workspace/facts.js';
import type { TrafficPlace } from './traffic-end.js';
import { UsageError } from './usage-error.js';

/** A port of the Pods that was asked about, and how it came to be meant. */
export interface AskedPort extends TrafficPort {
  /** `port 8080 (TCP)`. */
  readonly text: string;
}

/** `web:8080/UDP` without its port, and the port. An IPv6 address with a port stands in brackets. */
export function splitPort(text: string): { readonly name: string; readonly port: string | undefined } {
  const [, address, bracketPort] = /^\[([^\]]+)\](?::(.+))?$/.exec(text) ?? [];
  if (address !== undefined) return { name: address, port: bracketPort };
  const colon = addressBlockOf(text) === undefined ? text.lastIndexOf(':') : -1;
  return colon === -1 ? { name: text, port: undefined } : { name: text.slice(0, colon), port: text.slice(colon + 1) };
}

/** The ports of the Pods that a person asks about: the one named, or all that are declared. Throws {@link UsageError}. */
export function askedPorts({ end, service, name }: TrafficPlace, text: string | undefined): readonly AskedPort[] {
  if (text === undefined) return declaredPorts(end.kind === 'pods' ? end : undefined, service);
  const [, port = '', protocol = 'TCP'] = /^([a-z0-9-]+)(?:\/(tcp|udp|sctp))?$/i.exec(text) ?? [];
  if (port === '') throw new UsageError(`"${text}" is no port: write a number or a name, with /UDP behind it where it is not TCP.`);
  const wanted = protocol.toUpperCase();
  if (service !== undefined && end.kind === 'pods') return [servicePort(service, end, port, wanted)];
  if (/^\d+$/.test(port)) return [askedPort(Number(port), wanted)];
  const named = end.kind === 'pods' ? end.ports.find(each => each.name === port && each.protocol === wanted) : undefined;
  if (named === undefined) throw new UsageError(`No container of ${name} declares a ${wanted} port named "${port}".`);
  return [askedPort(named.number, wanted)];
}

function declaredPorts(pods: PodEnd | undefined, service: ServiceFact | undefined): readonly AskedPort[] {
  const declared =
    service === undefined || pods === undefined
      ? (pods?.ports ?? []).map(({ number, protocol }) => askedPort(number, protocol))
      : service.ports.map(port => targetOf(port, pods));
  return declared.length === 0 ? [askedPort(undefined, 'TCP')] : declared;
}

function servicePort({ ports, object }: ServiceFact, pods: PodEnd, wanted: string, protocol: string): AskedPort {
  const found = ports.find(port => port.protocol === protocol && (port.name === wanted || String(port.port) === wanted));
  if (found !== undefined) return targetOf(found, pods);
  const known = ports.map(({ name, port }) => (name === undefined ? `${port}` : `${name} (${port})`)).join(', ');
  throw new UsageError(`Service "${object.name}" has no ${protocol} port ${wanted}${known === '' ? '' : `, only ${known}`}.`);
}

/** Policies see the port of the Pod, not the one of the Service. */
function targetOf({ port, targetPort, protocol }: ServiceFact['ports'][number], pods: PodEnd): AskedPort {
  const target = targetPort ?? port;
  const number =
    typeof target === 'number' ? target : pods.ports.find(({ name, protocol: other }) => name === target && other === protocol)?.number;
  return askedPort(number, protocol);
}

function askedPort(number: number | undefined, protocol: string): AskedPort {
  return { number, protocol, text: number === undefined ? `any port (${protocol})` : `port ${number} (${protocol})` };
}
