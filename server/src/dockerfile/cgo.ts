import { externalBaseOf } from './external-base.js';
import { type GoCommand, goFlag } from './go-commands.js';
import { commandsMatching } from './shell-commands.js';
import { ancestryOf } from './stage.js';

/** Whether a build links C code, and by what. */
export type CgoUse =
  /** `CGO_ENABLED=1`, or not set where there is a C compiler. */
  | { readonly kind: 'on'; readonly isExplicit: boolean }
  /** Off only because there is no C compiler. */
  | { readonly kind: 'off-by-accident' }
  | { readonly kind: 'off'; readonly because: string }
  | { readonly kind: 'unknown'; readonly because: string };

/** Whether a `go build` or `go install` produces a program that needs a C library, by its environment, flags and compiler. */
export function cgoUseOf(build: GoCommand): CgoUse {
  const setting = build.environment('CGO_ENABLED');
  if (setting === '0') return { kind: 'off', because: 'CGO_ENABLED is 0.' };
  if (!build.isPlain) return { kind: 'unknown', because: 'A wrapper around "go" sets CGO_ENABLED.' };
  if (setting === undefined) return { kind: 'unknown', because: 'Where the build runs, CGO_ENABLED may be set to anything.' };
  const doubt = doubtOf(build);
  if (doubt !== undefined) return { kind: 'unknown', because: doubt };
  if (isStatic(build)) return { kind: 'off', because: 'The program is linked statically.' };
  if (setting === '1') return { kind: 'on', isExplicit: true };
  const hasCompiler = externalBaseOf(build.stage).facts?.hasCompiler === true || installsCompiler(build);
  return hasCompiler ? { kind: 'on', isExplicit: false } : { kind: 'off-by-accident' };
}

/** What of the build depends on something that the file does not say. */
function doubtOf(build: GoCommand): string | undefined {
  const system = build.environment('GOOS');
  const architecture = build.environment('GOARCH');
  if (typeof system === 'string' && system !== '' && system !== 'linux') return 'The program is not built for Linux.';
  // For another machine than the one that builds, cgo is off unless asked for. Images are built on amd64 at least.
  if (typeof architecture === 'string' && architecture !== '' && architecture !== 'amd64')
    return `Built on another machine than "${architecture}", cgo is off by default.`;
  const open = [...build.words, goFlag(build, 'ldflags'), goFlag(build, 'tags')].find(word => {
    const name = /^\$\{?([A-Za-z_]\w*)\}?$/.exec(word?.text ?? '')?.[1];
    return name !== undefined && word?.isLiteral === false && build.environment(name) === undefined;
  });
  return open === undefined ? undefined : `What "${open.text}" holds is not known.`;
}

/** Whether flags make the program independent of a C library. */
function isStatic(build: GoCommand): boolean {
  const flags = [build.environment('GOFLAGS') ?? '', expanded(build, goFlag(build, 'ldflags')?.text ?? '')].join(' ');
  if (/-static\b|-linkmode[= ]external/.test(flags)) return true;
  const tags = `${goFlag(build, 'tags')?.text ?? ''} ${/-tags=(\S+)/.exec(flags)?.[1] ?? ''}`.split(/[\s,"']+/);
  return tags.includes('netgo') && tags.includes('osusergo');
}

function expanded(build: GoCommand, text: string): string {
  return text.replaceAll(/\$\{?([A-Za-z_]\w*)\}?/g, (written, name: string) => build.environment(name) ?? written);
}

/** Whether a stage adds a C compiler before the build: `apk add build-base`. */
function installsCompiler({ stage }: GoCommand): boolean {
  const commands = commandsMatching(ancestryOf(stage).stages, /gcc|g\+\+|clang|build-base|alpine-sdk|build-essential/);
  return commands.some(
    ({ words }) =>
      /^(?:apk|apt|apt-get|dnf|microdnf|yum|tdnf|zypper)$/.test(words[0]?.text ?? '') &&
      words.some(({ text }) => /^(?:gcc|g\+\+|clang|build-base|alpine-sdk|build-essential)(?:[=<>~].*)?$/.test(text)),
  );
}
