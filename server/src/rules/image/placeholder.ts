import { mapsOf } from '../../kubernetes/container.js';
import { isPlaceholderHost, placeholderInImage } from '../../kubernetes/placeholder.js';
import { isKind, type Resource } from '../../kubernetes/resource.js';
import { isUnresolved } from '../../kubernetes/unresolved-text.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { pointAt } from '../../yaml/point-at.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

export const placeholder = defineRule({
  id: 'image/placeholder',
  title: 'Image or host that was meant to be filled in',
  severity: 'warning',
  release: 1,
  sop: ['S9.0/3'],
  why: `A name that was copied with an example points nowhere: the image cannot be pulled, the host gets no traffic and no certificate.`,
  remedy: `Write the registry, the repository or the host that is meant.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const hosts = hostsOf(resource);
    if (hosts.length === 0) yield notApplicable('It names no host.');
    const seen = new Set<string>();
    for (const node of hosts) {
      const host = node.text ?? '';
      if (seen.has(host)) continue;
      seen.add(host);
      yield isPlaceholderHost(host) ? finding(node, host, `Host "${host}" is a placeholder.`, workspace) : satisfied();
    }
  },

  also: {
    *container({ image }, { workspace }) {
      yield judgeImage(image, workspace);
    },
    *shape({ image }, { workspace }) {
      if (image !== undefined)
        yield judgeImage(image.kind === 'map' ? (image.get('repository') ?? image.get('registry')) : image, workspace);
    },
  },
});

/** Folders of what nobody deploys. */
const EXAMPLES = /\/(?:docs?|examples?|samples?|tests?|[\w-]+-tests?|testdata|fixtures?|e2e)\//i;

function judgeImage(node: YamlNode | undefined, workspace: WorkspaceView): Outcome {
  if (node?.text === undefined) return notApplicable('It names no image.');
  if (isUnresolved(node.text)) return unknown('The image is filled in later.');
  const part = placeholderInImage(node.text);
  if (part === undefined) return satisfied();
  return finding(node, part, `Image "${node.text}" cannot be pulled: "${part}" is a placeholder.`, workspace);
}

function finding(node: YamlNode, part: string, message: string, workspace: WorkspaceView): Outcome {
  if (EXAMPLES.test(workspace.uri)) return notApplicable('It is an example.');
  const isReplaced = workspace.kustomize?.images.some(image => node.text?.startsWith(image));
  if (isReplaced) return unknown('Its kustomization replaces the image.');
  return laterAdditions(workspace) === undefined
    ? violated({ span: pointAt(node), message, placeholder: part })
    : unknown('It is built with patches or overlays of kustomize, which may replace the placeholder.');
}

/** The host names of Ingresses, Gateways and their routes. */
function hostsOf(resource: Resource): YamlNode[] {
  const spec = resource.node.get('spec');
  const isGatewayApi = resource.apiVersion.startsWith('gateway.networking.k8s.io/');
  const rules = isKind(resource, 'networking.k8s.io', 'Ingress') ? mapsOf(spec?.get('rules')).map(rule => rule.get('host')) : [];
  const listeners = isGatewayApi ? mapsOf(spec?.get('listeners')).map(listener => listener.get('hostname')) : [];
  const hostnames = isGatewayApi ? (spec?.get('hostnames')?.items() ?? []) : [];
  return [...rules, ...listeners, ...hostnames].filter(node => node?.kind === 'scalar').filter(node => node !== undefined);
}
