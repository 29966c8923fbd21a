import type { TextEdit } from '../text/text-edit.js';
import type { Dockerfile, Instruction } from './dockerfile.js';
import { insertAfter, insertBefore, keywordLike } from './dockerfile-edit.js';
import { externalBaseOf } from './external-base.js';
import { commandsMatching } from './shell-commands.js';
import { ancestryOf, type Stage } from './stage.js';

/** A user that a stage could run as, and the lines that make it so, the `USER` last. */
export interface ProposedUser {
  readonly user: string;
  readonly lines: readonly string[];
  /** Whether the base has no program that the change of user could break: no shell, no package manager. */
  readonly isBareBase: boolean;
}

/** The user of distroless and Chainguard images, which needs no entry in `/etc/passwd`. */
const NONROOT = '65532:65532';
const APPLICATION = '10001';

/**
 * The user that fits a stage: one that it makes itself; that of distroless images where there is no shell; otherwise one that is made by the
 * tools of the distribution, or a number where it is not known to have any.
 */
export function proposedUser(stage: Stage): ProposedUser {
  const { facts } = externalBaseOf(stage);
  const isBareBase = facts?.shell === 'none' && facts.packageManager === 'none';
  const made = madeUser(stage);
  const creation = made !== undefined || isBareBase ? undefined : creationOf(facts?.packageManager);
  const user = made ?? (isBareBase ? NONROOT : creation === undefined ? `${APPLICATION}:${APPLICATION}` : APPLICATION);
  const keyword = (name: string) => keywordLike(stage.dockerfile, stage.from, name);
  const lines = [...(creation === undefined ? [] : [`${keyword('RUN')} ${creation}`]), `${keyword('USER')} ${user}`];
  return { user, lines, isBareBase };
}

/** Inserts lines that set the user of a stage: before the `ENTRYPOINT` or `CMD` that ends it, after everything that may need root. */
export function insertUser(dockerfile: Dockerfile, stage: Stage, lines: readonly string[]): TextEdit | undefined {
  const { instructions } = stage;
  const lastRun = instructions.findLastIndex(({ keyword }) => !METADATA.includes(keyword));
  const lastUser = instructions.findLastIndex(({ keyword }) => keyword === 'USER');
  const start = Math.max(lastRun, lastUser) + 1;
  const command = instructions.slice(start).find(({ keyword }) => keyword === 'ENTRYPOINT' || keyword === 'CMD');
  return command === undefined
    ? insertAfter(dockerfile, instructions.at(-1) ?? stage.from, lines)
    : insertBefore(dockerfile, command, lines);
}

/** Whether something runs as the user that an instruction sets while the image is built. */
export function isUsedInBuild(stage: Stage, user: Instruction): boolean {
  return stage.instructions.slice(stage.instructions.indexOf(user) + 1).some(({ keyword }) => keyword === 'RUN' || keyword === 'WORKDIR');
}

/** Instructions that only describe the image. */
const METADATA = [
  'ENTRYPOINT',
  'CMD',
  'EXPOSE',
  'LABEL',
  'STOPSIGNAL',
  'HEALTHCHECK',
  'USER',
  'VOLUME',
  'ENV',
  'ARG',
  'MAINTAINER',
  'ONBUILD',
];

function creationOf(packageManager: string | undefined): string | undefined {
  if (packageManager === 'apk') return `adduser -D -H -u ${APPLICATION} app`;
  return packageManager === 'apt' ? `useradd -M -u ${APPLICATION} app` : undefined;
}

/** The number, or else the name, of the user that a `RUN` of the stage makes. */
function madeUser(stage: Stage): string | undefined {
  const commands = commandsMatching(ancestryOf(stage).stages, /adduser|useradd/);
  for (const { words } of commands) {
    const [program, ...rest] = words;
    if (program === undefined || !/^(?:\/usr\/sbin\/)?(?:adduser|useradd)$/.test(program.text)) continue;
    const option = rest.findIndex(({ text }) => /^(?:-u|--uid)$/.test(text));
    const uid = option === -1 ? rest.find(({ text }) => text.startsWith('--uid='))?.text.slice('--uid='.length) : rest[option + 1]?.text;
    if (uid !== undefined && /^[1-9]\d*$/.test(uid)) return uid;
    const name = rest.findLast(({ text }) => !text.startsWith('-'));
    const isName = uid === undefined && name?.isLiteral === true && /^[a-z_][a-z0-9_-]*$/.test(name.text);
    return isName ? name.text : undefined;
  }
  return undefined;
}
