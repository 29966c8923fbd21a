import type { YamlNode } from '../yaml/yaml-node.js';
import {
  type LabelSelectorData,
  type NetworkPolicyPeer,
  type NetworkPolicyPort,
  type NetworkPolicyRule,
  type NetworkPolicySpec,
  networkPolicySpecOf,
} from './network-policy.js';
import type { Direction } from './network-reachability.js';
import type { Resource } from './resource.js';

/** A NetworkPolicy with the places of its parts. */
export interface WrittenPolicy {
  readonly resource: Resource;
  /** `spec` */
  readonly node: YamlNode;
  readonly spec: NetworkPolicySpec;
  /** All rules that are literal enough to be read. */
  readonly rules: readonly WrittenPolicyRule[];
}

export interface WrittenPolicyRule {
  readonly direction: Direction;
  readonly node: YamlNode;
  readonly rule: NetworkPolicyRule;
  /** Empty for everyone, and where a peer is not literal. */
  readonly peers: readonly { readonly node: YamlNode; readonly peer: NetworkPolicyPeer }[];
  /** Empty for all ports, and where a port is not literal. */
  readonly ports: readonly { readonly node: YamlNode; readonly port: NetworkPolicyPort }[];
}

/** `undefined` for other kinds and while there is no `spec`. */
export function writtenPolicyOf(resource: Resource): WrittenPolicy | undefined {
  const spec = networkPolicySpecOf(resource);
  const node = resource.node.get('spec');
  if (spec === undefined || node === undefined) return undefined;
  const known = WRITTEN.get(resource);
  if (known !== undefined) return known;
  const rules = [...rulesOf(node.get('ingress'), 'Ingress', spec.ingress), ...rulesOf(node.get('egress'), 'Egress', spec.egress)];
  const written: WrittenPolicy = { resource, node, spec, rules };
  WRITTEN.set(resource, written);
  return written;
}

/** Objects do not change, and several rules ask about each policy. */
const WRITTEN = new WeakMap<Resource, WrittenPolicy>();

/** The lines of a selector as a value in YAML; of an empty one `{}`. */
export function selectorLines({ matchLabels, matchExpressions }: LabelSelectorData): readonly string[] {
  const labels = Object.entries(matchLabels).map(([key, value]) => `  ${key}: ${isPlain(value) ? value : JSON.stringify(value)}`);
  const expressions = matchExpressions.flatMap(({ key, operator, values }) => [
    `  - key: ${key}`,
    `    operator: ${operator}`,
    ...(values.length === 0 ? [] : [`    values: [${values.map(value => JSON.stringify(value)).join(', ')}]`]),
  ]);
  const lines = [
    ...(labels.length === 0 ? [] : ['matchLabels:', ...labels]),
    ...(expressions.length === 0 ? [] : ['matchExpressions:', ...expressions]),
  ];
  return lines.length === 0 ? ['{}'] : lines;
}

function isPlain(value: string): boolean {
  return /^[a-z](?:[\w./-]*\w)?$/i.test(value) && !/^(?:true|false|yes|no|on|off|null|y|n)$/i.test(value);
}

function rulesOf(list: YamlNode | undefined, direction: Direction, rules: NetworkPolicySpec['ingress']): readonly WrittenPolicyRule[] {
  if (rules === 'unknown') return [];
  return rules.flatMap((rule, index) => {
    const node = list?.at(index);
    if (node === undefined) return [];
    const [peers, ports] = [node.get(direction === 'Ingress' ? 'from' : 'to'), node.get('ports')];
    return [{ direction, node, rule, peers: pair(peers, rule.peers, 'peer'), ports: pair(ports, rule.ports, 'port') }];
  });
}

function pair<Name extends string, Item>(list: YamlNode | undefined, items: readonly Item[] | undefined | 'unknown', name: Name) {
  if (!Array.isArray(items)) return [];
  return items.flatMap((item: Item, index) => {
    const node = list?.at(index);
    return node === undefined ? [] : [{ node, [name]: item } as { readonly node: YamlNode } & Readonly<Record<Name, Item>>];
  });
}
