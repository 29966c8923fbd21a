import { type CgoUse, cgoUseOf } from '../../dockerfile/cgo.js';
import { copiedProgramsOf } from '../../dockerfile/copied-programs.js';
import { firstLineOf } from '../../dockerfile/dockerfile-edit.js';
import { externalBaseOf } from '../../dockerfile/external-base.js';
import type { GoCommand } from '../../dockerfile/go-commands.js';
import { withoutDigest } from '../../dockerfile/image-reference.js';
import { ancestryOf, finalStageOf, type ImageSource, type Stage } from '../../dockerfile/stage.js';
import { developmentPurposeOf } from '../../workspace/development-image.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { defineRule, type Finding, type Fix, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

/** Modules that do nothing, or do not build, without cgo. */
const CGO_MODULES =
  /^(?:github\.com\/(?:mattn\/go-sqlite3|confluentinc\/confluent-kafka-go|DataDog\/zstd|linxGnu\/grocksdb|tecbot\/gorocksdb|h2non\/bimg|davidbyttow\/govips|miekg\/pkcs11|libgit2\/git2go|bytecodealliance\/wasmtime-go|marcboeker\/go-duckdb|duckdb\/duckdb-go|godror\/godror|pebbe\/zmq4)|gocv\.io\/x\/gocv|rogchap\.com\/v8go|gopkg\.in\/(?:gographics\/imagick|confluentinc\/confluent-kafka-go))(?:[./].*)?$/;

export const cgoOnStaticBase = defineRule({
  id: 'dockerfile/cgo-on-static-base',
  title: 'Program built with cgo for a base without a C library',
  severity: 'warning',
  release: 1,
  sop: ['S2.0/5', 'G2.1'],
  why: `With cgo on, which is the default where a C compiler is installed, \`net\` and \`os/user\` are linked against the C library of the image that
builds. \`scratch\` and distroless' \`static\` have none: the container fails at its start with "no such file or directory", although the
file is there.`,
  remedy: `Build with \`CGO_ENABLED=0\`. If the program needs C code, run it on a base with the same C library, such as
\`gcr.io/distroless/base\`, or link it statically.`,
  fixSafety: `The module requires a package that needs C code, and does not work without it.`,
  on: 'dockerfile',

  *check(dockerfile, { workspace }) {
    const final = finalStageOf(dockerfile);
    const base = final === undefined ? undefined : externalBaseOf(final);
    if (final === undefined || base?.facts === undefined || base.facts.libc !== 'none' || base.facts.shell !== 'none') {
      yield notApplicable('The last stage is not known to have no C library.');
      return;
    }
    const purpose = developmentPurposeOf(final, workspace);
    if (purpose !== undefined) yield notApplicable(purpose);
    else if (bringsLibraries(final)) yield unknown('The last stage copies libraries, which may be what the program needs.');
    else yield* outcomesFor(final, base.source, workspace);
  },
});

function* outcomesFor(final: Stage, base: ImageSource, workspace: WorkspaceView): Iterable<Outcome> {
  const { programs, isHidden } = copiedProgramsOf(final);
  if (programs.length === 0) {
    yield isHidden
      ? unknown('The program is built by something that cannot be read here.')
      : notApplicable('No stage builds a Go program for it.');
    return;
  }
  for (const { build, isCertain } of programs) {
    const use = cgoUseOf(build);
    if (use.kind === 'off') yield satisfied(use.because);
    else if (use.kind === 'unknown') yield unknown(use.because);
    else if (isHidden && !isCertain) yield unknown('The program may be built by something that cannot be read here.');
    else yield violated(findingFor(build, use, base, workspace));
  }
}

function findingFor(build: GoCommand, use: CgoUse, base: ImageSource, workspace: WorkspaceView): Finding {
  const { dockerfile } = build.stage;
  const target = nameOf(base);
  const builder = nameOf(externalBaseOf(build.stage).source);
  const place = `cgo ${build.stage.index}.${build.stage.instructions.indexOf(build.instruction)}.${build.words.map(({ text }) => text).join(' ')}`;
  const command = `go ${build.subcommand}`;
  const isExplicit = use.kind === 'on' && use.isExplicit;
  const finding = { span: firstLineOf(dockerfile, build.span), defect: place, fixes: [isExplicit ? undefined : turnOff(build, workspace)] };
  if (use.kind === 'off-by-accident')
    return {
      ...finding,
      message: `"${command}" does not set CGO_ENABLED=0: cgo is off only because ${builder} has no C compiler, and ${target} has no C library.`,
    };
  const reason = isExplicit ? 'because CGO_ENABLED is 1' : 'because its stage has a C compiler and CGO_ENABLED is not 0';
  return {
    ...finding,
    severity: 'error',
    message: `"${command}" uses cgo, ${reason}: what uses net or os/user then needs a C library, and cannot start on ${target}, which has none.`,
  };
}

function nameOf(source: ImageSource): string {
  return source.kind === 'image' ? `"${withoutDigest(source.reference).text}"` : source.kind === 'scratch' ? '"scratch"' : 'the base image';
}

/** Puts `CGO_ENABLED=0` in front of `go`, where nothing but assignments stands before it. */
function turnOff({ command, stage, span, instruction }: GoCommand, workspace: WorkspaceView): Fix | undefined {
  const before = stage.dockerfile.source.text.slice(command.span.start, span.start);
  const canAssign = /^(?:env\s+)?(?:[A-Za-z_]\w*=[^\s;&|]*(?:\s|\\\r?\n)+)*$/.test(before);
  if (!command.isDirect || instruction.json !== undefined || !canAssign) return undefined;
  const needsC = workspace.nearestGoModule()?.module.requires.some(({ path }) => CGO_MODULES.test(path)) === true;
  const at = { start: span.start, end: span.start };
  return fix('Build with CGO_ENABLED=0', needsC ? 'unsafe' : 'safe', { span: at, newText: 'CGO_ENABLED=0 ' });
}

/** Whether shared libraries are copied into the stage. */
function bringsLibraries(final: Stage): boolean {
  return ancestryOf(final).stages.some(({ instructions }) =>
    instructions.some(
      ({ keyword, words }) =>
        (keyword === 'COPY' || keyword === 'ADD') &&
        words.some(
          ({ text }, index) =>
            /^\/(?:usr\/)?(?:local\/)?lib(?:32|64)?(?:\/|$)|\.so(?:\.|$)/.test(text) || (text === '/' && index < words.length - 1),
        ),
    ),
  );
}
