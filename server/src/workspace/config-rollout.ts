import type { Workload } from '../kubernetes/workload.js';
import type { ConfigFact } from './facts.js';

/** Why Pods start anew once a ConfigMap or Secret that they read has changed, as a full sentence; `undefined` if nothing in the manifest sees to it. */
export function rolloutOnChange({ resource, template }: Workload): string | undefined {
  const ofPods = (template.find('metadata', 'annotations')?.entries() ?? []).map(([key]) => key);
  const ofWorkload = (resource.node.find('metadata', 'annotations')?.entries() ?? []).map(([key]) => key);
  const mark = ofPods.find(key => MARK.test(key));
  if (mark !== undefined) return `The annotation "${mark}" of its Pods changes with what they read.`;
  const reloader = [...ofWorkload, ...ofPods].find(key => RELOADER.test(key));
  return reloader === undefined ? undefined : `"${reloader}" asks a controller to restart its Pods.`;
}

/** Why what an object holds never changes under its name, as a full sentence. */
export function whyFixed(name: string, configs: readonly ConfigFact[]): string | undefined {
  if (configs.length > 0 && configs.every(({ immutable }) => immutable)) return `"${name}" is immutable: what changes gets another name.`;
  return VERSIONED.test(name) ? `The name "${name}" holds a version or a hash: what changes gets another name.` : undefined;
}

/** What charts and pipelines write on Pods so that they change together with what these read. */
const MARK =
  /checksum|restarted-?at|deployed-?at|rollme|timestamp|config-?version|(?:^|[-_./])(?:sha\d*(?:sum)?|md5|hash|digest|revision)(?:$|[-_./])/i;

/** Annotations that controllers read who restart Pods: Reloader, Wave and the like. */
const RELOADER = /reload|^wave\.pusher\.com\//i;

/** `-v2`, `-2024-06-01`, and the hashes of kustomize. */
const VERSIONED = /-v?\d[\d.-]*$|-[2456789bcdfghkmt]{10}$/;
