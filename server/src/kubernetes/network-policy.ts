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
