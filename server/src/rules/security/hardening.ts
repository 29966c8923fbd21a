import { type Container, headOf } from '../../kubernetes/container.js';
import { isPrivileged, runsOnWindows } from '../../kubernetes/security-context.js';
import type { Workload } from '../../kubernetes/workload.js';
import type { TextEdit } from '../../text/text-edit.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { pointAt } from '../../yaml/point-at.js';
import { appendEntry, appendItem, removeEntry, replaceScalar, setIn } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, type Fix, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

export const hardening = defineRule({
  id: 'security/hardening',
  title: 'Container with more rights than most programs need',
  severity: 'information',
  profiles: { sop: 'off', hardening: 'information' },
  release: 2,
  sop: [
    'beyond: the standard asks for a user other than root and for nothing more; profile hardening adds what Kubernetes calls restricted',
  ],
  why: `Whoever breaks into a process has its rights. Without capabilities, without ways to gain privileges and with files that cannot be written,
they are worth little; a privileged container, and the namespaces of the node, are worth the node.`,
  remedy: `Set \`allowPrivilegeEscalation: false\`, \`readOnlyRootFilesystem: true\`, drop all capabilities, and use the seccomp profile
\`RuntimeDefault\`. Mount an \`emptyDir\` where the program writes.`,
  fixSafety: `A program that writes to a folder of its image, listens on a port below 1024 or changes its user fails then.`,
  on: 'container',

  *check(container, { workspace }) {
    const privileged = container.node.find('securityContext', 'privileged');
    const later = laterAdditions(workspace, container);
    if (runsOnWindows(container.workload)) yield notApplicable('Windows has other means.');
    else if (privileged !== undefined && isPrivileged(container)) yield ofPrivileged(container, privileged);
    else {
      const lacks = lacksOf(container);
      if (lacks.length === 0) yield satisfied();
      else yield later === undefined ? ofContainer(container, lacks) : unknown(later);
    }
  },

  also: {
    *workload(workload, { workspace }) {
      yield* judgeNamespaces(workload, workspace);
    },
  },
});

/** What a container lacks: a part of the message, and how it is set. */
interface Lack {
  readonly says: string;
  /** Lines of `securityContext`, where nothing is written yet. */
  readonly lines: readonly string[];
  /** The edit where something else is written. */
  readonly edit: TextEdit | undefined;
  readonly isWritten: boolean;
}

function lacksOf({ node, workload }: Container): readonly Lack[] {
  const context = node.get('securityContext');
  const ofPod = workload.podSpec?.find('securityContext', 'seccompProfile', 'type');
  const seccomp = context?.find('seccompProfile', 'type') ?? ofPod;
  const drop = context?.find('capabilities', 'drop');
  const dropsAll = drop?.items().some(item => item.text?.toUpperCase() === 'ALL') ?? false;
  return [
    ...lackOf(context?.get('allowPrivilegeEscalation'), false, 'allowPrivilegeEscalation', 'it may gain privileges'),
    ...lackOf(context?.get('readOnlyRootFilesystem'), true, 'readOnlyRootFilesystem', 'it can write to its root filesystem'),
    ...(dropsAll ? [] : [capabilities(context, drop)]),
    ...(seccomp === undefined || seccomp.text === 'Unconfined' ? [seccompProfile(seccomp)] : []),
  ];
}

function lackOf(node: YamlNode | undefined, wanted: boolean, key: string, says: string): readonly Lack[] {
  if (node?.value === wanted) return [];
  const isWritten = node !== undefined;
  return [{ says, lines: [`${key}: ${wanted}`], edit: node && replaceScalar(node, wanted), isWritten }];
}

function capabilities(context: YamlNode | undefined, drop: YamlNode | undefined): Lack {
  const map = context?.get('capabilities');
  const edit = drop === undefined ? map && setIn(map, ['drop', '-'], 'ALL') : appendItem(drop, ['ALL']);
  const lines = ['capabilities:', '  drop:', '    - ALL'];
  return { says: 'it keeps capabilities', lines, edit, isWritten: map !== undefined };
}

function seccompProfile(type: YamlNode | undefined): Lack {
  const lines = ['seccompProfile:', '  type: RuntimeDefault'];
  return { says: 'it has no seccomp profile', lines, edit: type && replaceScalar(type, 'RuntimeDefault'), isWritten: type !== undefined };
}

function ofContainer(container: Container, lacks: readonly Lack[]): Outcome {
  const says = lacks.map(lack => lack.says);
  const list = says.length === 1 ? says[0] : `${says.slice(0, -1).join(', ')} and ${says.at(-1)}`;
  return violated({
    span: headOf(container),
    // A privileged container lacks it all, too.
    comesToLight: true,
    message: `Container "${container.name}" has more rights than most programs need: ${list}.`,
    fixes: [restricting(container, lacks)],
  });
}

/** One fix for all that is missing. */
function restricting({ node }: Container, lacks: readonly Lack[]): Fix | undefined {
  const context = node.get('securityContext');
  const lines = lacks.filter(({ isWritten }) => !isWritten).flatMap(lack => lack.lines);
  const written = lacks.filter(({ isWritten }) => isWritten).map(({ edit }) => edit);
  const addition =
    context === undefined ? appendEntry(node, ['securityContext:', ...lines.map(line => `  ${line}`)]) : appendEntry(context, lines);
  return fix('Take away the rights that most programs do not need', 'unsafe', ...written, ...(lines.length === 0 ? [] : [addition]));
}

function ofPrivileged({ name }: Container, privileged: YamlNode): Outcome {
  return violated({
    span: pointAt(privileged),
    severity: 'error',
    message: `Container "${name}" is privileged: whoever breaks into it owns the node.`,
    fixes: [fix('Set privileged to false', 'unsafe', replaceScalar(privileged, false))],
  });
}

const NAMESPACES: readonly (readonly [field: string, what: string])[] = [
  ['hostNetwork', 'the network'],
  ['hostPID', 'the processes'],
  ['hostIPC', 'the shared memory'],
];

function* judgeNamespaces({ podSpec }: Workload, workspace: WorkspaceView): Iterable<Outcome> {
  const used = NAMESPACES.flatMap(([field, what]) => {
    const node = podSpec?.get(field);
    return node?.value === true ? [{ field, what, node }] : [];
  });
  if (used.length === 0) yield satisfied('Its Pods use no namespace of the node.');
  for (const { field, what, node } of used)
    yield violated({
      span: pointAt(node),
      message: `The Pods use ${what} of their node (${field}): nothing keeps them apart from what else runs there.`,
      fixes: [workspace.isBase ? undefined : fix(`Remove ${field}`, 'unsafe', removeEntry(node))],
    });
}
