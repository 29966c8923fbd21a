import { findBaseImage } from '../../dockerfile/base-images.js';
import { isGo } from '../../dockerfile/built-image.js';
import type { Instruction } from '../../dockerfile/dockerfile.js';
import { firstLineOf, replaceArguments } from '../../dockerfile/dockerfile-edit.js';
import { externalBaseOf } from '../../dockerfile/external-base.js';
import { type ImageReference, withoutDigest } from '../../dockerfile/image-reference.js';
import { isPulled } from '../../dockerfile/image-uses.js';
import { ancestryOf, baseOf, finalStageOf, type Stage } from '../../dockerfile/stage.js';
import { commandOf, type Deciding, exposedPortsOf, findLast, userOf } from '../../dockerfile/stage-state.js';
import { insertUser, isUsedInBuild, proposedUser } from '../../dockerfile/user-edit.js';
import type { Span } from '../../text/span.js';
import type { TextEdit } from '../../text/text-edit.js';
import { matchesAny } from '../../text/wildcard.js';
import { developmentPurposeOf } from '../../workspace/development-image.js';
import { defineRule, type Finding, type Fix, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

/** Ports below this one need a privilege that root has, and other users may lack. */
const FIRST_FREE_PORT = 1024;

/** An image has one user, whatever the message names. */
const DEFECT = 'user of the image';

export const rootUser = defineRule({
  id: 'dockerfile/root-user',
  title: 'Image that runs as root',
  severity: 'warning',
  release: 1,
  sop: ['S2.0/11', 'G2.3'],
  why: `Whoever breaks into a process that runs as root owns the container, and with one hole more, the node. A Pod with
\`runAsNonRoot: true\` does not start from such an image at all.`,
  remedy: `End the last stage with a \`USER\`, by number: Kubernetes cannot tell from a name that it is not root. Or start from a base that does not
run as root, such as \`gcr.io/distroless/static:nonroot\`. A base that Plimsoll does not know goes into \`nonRootBases\` of the configuration.`,
  fixSafety: `Another user may lack the right to write where the program writes, or to listen on a port below 1024. Where the base has nothing but the
program and none of these is seen, the fix is safe.`,
  on: 'dockerfile',

  *check(dockerfile, { workspace }) {
    const final = finalStageOf(dockerfile);
    if (final === undefined) {
      yield notApplicable('The Dockerfile builds nothing.');
      return;
    }
    const purpose = developmentPurposeOf(final, workspace);
    yield purpose === undefined ? outcomeFor(final, workspace.settings.nonRootBases) : notApplicable(purpose);
  },
});

function outcomeFor(final: Stage, nonRootBases: readonly string[]): Outcome {
  const { value, from } = userOf(final);
  const { source } = externalBaseOf(final);
  const reference = source.kind === 'image' ? source.reference : undefined;
  if (reference !== undefined && /windows|nanoserver/.test(reference.text)) return notApplicable('Images of Windows have no user root.');
  if (from === undefined && reference !== undefined && isConfigured(nonRootBases, reference))
    return satisfied(`\`nonRootBases\` lists "${reference.name}".`);
  if (value === undefined && from !== undefined) return unknown(`Which user "${from.instruction.argument.text}" is depends on the build.`);
  if (value === undefined && reference !== undefined)
    return isPulled(source)
      ? violated(undecided(final, reference))
      : unknown(`"${reference.text}" comes from no registry: it is built before.`);
  if (value === undefined) return unknown(source.kind === 'unknown' ? source.because : 'Nothing says which user the base image has.');
  if (!isRoot(value)) return satisfied(`The image runs as "${value}".`);
  const dropper = dropperOf(final);
  if (dropper !== undefined) return violated(startingAsRoot(final, dropper));
  return startsNothing(final, from) ?? violated(asRoot(final, value, reference));
}

/** What to conclude of an image that has neither `ENTRYPOINT` nor `CMD`, and nothing that shows a program to be in it. */
function startsNothing(final: Stage, from: Deciding | undefined): Outcome | undefined {
  const { entrypoint, command } = commandOf(final);
  const { facts } = externalBaseOf(final);
  if (from !== undefined || entrypoint !== undefined || command !== undefined) return undefined;
  if (facts?.hasGo === true) return unknown('The image starts no program of its own: it may be one to build with.');
  return facts?.shell === 'none' && isGo(final) !== true ? notApplicable('The image starts no program: it only holds files.') : undefined;
}

/** The program with which an entrypoint may give up the rights of root, if the image has one. */
function dropperOf(final: Stage): string | undefined {
  const instructions = ancestryOf(final).stages.flatMap(stage => stage.instructions);
  const relevant = instructions.filter(({ keyword }) => ['RUN', 'COPY', 'ADD', 'ENTRYPOINT'].includes(keyword));
  return relevant.map(({ argument }) => /\b(?:su-exec|gosu|setpriv)\b/.exec(argument.text)?.[0]).find(name => name !== undefined);
}

function startingAsRoot(final: Stage, dropper: string): Finding {
  const { instruction, stage } = findLast(final, 'USER') ?? { instruction: undefined, stage: final };
  const own = stage === final ? instruction?.words[0]?.span : undefined;
  return {
    span: own === undefined ? baseSpanOf(final) : firstLineOf(final.dockerfile, own),
    severity: 'information',
    defect: DEFECT,
    message: `The image starts as root, and gives that up by "${dropper}" at best: a Pod with runAsNonRoot does not start from it.`,
  };
}

function isConfigured(patterns: readonly string[], { text, name }: ImageReference): boolean {
  return matchesAny(patterns, text) || matchesAny(patterns, name);
}

function isRoot(user: string): boolean {
  return /^(?:root|0+)?(?::|$)/.test(user);
}

function undecided(final: Stage, reference: ImageReference): Finding {
  const { text } = withoutDigest(reference);
  const isVariant = reference.tag === undefined && findBaseImage(reference) !== undefined;
  const reason = isVariant
    ? `the digest alone does not say which variant of "${text}" this is`
    : `nothing is known about the user of "${text}"`;
  return {
    span: baseSpanOf(final),
    severity: 'information',
    defect: DEFECT,
    message: `Whether the image runs as root cannot be known: it has no USER, and ${reason}.`,
  };
}

/** The name of the image that the last stage starts from, without its digest. */
function baseSpanOf(final: Stage): Span {
  const base = baseOf(final);
  if (base.kind === 'image' && !base.expanded) return withoutDigest(base.reference).span;
  return final.from.words[0]?.span ?? final.from.keywordSpan;
}

function asRoot(final: Stage, value: string, reference: ImageReference | undefined): Finding {
  const { dockerfile } = final;
  const from = findLast(final, 'USER');
  const own = from?.stage === final ? from.instruction : undefined;
  if (own !== undefined)
    return {
      span: firstLineOf(dockerfile, own.words[0]?.span ?? own.keywordSpan),
      defect: DEFECT,
      message: `The image runs as root: its last USER is "${value}".`,
      fixes: [isUsedInBuild(final, own) ? addUser(final) : replaceUser(final, own)],
    };
  const inherited =
    from === undefined
      ? `"${reference === undefined ? 'scratch' : withoutDigest(reference).text}" runs as root`
      : `the stage that it starts from ends with USER ${value}`;
  return {
    span: baseSpanOf(final),
    ...(isOnlyBase(final) ? { severity: 'information' } : {}),
    defect: DEFECT,
    message: `The image runs as root: its last stage has no USER, and ${inherited}.`,
    fixes: [addUser(final), from === undefined ? switchTag(final, reference) : undefined],
  };
}

/** Whether nothing shows that the image is to run: others may start from it, and set the user. */
function isOnlyBase(final: Stage): boolean {
  const { entrypoint, command } = commandOf(final);
  return entrypoint === undefined && command === undefined && isGo(final) !== true && externalBaseOf(final).facts?.shell !== undefined;
}

function addUser(final: Stage): Fix | undefined {
  const { user, lines } = proposedUser(final);
  return fix(`Run as ${user}`, safetyOf(final), insertUser(final.dockerfile, final, lines));
}

/** Writes another user over the one that is there, where no user has to be made first. */
function replaceUser(final: Stage, own: Instruction): Fix | undefined {
  const { user, lines } = proposedUser(final);
  return lines.length > 1 ? addUser(final) : fix(`Run as ${user}`, safetyOf(final), replaceArguments(own, user));
}

/** The variant of a distroless image that runs as another user. */
function switchTag(final: Stage, reference: ImageReference | undefined): Fix | undefined {
  const base = baseOf(final);
  const word = final.from.words[0];
  if (reference === undefined || base.kind !== 'image' || base.expanded || word === undefined) return undefined;
  if (!reference.name.startsWith('gcr.io/distroless/') || reference.digest !== undefined) return undefined;
  const tag =
    reference.tag === undefined || reference.tag === 'latest' ? 'nonroot' : reference.tag === 'debug' ? 'debug-nonroot' : undefined;
  const edit: TextEdit = { span: word.span, newText: `${reference.text.split(':')[0]}:${tag}` };
  return tag === undefined ? undefined : fix(`Start from "${edit.newText}"`, safetyOf(final), edit);
}

/** Safe where there is nothing in the image but the program, and nothing shows that it needs the rights of root. */
function safetyOf(final: Stage): Fix['safety'] {
  const hasLowPort = exposedPortsOf(final).some(({ number }) => number < FIRST_FREE_PORT);
  return proposedUser(final).isBareBase && !hasLowPort && findLast(final, 'VOLUME') === undefined ? 'safe' : 'unsafe';
}
