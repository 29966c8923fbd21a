import type { Span } from '../text/span.js';
import type { PodsFact } from '../workspace/facts.js';
import type { NearPods } from '../workspace/nearest-pods.js';
import { pointAt, pointAtKey } from '../yaml/point-at.js';
import { renameKey, replaceScalar } from '../yaml/yaml-edit.js';
import type { YamlNode } from '../yaml/yaml-node.js';
import { type Fix, fix, type RelatedPlace } from './define-rule.js';

/** Makes the one label of a `LabelSelector` that differs the one of the Pods, and says where it stands. */
export function nearLabelFix(
  selector: YamlNode,
  { workload, label, isSlip }: NearPods<PodsFact>,
): { readonly span: Span; readonly fix: Fix | undefined; readonly related: RelatedPlace } {
  const { wanted, actual, differs } = label;
  const entry = selector.find('matchLabels', wanted.key);
  const edit = entry && (differs === 'value' ? replaceScalar(entry, actual.value) : renameKey(entry, actual.key));
  const { uri, object, templatePath } = workload;
  return {
    span: entry === undefined ? pointAtKey(selector) : differs === 'value' ? pointAt(entry) : pointAtKey(entry),
    fix: fix(`Select "${actual.key}=${actual.value}"`, isSlip ? 'safe' : 'unsafe', edit),
    related: { message: 'The labels of its Pods are here.', uri, object, path: [...templatePath, 'metadata', 'labels', actual.key] },
  };
}
