import type { Container } from '../../kubernetes/container.js';
import { headOf } from '../../kubernetes/container.js';
import { isHelmTest } from '../../kubernetes/resource.js';
import { isPrivileged, runsOnWindows, securityContextOf } from '../../kubernetes/security-context.js';
import type { Workload } from '../../kubernetes/workload.js';
import { imageUserOf } from '../../workspace/image-user.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { appendEntry, insertEntry } from '../../yaml/yaml-edit.js';
import { defineRule, type Fix, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

export const rootAllowed = defineRule({
  id: 'security/root-allowed',
  title: 'Pods that may run as root',
  severity: 'warning',
  release: 1,
  sop: ['S2.0/11'],
  why: `Who a container runs as is decided by its image, unless the Pod says it: the next build on another base may run as root, and nobody
notices. Whoever breaks into a process of root owns the container, and with one hole more, the node.`,
  remedy: `Say \`runAsNonRoot: true\` for the Pod, so that the kubelet refuses an image that runs as root, and \`runAsUser\` where the image names
no number.`,
  fixSafety: `The container may need what only root may: to write to a folder of the image, or to listen on a port below 1024.`,
  options: {
    unknownImages: {
      type: 'boolean',
      default: false,
      description: 'Whether to report, as information, Pods with images whose user is not known, too.',
    },
    user: { type: 'number', default: 65532, minimum: 1, description: 'The user that the fix sets where the image runs as root.' },
  },
  on: 'workload',

  *check(workload, { workspace, options }) {
    const { podSpec, containers } = workload;
    if (podSpec === undefined || containers.length === 0) yield notApplicable('It has no containers.');
    else if (isHelmTest(workload.resource)) yield notApplicable('It belongs to a Helm test.');
    else if (runsOnWindows(workload)) yield notApplicable('Windows has no user root.');
    else if (podSpec.get('hostUsers')?.value === false)
      yield satisfied('Root in its Pods is another user on the node (hostUsers is false).');
    else yield judge(workload, workspace, options);
  },
});

interface Options {
  readonly user: number;
  readonly unknownImages: boolean;
}

function judge(workload: Workload, workspace: WorkspaceView, { user, unknownImages }: Options): Outcome {
  const judged = workload.containers.filter(container => !isPrivileged(container));
  if (judged.length === 0) return notApplicable('Its containers are privileged: they are meant to have the rights of root.');
  const open = judged.filter(container => saysNothing(container) && !isNonRootImage(container, workspace));
  const [first, ...others] = open;
  if (first === undefined) return satisfied('Each container says who it runs as, or its image does.');
  const later = laterAdditions(workspace, first);
  if (later !== undefined) return unknown(later);
  const rooted = open.find(container => imageUserOf(container, workspace)?.kind === 'root');
  if (rooted === undefined && !unknownImages) return unknown(`Who the image of container "${first.name}" runs as is not known.`);
  const subject = rooted ?? first;
  const because = rooted === undefined ? 'its image decides.' : `its image does. ${imageUserOf(rooted, workspace)?.because}`;
  return violated({
    span: headOf(subject),
    ...(rooted === undefined ? { severity: 'information' } : {}),
    message: `Nothing keeps container "${subject.name}" from running as root: neither it nor its Pod sets runAsNonRoot or runAsUser, and ${because}`,
    related: (rooted === undefined ? others : open.filter(container => container !== rooted)).map(container => ({
      span: headOf(container),
      message: `Container "${container.name}" sets neither, too`,
    })),
    fixes: [hardening(workload, rooted === undefined ? undefined : user)],
  });
}

function saysNothing(container: Container): boolean {
  const { runAsUser, runAsNonRoot } = securityContextOf(container);
  return runAsUser === undefined && runAsNonRoot === undefined;
}

function isNonRootImage(container: Container, workspace: WorkspaceView): boolean {
  const user = imageUserOf(container, workspace);
  return user !== undefined && user.kind !== 'root';
}

function hardening({ podSpec }: Workload, user: number | undefined): Fix | undefined {
  const lines = ['runAsNonRoot: true', ...(user === undefined ? [] : [`runAsUser: ${user}`])];
  const context = podSpec?.get('securityContext');
  const title =
    user === undefined ? 'Set runAsNonRoot to true for the Pod' : `Set runAsNonRoot to true and runAsUser to ${user} for the Pod`;
  if (context !== undefined) return fix(title, 'unsafe', appendEntry(context, lines));
  return fix(
    title,
    'unsafe',
    podSpec && insertEntry(podSpec, { before: 'containers' }, ['securityContext:', ...lines.map(line => `  ${line}`)]),
  );
}
