import type { BaseImage } from '../../dockerfile/base-images.js';
import { firstLineOf, replaceArguments } from '../../dockerfile/dockerfile-edit.js';
import { execForm, type ShellForm, shellFormOf } from '../../dockerfile/exec-form.js';
import { externalBaseOf } from '../../dockerfile/external-base.js';
import { ancestryOf, finalStageOf, type Stage } from '../../dockerfile/stage.js';
import { commandOf, type Deciding, shellAt } from '../../dockerfile/stage-state.js';
import { developmentPurposeOf } from '../../workspace/development-image.js';
import { defineRule, type Finding, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

type Shell = BaseImage['shell'];

export const shellFormEntrypoint = defineRule({
  id: 'dockerfile/shell-form-entrypoint',
  title: 'Program started through a shell, which keeps signals to itself',
  severity: 'warning',
  release: 1,
  sop: ['S5.0/4', 'G5.2'],
  why: `The shell form runs \`/bin/sh -c "…"\`. The shell is process 1 then, and does not pass signals on: on every rollout and scale-down the program
never hears the SIGTERM, cannot finish its requests, and is killed when the grace period is over. A base without a shell, such as
distroless, cannot start it at all.`,
  remedy: `Use the exec form: \`ENTRYPOINT ["/app", "serve"]\`. It expands no variables: let the program read its environment itself, or end a
script with \`exec\`.`,
  on: 'dockerfile',

  *check(dockerfile, { workspace }) {
    const final = finalStageOf(dockerfile);
    if (final === undefined) {
      yield notApplicable('The Dockerfile builds nothing.');
      return;
    }
    const purpose = developmentPurposeOf(final, workspace);
    if (purpose !== undefined) {
      yield notApplicable(purpose);
      return;
    }
    const { entrypoint, command } = commandOf(final);
    const decides = entrypoint ?? command;
    if (decides === undefined) yield notApplicable('The Dockerfile sets no ENTRYPOINT and no CMD.');
    else if (decides.instruction.words.length === 0) yield notApplicable(`${decides.instruction.keyword} is empty.`);
    else if (decides.instruction.json === undefined) yield violated(findingFor(final, decides));
    else if (entrypoint !== undefined && command !== undefined && command.instruction.json === undefined)
      yield unknown('What the ENTRYPOINT does with "/bin/sh -c …" as its arguments is not known.');
    else yield satisfied(`${decides.instruction.keyword} starts the program without a shell.`);
  },
});

function findingFor(final: Stage, { instruction, stage }: Deciding): Finding {
  const { dockerfile } = stage;
  const form = shellFormOf(instruction);
  const shell = shellOf(final, shellAt(stage, instruction)?.json?.[0]?.text);
  const exec = form.words === undefined ? undefined : execForm(form.words);
  return {
    span: firstLineOf(dockerfile, instruction.argument.spanOf(0, instruction.argument.text.length)),
    ...judgement(instruction.keyword, form, shell),
    fixes: [exec === undefined ? undefined : fix(`Start it directly: ${exec}`, 'safe', replaceArguments(instruction, exec))],
  };
}

/** What kind of shell runs the shell forms of an image; `undefined` where that is not known. */
function shellOf(final: Stage, configured: string | undefined): Shell {
  if (configured !== undefined) return /(?:^|\/)bash$/.test(configured) ? 'bash' : /(?:^|\/)ash$/.test(configured) ? 'busybox' : undefined;
  const { facts } = externalBaseOf(final);
  return facts?.shell === 'none' && bringsShell(final) ? undefined : facts?.shell;
}

/** Whether files are copied to where a shell could be among them. */
function bringsShell(final: Stage): boolean {
  const copies = ancestryOf(final).stages.flatMap(({ instructions }) =>
    instructions.filter(({ keyword }) => keyword === 'COPY' || keyword === 'ADD'),
  );
  return copies.some(({ words }) => /^\/?$|^\/(?:usr\/)?bin\/?$|\/sh$/.test(words.at(-1)?.text ?? ''));
}

function judgement(keyword: string, form: ShellForm, shell: Shell): Pick<Finding, 'message' | 'severity'> {
  if (shell === 'none')
    return { severity: 'error', message: `${keyword} needs /bin/sh, which the image does not have: the container cannot start.` };
  if (form.isExec) return { severity: 'information', message: `${keyword} starts a shell first, only to replace it by "exec".` };
  if (shell === undefined)
    return {
      severity: 'information',
      message: `${keyword} starts a shell as process 1: unless it replaces itself, SIGTERM does not reach the program.`,
    };
  const replaces = shell === 'busybox' || (shell === 'bash' && form.isSingle);
  if (replaces)
    return {
      severity: 'information',
      message: `${keyword} starts a shell as process 1, which gives way to the program only because it is ${nameOf(shell)}.`,
    };
  return { message: `${keyword} makes a shell process 1, and SIGTERM does not reach the program.` };
}

function nameOf(shell: Shell): string {
  return shell === 'busybox' ? "busybox's" : 'bash and has one command';
}
