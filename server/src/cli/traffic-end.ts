import type { Linter } from '../engine/linter.js';
import { addressBlockOf } from '../kubernetes/address-block.js';
import type { AddressEnd, PodEnd } from '../kubernetes/network-traffic.js';
import type { PodsFact, ServiceFact } from '../workspace/facts.js';
import { fileOfMade } from '../workspace/made-unit.js';
import { podEndOf } from '../workspace/pod-traffic.js';
import type { WorkspaceView } from '../workspace/workspace-view.js';
import { suggestion } from './command.js';
import { shownPath } from './places.js';
import { UsageError } from './usage-error.js';

/** One end of a connection that a person asked about. */
export interface TrafficPlace {
  /** `Deployment "web"`, `address 203.0.113.7`. */
  readonly name: string;
  readonly end: PodEnd | AddressEnd;
  readonly workspace: WorkspaceView;
  /** The Service by which the Pods were named. */
  readonly service: ServiceFact | undefined;
}

/** Finds what a person calls an end of a connection. Throws {@link UsageError} if there is no such thing, or more than one. */
export function findTrafficPlace(text: string, linter: Linter, uris: readonly string[]): TrafficPlace {
  const views = uris.flatMap(uri => linter.viewOf(uri) ?? []);
  const [view] = views;
  if (view === undefined) throw new UsageError('There are no files here that Plimsoll analyses.');
  const block = addressBlockOf(text);
  if (block !== undefined) return { name: `address ${text}`, end: { kind: 'addresses', block }, workspace: view, service: undefined };
  const wanted = parseObjectName(text);
  const own = new Set(uris);
  const isWanted = (fact: PodsFact | ServiceFact) => own.has(fileOfMade(fact.uri)) && matches(fact, wanted);
  const pods = view.pods('workspace', undefined);
  const services = withoutVariants(view.services('workspace', undefined).filter(isWanted));
  const found = withoutVariants(pods.filter(isWanted));
  const viewOf = ({ uri }: PodsFact) => linter.viewOf(uri) ?? view;
  const [first] = found;
  if (first !== undefined && found.length === 1) return placeOf(first, viewOf(first), undefined);
  if (found.length > 1)
    throw new UsageError(`There are several "${text}": ${list(found)}. Say which, or name a PATH that has only one of them.`);
  const [service] = services;
  if (service === undefined)
    throw new UsageError(`There is no workload or Service "${text}" here.${suggestion(wanted.name, pods.map(namedIn(own)))}`);
  if (services.length > 1) throw new UsageError(`There are several Services "${text}": ${list(services)}. Say which.`);
  const behind = withoutVariants(pods.filter(each => isBehind(service, each)));
  const [only] = behind;
  if (only === undefined) throw new UsageError(`No workload here has the labels that Service "${service.object.name}" selects.`);
  if (behind.length > 1) throw new UsageError(`Service "${service.object.name}" selects several workloads: ${list(behind)}. Say which.`);
  return placeOf(only, viewOf(only), service);
}

/** Of what one file makes in several variants (values of a chart, overlays), the first. */
function withoutVariants<Item extends PodsFact | ServiceFact>(facts: readonly Item[]): readonly Item[] {
  const identity = ({ uri, object }: Item) => JSON.stringify([fileOfMade(uri), object.kind, object.namespace, object.name]);
  return facts.filter((fact, index) => facts.findIndex(other => identity(other) === identity(fact)) === index);
}

/** `[namespace/][Kind/]name`; a kind starts with a capital letter, a namespace cannot. */
interface ObjectName {
  readonly namespace: string | undefined;
  readonly kind: string | undefined;
  readonly name: string;
}

function parseObjectName(text: string): ObjectName {
  const [name = '', second, third, ...surplus] = text.split('/').reverse();
  if (name === '' || surplus.length > 0)
    throw new UsageError(`"${text}" is neither NAME, KIND/NAME, NAMESPACE/NAME nor NAMESPACE/KIND/NAME.`);
  const isKind = second !== undefined && (third !== undefined || /^[A-Z]/.test(second));
  return { name, kind: isKind ? second : undefined, namespace: isKind ? third : second };
}

function matches({ object }: PodsFact | ServiceFact, { namespace, kind, name }: ObjectName): boolean {
  if (object.name !== name || (kind !== undefined && object.kind.toLowerCase() !== kind.toLowerCase())) return false;
  return namespace === undefined || object.namespace === namespace;
}

function namedIn(uris: ReadonlySet<string>): (fact: PodsFact) => string {
  return ({ uri, object }) => (uris.has(fileOfMade(uri)) ? object.name : '');
}

function isBehind({ selector, object }: ServiceFact, pods: PodsFact): boolean {
  const isSame = object.namespace === pods.object.namespace;
  return isSame && selector !== undefined && Object.entries(selector).every(([key, value]) => pods.podLabels[key] === value);
}

function placeOf(pods: PodsFact, workspace: WorkspaceView, service: ServiceFact | undefined): TrafficPlace {
  return { name: `${pods.object.kind} "${pods.object.name}"`, end: podEndOf(pods, workspace), workspace, service };
}

function list(facts: readonly (PodsFact | ServiceFact)[]): string {
  return facts
    .map(
      ({ uri, object: { kind, namespace, name } }) =>
        `${namespace === undefined ? '' : `${namespace}/`}${kind}/${name} in ${shownPath(fileOfMade(uri))}`,
    )
    .join(', ');
}
