import { parseImageReference } from '../../dockerfile/image-reference.js';
import type { Container } from '../../kubernetes/container.js';
import { placeholderInImage } from '../../kubernetes/placeholder.js';
import { literalText } from '../../kubernetes/unresolved-text.js';
import type { Workload } from '../../kubernetes/workload.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import { accountOf } from '../../workspace/service-account.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { pointAt } from '../../yaml/point-at.js';
import { insertEntry } from '../../yaml/yaml-edit.js';
import { defineRule, type Fix, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

export const pullSecret = defineRule({
  id: 'image/pull-secret',
  title: 'Image of a private registry without credentials',
  severity: 'hint',
  profiles: { sop: 'off' },
  release: 3,
  sop: ['S9.0/3'],
  why: `Without credentials a private registry refuses the image, and the Pods wait in \`ImagePullBackOff\`. On nodes that have it already they start,
so that the mistake shows only on new ones.`,
  remedy: `Name the Secret with the credentials under \`imagePullSecrets\` of the Pods or of their ServiceAccount. Where the nodes have credentials
of their own, leave this rule off.`,
  fixSafety: `The Secret may be for another registry.`,
  on: 'workload',

  *check(workload, { workspace }) {
    const { podSpec, containers } = workload;
    const found = containers.flatMap(container => privateImageOf(container) ?? []);
    const [first] = found;
    const account = accountOf(workload, workspace);
    const later = laterAdditions(workspace) ?? workspace.openBecause;
    if (first === undefined) yield notApplicable('None of its images comes from what looks like a private registry.');
    else if ((podSpec?.get('imagePullSecrets')?.items().length ?? 0) > 0) yield satisfied('Its Pods name a Secret with credentials.');
    else if (account.hasPullSecrets) yield satisfied(`ServiceAccount "${account.name}" names a Secret with credentials.`);
    else if (account.name !== 'default' && !account.isDefined)
      yield unknown('No manifest defines its ServiceAccount, which may have credentials.');
    else if (later !== undefined) yield unknown(later);
    else yield finding(workload, first, workspace);
  },
});

interface PrivateImage {
  readonly container: Container;
  readonly registry: string;
}

function privateImageOf(container: Container): PrivateImage | undefined {
  const text = literalText(container.image);
  if (text === undefined || placeholderInImage(text) !== undefined) return undefined;
  const registry = parseImageReference(text)?.registry;
  const host = registry?.replace(/:\d+$/, '') ?? '';
  if (registry === undefined || /^(?:localhost|127\.|\[)/.test(host) || PUBLIC.test(host)) return undefined;
  return registry !== host || PRIVATE.test(host) ? { container, registry } : undefined;
}

/** Registries that everyone may pull from, and those of clouds, for which the nodes have credentials. */
const PUBLIC =
  /(?:^|\.)(?:docker\.(?:io|com)|ghcr\.io|quay\.io|gcr\.io|pkg\.dev|k8s\.io|microsoft\.com|amazonaws\.com|ecr\.aws|azurecr\.io|cgr\.dev|nvcr\.io|icr\.io|redhat\.com|redhat\.io|elastic\.co|gitlab\.com|suse\.com|opensuse\.org|fedoraproject\.org|oracle\.com|mirantis\.com|min\.io)$/;

/** Names that people give to registries of their own. */
const PRIVATE =
  /^(?:registry|docker|harbor|nexus|artifactory|images?|containers?|cr|repo)[-.]|\.(?:internal|local|lan|corp|intra(?:net)?|jfrog\.io)$|^[a-z0-9-]+$/;

function finding(workload: Workload, { container, registry }: PrivateImage, workspace: WorkspaceView): Outcome {
  const namespace = namespaceIn(workspace, workload.resource);
  const secrets = workspace.allConfigs('unit', 'Secret', namespace).filter(({ keys }) => keys?.includes('.dockerconfigjson'));
  const [only, ...others] = secrets;
  return violated({
    span: pointAt(container.image ?? container.node),
    message: `"${registry}" looks like a private registry, and neither the Pods nor their ServiceAccount name a Secret with credentials.`,
    fixes: [only === undefined || others.length > 0 ? undefined : naming(workload, only.object.name)],
  });
}

function naming({ podSpec }: Workload, secret: string): Fix | undefined {
  const lines = ['imagePullSecrets:', `  - name: ${secret}`];
  const edit =
    podSpec?.get('imagePullSecrets') === undefined ? podSpec && insertEntry(podSpec, { before: 'containers' }, lines) : undefined;
  return fix(`Pull with Secret "${secret}"`, 'unsafe', edit);
}
