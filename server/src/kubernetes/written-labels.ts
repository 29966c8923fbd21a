import type { YamlNode } from '../yaml/yaml-node.js';
import { mapsOf } from './container.js';
import type { Resource } from './resource.js';
import { workloadOf } from './workload.js';

/** A value that Kubernetes reads as the value of a label. */
export interface WrittenLabel {
  readonly key: string;
  readonly node: YamlNode;
  /** Whether it asks for a label (a selector) instead of setting one. */
  readonly isSelector: boolean;
}

/** Every label that an object sets or selects: its own, those of its Pod template and claims, and its selectors. */
export function writtenLabelsOf(resource: Resource): WrittenLabel[] {
  const { node, kind } = resource;
  const template = workloadOf(resource)?.template;
  const claims = kind === 'StatefulSet' ? mapsOf(node.find('spec', 'volumeClaimTemplates')) : [];
  const holders = [node, ...(template === undefined || template === node ? [] : [template]), ...claims];
  const set = holders.flatMap(holder => holder.find('metadata', 'labels')?.entries() ?? []);
  const selector = node.find('spec', 'selector');
  const selected = SIMPLE_SELECTORS.has(kind) ? selector?.entries() : selector?.get('matchLabels')?.entries();
  return [
    ...set.map(([key, value]) => ({ key, node: value, isSelector: false })),
    ...(selected ?? []).map(([key, value]) => ({ key, node: value, isSelector: true })),
  ];
}

const SIMPLE_SELECTORS = new Set(['Service', 'ReplicationController']);
