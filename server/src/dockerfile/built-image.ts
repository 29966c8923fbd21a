import { isGoToolchain } from './base-images.js';
import { programsBroughtTo } from './brought-programs.js';
import { resolvedPath } from './context-copies.js';
import type { Dockerfile } from './dockerfile.js';
import { externalBaseOf } from './external-base.js';
import { goCommandsOf, hidesBuild } from './go-commands.js';
import { baseOf, contributorsOf, copiesOf, finalStageOf, type Stage } from './stage.js';
import { commandOf, exposedPortsOf, userOf, workingDirectoryAt } from './stage-state.js';
import { environmentOf } from './stage-variables.js';

/** What a Dockerfile says about the image it builds, as plain data for rules of other documents. */
export interface BuiltImage {
  /** Names by which manifests may refer to it, without registry and tag: from the file's name and folder. */
  readonly names: readonly string[];
  /** Whether a Go stage builds what the final stage runs; `undefined` if that cannot be known. */
  readonly isGo: boolean | undefined;
  /** The effective user of the final stage as written, or of its base image; `undefined` if unknown. */
  readonly user: string | undefined;
  readonly hasShell: boolean | undefined;
  /** What `/bin/sh` is; `undefined` if unknown or if there is none. */
  readonly shell: string | undefined;
  /** What is copied into it beside its base, by the last parts of paths; `undefined` if programs may be among it that nobody can see. */
  readonly brought: readonly string[] | undefined;
  /** The path in the image of the program that it starts; `undefined` where a shell, the search path or a variable decides. */
  readonly program: string | undefined;
  readonly exposedPorts: readonly { readonly number: number; readonly protocol: string }[];
  /** Literal `ENV` of the final stage. */
  readonly environment: Readonly<Record<string, string>>;
  /** The images from registries that its stages start from or copy from, as references that are as written once variables are expanded. */
  readonly bases: readonly string[];
}

/** What a Dockerfile builds without `--target`. `path` has slashes and holds at least the name of the file. */
export function builtImageOf(dockerfile: Dockerfile, path: string): BuiltImage {
  const final = finalStageOf(dockerfile);
  const names = imageNamesOf(path);
  const bases = basesOf(dockerfile);
  if (final === undefined)
    return {
      names,
      isGo: undefined,
      user: undefined,
      hasShell: undefined,
      shell: undefined,
      brought: undefined,
      program: undefined,
      exposedPorts: [],
      environment: {},
      bases,
    };
  const facts = externalBaseOf(final).facts;
  const brought = programsBroughtTo(final);
  const environment = [...environmentOf(final)].filter((entry): entry is [string, string] => entry[1] !== undefined);
  return {
    names,
    isGo: isGo(final),
    user: userOf(final).value,
    hasShell: facts?.shell === undefined ? undefined : facts.shell !== 'none' || facts.debugShell !== undefined,
    shell: facts?.shell === 'none' ? undefined : facts?.shell,
    brought: brought.isOpen ? undefined : brought.names,
    program: programOf(final),
    exposedPorts: exposedPortsOf(final).map(({ number, protocol }) => ({ number, protocol })),
    environment: Object.fromEntries(environment),
    bases,
  };
}

/**
 * Whether the image of a stage runs a Go program: a stage that it is made from starts from a Go toolchain or builds with one. `false` only where
 * such a stage surely is another language's and nothing is hidden; otherwise `undefined`.
 */
export function isGo(stage: Stage): boolean | undefined {
  const contributors = [...contributorsOf(stage)];
  if (contributors.some(isGoStage)) return true;
  return contributors.some(isOtherLanguage) && !hidesBuild(contributors) ? false : undefined;
}

/** Whether a stage starts from a Go toolchain, or runs `go build` or `go install`. */
export function isGoStage(stage: Stage): boolean {
  const base = baseOf(stage);
  if (base.kind === 'image' && isGoToolchain(base.reference)) return true;
  return goCommandsOf(stage).some(({ subcommand }) => subcommand === 'build' || subcommand === 'install');
}

function programOf(stage: Stage): string | undefined {
  const { entrypoint, command } = commandOf(stage);
  const decides = entrypoint ?? command;
  const path = decides?.instruction.json?.[0]?.text;
  if (path === undefined || !path.includes('/')) return undefined;
  return path.startsWith('/') ? resolvedPath(path, '/') : resolvedPath(path, workingDirectoryAt(stage));
}

function basesOf(dockerfile: Dockerfile): readonly string[] {
  const sources = dockerfile.stages.flatMap(stage => [baseOf(stage), ...copiesOf(stage).map(({ source }) => source)]);
  return [...new Set(sources.flatMap(source => (source.kind === 'image' ? [source.reference.text] : [])))];
}

/** Images that carry another language's toolchain or runtime. */
const OTHER_LANGUAGES =
  /(?:^|\/)(?:python|python3|node|nodejs|nodejs\d+-debian\d+|openjdk|eclipse-temurin|amazoncorretto|java|java\d+-debian\d+|jdk|jre|gradle|maven|ruby|php|perl|rust|elixir|erlang|dotnet\/[a-z-]+|swift|dart|bun|deno|composer|locust|nginx|nginx-unprivileged|httpd|postgres|mysql|mariadb|redis|memcached|rabbitmq|mongo|envoy|haproxy)$/;

function isOtherLanguage(stage: Stage): boolean {
  const base = baseOf(stage);
  return base.kind === 'image' && OTHER_LANGUAGES.test(base.reference.name);
}

/** `shop/web/Dockerfile` builds `web`; `web.Dockerfile` and `Dockerfile.web` build `web`, or what the folder says with that variant. */
function imageNamesOf(path: string): readonly string[] {
  const parts = path.split('/').filter(part => part !== '');
  const file = parts.at(-1) ?? '';
  const folder = meaningfulFolder(parts.slice(0, -1));
  const variant = /^(?:Dockerfile|Containerfile)[.-](.+)$/i.exec(file)?.[1] ?? /^(.+)[.-](?:Dockerfile|Containerfile)$/i.exec(file)?.[1];
  if (variant === undefined) return folder === undefined ? [] : [folder];
  const name = variant.toLowerCase();
  return folder === undefined ? [name] : [name, `${folder}-${name}`];
}

/** The last folder that is not only a place to keep build files. */
function meaningfulFolder(folders: readonly string[]): string | undefined {
  return folders
    .findLast(
      folder =>
        !/^(?:\.|[a-z]+:|build|builds|docker|dockerfiles?|deploy|deployments?|package|packaging|images?|src|containers?|ci|\.docker)$/i.test(
          folder,
        ),
    )
    ?.toLowerCase();
}
