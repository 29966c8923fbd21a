import type { YamlNode } from '../yaml/yaml-node.js';

/** `${X}`, `$(X)`, `($x)`, `{{ x }}`, `<% x %>`, `ENC[…]`: what another program replaces before Kubernetes reads the text. */
const PLACEHOLDER = /\$\{|\$\(|^\(\$.*\)$|\{\{|<%|^ENC\[/;

/** Whether a text holds a placeholder, so that nobody can know its value from the file. */
export function isUnresolved(text: string): boolean {
  return PLACEHOLDER.test(text);
}

/** Whether another program writes a value: it is such a text, or `{{ x }}` without quotes, which YAML takes for maps. */
export function isUnresolvedValue(node: YamlNode | undefined): boolean {
  if (node?.kind === 'map') return node.source.text.startsWith('{{', node.span.start);
  return isUnresolved(node?.text ?? '');
}

/** Whether a text is a name in capitals such as `PORT`: where Kubernetes takes none, it stands for what somebody fills in. */
export function isStandIn(text: string): boolean {
  return /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/.test(text);
}

/** The text of a scalar if it is written and literal. Not for `args`, `command` and `env`, where `$(X)` belongs to Kubernetes. */
export function literalText(node: YamlNode | undefined): string | undefined {
  return node?.text === undefined || isUnresolved(node.text) ? undefined : node.text;
}

/** The whole number that a scalar holds. */
export function literalInteger(node: YamlNode | undefined): number | undefined {
  return typeof node?.value === 'number' && Number.isSafeInteger(node.value) ? node.value : undefined;
}

/** The number, or the text, of a field that takes both (`targetPort`, `maxUnavailable`). A number in quotes is a text, as for Kubernetes. */
export function literalIntegerOrText(node: YamlNode | undefined): number | string | undefined {
  return literalInteger(node) ?? (typeof node?.value === 'string' ? literalText(node) : undefined);
}
