import type { YamlNode } from '../yaml/yaml-node.js';
import { mapsOf } from './container.js';
import { isKind, metadataOf, type Resource } from './resource.js';
import { literalInteger, literalText } from './unresolved-text.js';

/** An `Ingress` of networking.k8s.io. */
export interface Ingress {
  readonly resource: Resource;
  readonly spec: YamlNode | undefined;
  /** The literal ones. */
  readonly annotations: Readonly<Record<string, string>>;
  /** `ingressClassName`, else the annotation that it replaced. */
  readonly className: string | undefined;
  readonly classNode: YamlNode | undefined;
  readonly legacyClassNode: YamlNode | undefined;
  readonly tls: readonly IngressTls[];
  readonly rules: readonly IngressRule[];
  /** Of the default backend and of all paths. */
  readonly backends: readonly IngressBackend[];
}

export interface IngressTls {
  readonly node: YamlNode;
  readonly hosts: readonly YamlNode[];
}

export interface IngressRule {
  readonly node: YamlNode;
  readonly host: YamlNode | undefined;
  readonly paths: readonly IngressPath[];
}

export interface IngressPath {
  readonly node: YamlNode;
  readonly path: YamlNode | undefined;
  readonly pathType: YamlNode | undefined;
  readonly backend: IngressBackend | undefined;
}

/** A Service that an Ingress sends traffic to. */
export interface IngressBackend {
  readonly node: YamlNode;
  readonly service: string | undefined;
  readonly serviceNode: YamlNode | undefined;
  /** A number or a name of the Service's port. */
  readonly port: number | string | undefined;
  readonly portNode: YamlNode | undefined;
}

export const LEGACY_CLASS = 'kubernetes.io/ingress.class';

/** `undefined` for other kinds. */
export function ingressOf(resource: Resource): Ingress | undefined {
  if (!isKind(resource, 'networking.k8s.io', 'Ingress')) return undefined;
  const spec = resource.node.get('spec');
  const classNode = spec?.get('ingressClassName');
  const legacyClassNode = resource.node.find('metadata', 'annotations', LEGACY_CLASS);
  const rules = mapsOf(spec?.get('rules')).map(ruleOf);
  const defaultBackend = backendOf(spec?.get('defaultBackend'));
  return {
    resource,
    spec,
    annotations: metadataOf(resource.node, 'annotations'),
    className: literalText(classNode?.text === undefined ? legacyClassNode : classNode),
    classNode,
    legacyClassNode,
    tls: mapsOf(spec?.get('tls')).map(node => ({ node, hosts: node.get('hosts')?.items() ?? [] })),
    rules,
    backends: [defaultBackend, ...rules.flatMap(({ paths }) => paths.map(({ backend }) => backend))].filter(each => each !== undefined),
  };
}

/** Whether a name of a host covers another one: `*` stands for one label. */
export function coversHost(pattern: string, host: string): boolean {
  if (pattern === host) return true;
  const dot = host.indexOf('.');
  return pattern.startsWith('*.') && dot > 0 && pattern.slice(1) === host.slice(dot);
}

function ruleOf(node: YamlNode): IngressRule {
  const paths = mapsOf(node.find('http', 'paths')).map(path => ({
    node: path,
    path: path.get('path'),
    pathType: path.get('pathType'),
    backend: backendOf(path.get('backend')),
  }));
  return { node, host: node.get('host'), paths };
}

function backendOf(backend: YamlNode | undefined): IngressBackend | undefined {
  const node = backend?.get('service');
  if (node?.kind !== 'map') return undefined;
  const serviceNode = node.get('name');
  const [number, name] = [node.find('port', 'number'), node.find('port', 'name')];
  const port = literalInteger(number) ?? literalText(name);
  return { node, service: literalText(serviceNode), serviceNode, port, portNode: number ?? name };
}
