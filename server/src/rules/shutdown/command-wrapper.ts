import { commandLineOf } from '../../kubernetes/command-line.js';
import type { Container } from '../../kubernetes/container.js';
import { literalText } from '../../kubernetes/unresolved-text.js';
import { runsToCompletion } from '../../kubernetes/workload.js';
import { type WrappedCommand, wrappedCommandOf } from '../../kubernetes/wrapped-command.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { pointAt } from '../../yaml/point-at.js';
import { replaceEntry, replaceScalar } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, type Fix, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

export const commandWrapper = defineRule({
  id: 'shutdown/command-wrapper',
  title: 'Command that makes a shell process 1',
  severity: 'warning',
  release: 2,
  sop: ['S5.0/4'],
  why: `SIGTERM goes to the first process of the container. A shell there does not pass it on: the program learns nothing, and is killed when the
grace period is over. bash and the shell of busybox give way to a single command by themselves, dash does not.`,
  remedy: `Start the program itself, or write \`exec\` before the last command of the script.`,
  fixSafety: `Without a shell nothing expands variables, patterns or \`~\`.`,
  on: 'container',

  *check(container, { workspace }) {
    const { workload, role } = container;
    if (role !== 'container' || runsToCompletion(workload) || workload.podSpec?.get('restartPolicy')?.text === 'Never')
      return yield notApplicable('It runs to completion.');
    const command = container.node.get('command');
    const args = container.node.get('args');
    const items = command?.items() ?? [];
    const line = commandLineOf([...items, ...(args?.items() ?? [])]);
    if (items.length === 0) return yield notApplicable('It starts what the image says.');
    if (line?.script === undefined) return yield satisfied('It starts no shell.');
    const script = [...items, ...(args?.items() ?? [])].find(({ text }) => text === line.script);
    const wrapped = wrappedCommandOf(line.script);
    if (wrapped === undefined || script === undefined)
      return yield notApplicable('The script is the program: it waits or handles processes itself.');
    if (wrapped.isExec) return yield satisfied('The shell replaces itself by the program.');
    if (/\{\{|\$\{\{|<%/.test(line.script)) return yield unknown('The script is filled in later.');
    const shell = line.program === 'bash' ? 'bash' : shellOf(container, workspace);
    const gives = shell === 'busybox' || (shell === 'bash' && wrapped.isSingle);
    const isKnown = shell !== undefined && !gives;
    yield violated({
      span: pointAt(script),
      ...(isKnown ? {} : { severity: 'information' }),
      message: isKnown
        ? `${line.program} is process 1 of container "${container.name}" and keeps SIGTERM to itself: the program is killed when the grace period is over.`
        : `${line.program} is process 1 of container "${container.name}": unless it gives way to the program, SIGTERM does not reach it.`,
      fixes: [execFix(wrapped, script), command && args === undefined ? directFix(wrapped, command) : undefined],
    });
  },
});

/** What `/bin/sh` is in the image, where a Dockerfile of the workspace says so. */
function shellOf({ image }: Container, workspace: WorkspaceView): string | undefined {
  const reference = literalText(image);
  return reference === undefined ? undefined : workspace.imageBuiltAs(reference)?.image.shell;
}

function execFix({ withExec }: WrappedCommand, script: YamlNode): Fix | undefined {
  return withExec === undefined ? undefined : fix(`Run it with exec: ${withExec}`, 'safe', replaceScalar(script, withExec));
}

function directFix({ words }: WrappedCommand, command: YamlNode): Fix | undefined {
  if (words === undefined) return undefined;
  const list = `[${words.map(word => JSON.stringify(word)).join(', ')}]`;
  return fix(`Start it directly: ${list}`, 'unsafe', replaceEntry(command, [`command: ${list}`]));
}
