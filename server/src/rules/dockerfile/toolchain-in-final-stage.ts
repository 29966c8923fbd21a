import { isGoToolchain } from '../../dockerfile/base-images.js';
import { isGo } from '../../dockerfile/built-image.js';
import { firstLineOf } from '../../dockerfile/dockerfile-edit.js';
import { type GoCommand, goCommandsOf, isBuildTool } from '../../dockerfile/go-commands.js';
import { parseImageReference, withoutDigest } from '../../dockerfile/image-reference.js';
import { commandsOf } from '../../dockerfile/shell-commands.js';
import { splitEdits } from '../../dockerfile/split-stage.js';
import { ancestryOf, baseOf, finalStageOf, type Stage } from '../../dockerfile/stage.js';
import { commandOf } from '../../dockerfile/stage-state.js';
import type { Span } from '../../text/span.js';
import { developmentPurposeOf } from '../../workspace/development-image.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { defineRule, type Fix, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

/** Bases that a split can start from where the workspace pins one. */
const RUNTIME_BASES = [
  'gcr.io/distroless/static-debian13',
  'gcr.io/distroless/static-debian12',
  'gcr.io/distroless/static',
  'cgr.dev/chainguard/static',
];

export const toolchainInFinalStage = defineRule({
  id: 'dockerfile/toolchain-in-final-stage',
  title: 'Image that ships the Go toolchain',
  severity: 'warning',
  release: 1,
  sop: ['S2.0/1', 'G2.1'],
  why: `The image carries a compiler, a shell, the source and the module cache into production: some hundred megabytes to pull on every node, and
everything that an attacker needs to build more. The program needs none of it.`,
  remedy: `Build in one stage and ship from another that copies only the program: \`COPY --from=builder\`.`,
  fixSafety: `Only the program is copied to the new stage. Files that it reads at run time (templates, time zones) have to be copied too, and a program that
starts others cannot.`,
  on: 'dockerfile',

  *check(dockerfile, { workspace }) {
    const final = finalStageOf(dockerfile);
    if (final === undefined || isGo(final) !== true) {
      yield notApplicable('Nothing shows that the image is built from Go.');
      return;
    }
    const purpose = developmentPurposeOf(final, workspace);
    const toolchain = toolchainOf(final);
    if (purpose !== undefined) yield notApplicable(purpose);
    else if (toolchain === undefined) yield satisfied('The last stage has no Go toolchain.');
    else if (!startsProgram(final)) yield unknown('The image starts no program of its own: it may be one to build with.');
    else yield violated({ ...toolchain, defect: 'toolchain in the image', fixes: [split(final, workspace)] });
  },
});

/** What shows that the image of a stage has the toolchain in it. */
function toolchainOf(final: Stage): { readonly span: Span; readonly message: string } | undefined {
  const { base, stages } = ancestryOf(final);
  if (base.kind === 'image' && isGoToolchain(base.reference)) {
    const own = baseOf(final);
    const { text, span } = withoutDigest(base.reference);
    const isExact = own.kind === 'image' && !own.expanded;
    return {
      span: isExact ? span : (final.from.words[0]?.span ?? final.from.keywordSpan),
      message: `The last stage starts from "${text}", so the image ships the Go toolchain and everything that it built from.`,
    };
  }
  const build = stages.flatMap(goCommandsOf).find(isBuild) ?? startWithGo(final);
  if (build === undefined) return undefined;
  const message = `The last stage runs "go ${build.subcommand}", so the image ships the Go toolchain and everything that it built from.`;
  return { span: firstLineOf(final.dockerfile, build.span), message };
}

function isBuild({ subcommand }: GoCommand): boolean {
  return ['build', 'install', 'run'].includes(subcommand);
}

/** `CMD ["go", "run", "."]`. */
function startWithGo(final: Stage): { readonly subcommand: string; readonly span: Span } | undefined {
  const command = startOf(final);
  const [go, run] = command ?? [];
  return go?.text === 'go' && run?.text === 'run' ? { subcommand: 'run', span: { start: go.span.start, end: run.span.end } } : undefined;
}

/** Whether the image starts a program by itself: not a shell, and not the tools of the toolchain. */
function startsProgram(final: Stage): boolean {
  const words = startOf(final);
  const name = words?.[0]?.text.replace(/^.*\//, '');
  if (name === undefined || /^(?:ba|a|da)?sh$/.test(name) || isBuildTool(name)) return false;
  return name !== 'go' || words?.[1]?.text === 'run';
}

/** The words of the last command that the `ENTRYPOINT`, or else the `CMD`, runs. */
function startOf(final: Stage) {
  const { entrypoint, command } = commandOf(final);
  const instruction = (entrypoint ?? command)?.instruction;
  const last = instruction === undefined ? undefined : commandsOf(instruction).at(-1);
  const words = last?.words ?? [];
  return words[0]?.text === 'exec' ? words.slice(1) : words;
}

function split(final: Stage, workspace: WorkspaceView): Fix | undefined {
  const edits = splitEdits(final, pinnedRuntime(workspace));
  return edits === undefined ? undefined : fix('Build in one stage, and ship from another', 'unsafe', ...edits);
}

/** A base with nothing but certificates that the workspace uses by its digest already. */
function pinnedRuntime(workspace: WorkspaceView): string | undefined {
  const uses = RUNTIME_BASES.flatMap(name => workspace.baseImageUses(name));
  return uses.find(text => {
    const reference = parseImageReference(text);
    return reference?.digest !== undefined && (reference.tag === 'nonroot' || reference.name.startsWith('cgr.dev/'));
  });
}
