import type { YamlNode } from '../yaml/yaml-node.js';
import { protocolOf } from './container.js';
import { isKind, type Resource } from './resource.js';
import { labelSelectorOf } from './selector.js';
import { isUnresolved, literalIntegerOrText } from './unresolved-text.js';

/** The `spec` of a NetworkPolicy as plain data, defaults applied. A part that is not literal is `'unknown'`. */
export interface NetworkPolicySpec {
  readonly podSelector: LabelSelectorData | 'unknown';
  /** After defaulting: Ingress, plus Egress where egress rules exist, if `policyTypes` is omitted. */
  readonly types: readonly ('Ingress' | 'Egress')[] | 'unknown';
  readonly ingress: readonly NetworkPolicyRule[] | 'unknown';
  readonly egress: readonly NetworkPolicyRule[] | 'unknown';
}

export interface LabelSelectorData {
  readonly matchLabels: Readonly<Record<string, string>>;
  readonly matchExpressions: readonly { readonly key: string; readonly operator: string; readonly values: readonly string[] }[];
}

export interface NetworkPolicyRule {
  /** `undefined`: everyone (absent or empty). */
  readonly peers: readonly NetworkPolicyPeer[] | undefined | 'unknown';
  /** `undefined`: all ports (absent or empty). */
  readonly ports: readonly NetworkPolicyPort[] | undefined | 'unknown';
}

export interface NetworkPolicyPeer {
  readonly podSelector: LabelSelectorData | undefined;
  readonly namespaceSelector: LabelSelectorData | undefined;
  readonly ipBlock: { readonly cidr: string; readonly except: readonly string[] } | undefined;
}

export interface NetworkPolicyPort {
  /** `TCP` unless written. */
  readonly protocol: string;
  /** A number, a name, or `undefined`: all ports of the protocol. */
  readonly port: number | string | undefined;
  readonly endPort: number | undefined;
}

/** The `spec` of a NetworkPolicy; `undefined` for other kinds and while there is no `spec`. */
export function networkPolicySpecOf(resource: Resource): NetworkPolicySpec | undefined {
  const spec = isKind(resource, 'networking.k8s.io', 'NetworkPolicy') ? resource.node.get('spec') : undefined;
  if (spec?.kind !== 'map') return undefined;
  const known = SPECS.get(spec);
  if (known !== undefined) return known;
  const read = readSpec(spec);
  SPECS.set(spec, read);
  return read;
}

/** Nodes do not change, and several rules ask about each policy, again whenever another one changes. */
const SPECS = new WeakMap<YamlNode, NetworkPolicySpec>();

function readSpec(spec: YamlNode): NetworkPolicySpec {
  const egress = rulesOf(spec.get('egress'), 'to');
  return {
    podSelector: labelSelectorOf(spec.get('podSelector')),
    types: typesOf(spec, egress),
    ingress: rulesOf(spec.get('ingress'), 'from'),
    egress,
  };
}

function typesOf(spec: YamlNode, egress: NetworkPolicySpec['egress']): NetworkPolicySpec['types'] {
  const written = spec.get('policyTypes');
  if (written === undefined || written.style === 'empty' || (written.kind === 'sequence' && written.items().length === 0)) {
    return egress === 'unknown' ? 'unknown' : egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
  }
  const types = written.items().map(item => item.text);
  if (written.kind !== 'sequence' || types.some(type => type !== 'Ingress' && type !== 'Egress')) return 'unknown';
  return types.filter(type => type === 'Ingress' || type === 'Egress');
}

function rulesOf(rules: YamlNode | undefined, peersField: 'from' | 'to'): readonly NetworkPolicyRule[] | 'unknown' {
  if (rules === undefined || rules.value === null) return [];
  if (rules.kind !== 'sequence') return 'unknown';
  return rules.items().map(rule => ({ peers: listOf(rule, peersField, peerOf), ports: listOf(rule, 'ports', portOf) }));
}

/** An absent or empty list is `undefined`, one with a part that cannot be read is `'unknown'`, as is a rule that is not typed yet. */
function listOf<Item>(rule: YamlNode, field: string, read: (node: YamlNode) => Item | undefined): readonly Item[] | undefined | 'unknown' {
  if (rule.kind !== 'map') return 'unknown';
  const list = rule.get(field);
  if (list === undefined || list.value === null) return undefined;
  if (list.kind !== 'sequence') return 'unknown';
  const items = list.items().map(read);
  if (items.includes(undefined)) return 'unknown';
  return items.length === 0 ? undefined : items.filter(item => item !== undefined);
}

function peerOf(node: YamlNode): NetworkPolicyPeer | undefined {
  const podSelector = peerSelectorOf(node.get('podSelector'));
  const namespaceSelector = peerSelectorOf(node.get('namespaceSelector'));
  const ipBlock = node.get('ipBlock');
  const cidr = ipBlock?.get('cidr')?.text;
  if (podSelector === 'unknown' || namespaceSelector === 'unknown' || (ipBlock !== undefined && cidr === undefined)) return undefined;
  if (podSelector === undefined && namespaceSelector === undefined && cidr === undefined) return undefined;
  const except = (ipBlock?.get('except')?.items() ?? []).flatMap(item => item.text ?? []);
  return { podSelector, namespaceSelector, ipBlock: cidr === undefined ? undefined : { cidr, except } };
}

/** In a peer an empty selector selects everything, while an absent or empty value is no selector. */
function peerSelectorOf(node: YamlNode | undefined): LabelSelectorData | undefined | 'unknown' {
  return node === undefined || node.value === null ? undefined : labelSelectorOf(node);
}

function portOf(node: YamlNode): NetworkPolicyPort | undefined {
  const protocol = protocolOf(node);
  const port = literalIntegerOrText(node.get('port'));
  const endPort = literalIntegerOrText(node.get('endPort'));
  const isWritten = (field: string) => node.get(field) !== undefined && node.get(field)?.value !== null;
  if (node.kind !== 'map' || isUnresolved(protocol) || (port === undefined && isWritten('port'))) return undefined;
  if (typeof endPort !== 'number' && isWritten('endPort')) return undefined;
  return { protocol, port, endPort: typeof endPort === 'number' ? endPort : undefined };
}
