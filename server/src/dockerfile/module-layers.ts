import { type ContextCopy, contextCopyOf, copiesGoSource, copiesModuleFile, copiesWholeContext } from './context-copies.js';
import type { Instruction } from './dockerfile.js';
import { type GoCommand, goCommandsIn, goFlag } from './go-commands.js';
import { ancestryOf, type Stage } from './stage.js';

/** The source is copied before anything downloaded the modules. */
export interface ModuleLayers {
  readonly kind: 'unordered';
  /** The `COPY` of the source, and the stage that it stands in. */
  readonly copy: ContextCopy;
  readonly stage: Stage;
  /** Whether go.mod was copied on its own before, only not used. */
  readonly hasModuleFile: boolean;
  /** The first command that needs the modules, and the `go mod download` after the copy, if there is one. */
  readonly build: GoCommand;
  readonly download: GoCommand | undefined;
  /** Whether the modules come from `vendor/` by a flag. */
  readonly isVendored: boolean;
  /** Whether the modules are kept in a cache mount. */
  readonly isCached: boolean;
}

interface Step {
  readonly instruction: Instruction;
  readonly stage: Stage;
}

/** In which order a stage copies module files, downloads modules, copies the source and builds. */
export function moduleLayersOf(
  stage: Stage,
): ModuleLayers | { readonly kind: 'none' } | { readonly kind: 'ordered'; readonly because: string } {
  const steps = [...ancestryOf(stage).stages]
    .reverse()
    .flatMap(each => each.instructions.map(instruction => ({ instruction, stage: each })));
  const buildIndex = steps.findIndex(step => step.stage === stage && buildIn(step) !== undefined);
  const buildStep = steps[buildIndex];
  const build = buildStep === undefined ? undefined : buildIn(buildStep);
  const copyIndex = steps.slice(0, Math.max(buildIndex, 0)).findIndex(({ instruction }) => isSourceCopy(instruction));
  const copyStep = steps[copyIndex];
  const copy = copyStep === undefined ? undefined : contextCopyOf(copyStep.instruction);
  if (build === undefined || copyStep === undefined || copy === undefined) return { kind: 'none' };
  const before = steps.slice(0, copyIndex);
  if (before.some(downloads)) return { kind: 'ordered', because: 'The modules are downloaded before the source is copied.' };
  if (before.some(({ instruction }) => bringsModules(instruction)))
    return { kind: 'ordered', because: 'The modules are copied from elsewhere.' };
  const hasModuleFile = before.some(({ instruction }) => isModuleCopy(instruction));
  const after = steps.slice(copyIndex, buildIndex + 1).flatMap(step => goCommandsIn(step.instruction, step.stage));
  const download = after.find(({ subcommand }) => subcommand === 'mod download');
  if (hasModuleFile && download === undefined) return { kind: 'ordered', because: 'go.mod is copied on its own before the source.' };
  return {
    kind: 'unordered',
    copy,
    stage: copyStep.stage,
    hasModuleFile,
    build,
    download,
    isVendored: isVendored(build),
    isCached: hasModuleCache((download ?? build).instruction),
  };
}

/** The first `go build`, `go install` or `go run` of the program itself, not of a tool by its version. */
function buildIn({ instruction, stage }: Step): GoCommand | undefined {
  if (instruction.keyword !== 'RUN') return undefined;
  return goCommandsIn(instruction, stage).find(
    ({ subcommand, words }) => ['build', 'install', 'run'].includes(subcommand) && !words.some(({ text }) => text.includes('@')),
  );
}

function isSourceCopy(instruction: Instruction): boolean {
  const copy = contextCopyOf(instruction);
  return copy !== undefined && (copiesWholeContext(copy) || (copiesModuleFile(copy) && copiesGoSource(copy)));
}

function isModuleCopy(instruction: Instruction): boolean {
  const copy = contextCopyOf(instruction);
  return copy !== undefined && copiesModuleFile(copy);
}

/** Whether an instruction needs the modules: after the copy of go.mod, or with go.mod mounted. */
function downloads({ instruction, stage }: Step): boolean {
  if (instruction.keyword !== 'RUN') return false;
  return goCommandsIn(instruction, stage).some(
    ({ subcommand, words }) =>
      /^(?:mod (?:download|vendor|verify|tidy)|build|list|get|install|test|vet)$/.test(subcommand) &&
      !words.some(({ text }) => text.includes('@')),
  );
}

/** Whether modules come in a copy of the module cache. */
function bringsModules({ keyword, words }: Instruction): boolean {
  return (keyword === 'COPY' || keyword === 'ADD') && /\/pkg(?:\/mod)?\/?$|^\/go\/?$/.test(words.at(-1)?.text ?? '');
}

function isVendored(build: GoCommand): boolean {
  const flags = build.environment('GOFLAGS') ?? '';
  return goFlag(build, 'mod')?.text === 'vendor' || flags.includes('-mod=vendor') || build.environment('GO111MODULE') === 'off';
}

function hasModuleCache({ flags }: Instruction): boolean {
  return flags.some(
    ({ name, value = '' }) =>
      name === 'mount' &&
      /type=cache/.test(value) &&
      /(?:target|dst|destination)=[^,]*(?:\/pkg(?:\/mod)?|\/go|GOMODCACHE[^,]*)\/?(?:,|$)/.test(value),
  );
}
