import type { YamlNode } from '../yaml/yaml-node.js';
import { mapsOf, protocolOf } from './container.js';
import { isKind, metadataOf, type Resource } from './resource.js';
import { type LabelSet, labelSetOf } from './selector.js';
import { literalInteger, literalIntegerOrText, literalText } from './unresolved-text.js';

/** A core `Service`, defaults applied. */
export interface Service {
  readonly resource: Resource;
  /** `ClusterIP` unless written. */
  readonly type: string;
  /** Whether `clusterIP` is `None`. */
  readonly headless: boolean;
  readonly selectorNode: YamlNode | undefined;
  /** `undefined` if the Service has no selector, or an empty one: it then selects nothing by itself. */
  readonly selector: LabelSet | undefined;
  readonly annotations: Readonly<Record<string, string>>;
  readonly ports: readonly ServicePort[];
}

export interface ServicePort {
  readonly node: YamlNode;
  readonly name: string | undefined;
  readonly port: number | undefined;
  /** As written: a number, a name, or `undefined` when omitted or unresolved. */
  readonly targetPort: number | string | undefined;
  readonly targetPortNode: YamlNode | undefined;
  /** `TCP` unless written. */
  readonly protocol: string;
  readonly appProtocol: string | undefined;
}

/** `undefined` for other kinds; a Knative `Service` is another kind. */
export function serviceOf(resource: Resource): Service | undefined {
  if (!isKind(resource, '', 'Service')) return undefined;
  const known = SERVICES.get(resource);
  if (known !== undefined) return known;
  const service = readService(resource);
  SERVICES.set(resource, service);
  return service;
}

/** Objects do not change, and a dozen rules ask about each Service. */
const SERVICES = new WeakMap<Resource, Service>();

function readService(resource: Resource): Service {
  const spec = resource.node.get('spec');
  const selectorNode = spec?.get('selector');
  const hasSelector = (selectorNode?.entries().length ?? 0) > 0;
  return {
    resource,
    type: spec?.get('type')?.text ?? 'ClusterIP',
    headless: spec?.get('clusterIP')?.text === 'None',
    selectorNode,
    selector: hasSelector ? labelSetOf(selectorNode) : undefined,
    annotations: metadataOf(resource.node, 'annotations'),
    ports: mapsOf(spec?.get('ports')).map(servicePortOf),
  };
}

function servicePortOf(node: YamlNode): ServicePort {
  const targetPortNode = node.get('targetPort');
  return {
    node,
    name: node.get('name')?.text,
    port: literalInteger(node.get('port')),
    targetPort: literalIntegerOrText(targetPortNode),
    targetPortNode,
    protocol: protocolOf(node),
    appProtocol: literalText(node.get('appProtocol')),
  };
}
