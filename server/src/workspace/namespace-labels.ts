import { ownValue } from '../kubernetes/resource.js';
import type { LabelSet } from '../kubernetes/selector.js';
import type { ObjectFact } from './facts.js';

/** The label that Kubernetes gives to every namespace: its name. */
const NAMESPACE_NAME_LABEL = 'kubernetes.io/metadata.name';

/** The labels of a namespace as its manifests have them. Where there is none, or where they differ, others may be there. */
export function labelsOfNamespace(name: string, manifests: readonly ObjectFact[]): LabelSet {
  const [first, ...others] = manifests.map(({ content }) => labelSetIn(content));
  const own = { [NAMESPACE_NAME_LABEL]: name };
  if (first === undefined) return { labels: own, known: false };
  const isShared = ([key, value]: [string, string]) => others.every(({ labels }) => ownValue(labels, key) === value);
  const shared = Object.entries(first.labels).filter(isShared);
  const isSame =
    others.every(({ labels }) => Object.keys(labels).length === shared.length) && shared.length === Object.keys(first.labels).length;
  return { labels: { ...Object.fromEntries(shared), ...own }, known: isSame && [first, ...others].every(({ known }) => known) };
}

function labelSetIn({ labels, areLabelsKnown }: ObjectFact['content']): LabelSet {
  const entries = typeof labels === 'object' && labels !== null ? Object.entries(labels) : [];
  const texts = entries.flatMap(([key, value]): [string, string][] => (typeof value === 'string' ? [[key, value]] : []));
  return { labels: Object.fromEntries(texts), known: areLabelsKnown === true };
}
