import type { YamlNode } from '../yaml/yaml-node.js';
import { mapsOf } from './container.js';
import { isKind, type Resource } from './resource.js';
import { literalInteger, literalText } from './unresolved-text.js';

/** A Service that an Ingress sends traffic to. */
export interface IngressBackend {
  readonly node: YamlNode;
  readonly service: string | undefined;
  /** A number or a name of the Service's port. */
  readonly port: number | string | undefined;
}

/** The Services behind an Ingress, of the default backend and of all paths; nothing for other kinds. */
export function ingressBackendsOf(resource: Resource): IngressBackend[] {
  if (!isKind(resource, 'networking.k8s.io', 'Ingress')) return [];
  const spec = resource.node.get('spec');
  const paths = mapsOf(spec?.get('rules')).flatMap(rule => mapsOf(rule.find('http', 'paths')));
  return [spec?.get('defaultBackend'), ...paths.map(path => path.get('backend'))].flatMap(backendOf);
}

function backendOf(backend: YamlNode | undefined): IngressBackend[] {
  const node = backend?.get('service');
  if (node?.kind !== 'map') return [];
  const port = node.get('port');
  return [{ node, service: literalText(node.get('name')), port: literalInteger(port?.get('number')) ?? literalText(port?.get('name')) }];
}
