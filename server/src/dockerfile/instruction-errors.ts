import type { DockerfileError, Flag, Instruction, Word } from './dockerfile.js';
import { parseHeredocStart } from './heredoc.js';
import { isKeyword, KEYWORDS } from './instruction.js';

export interface ErrorContext {
  /** Whether a `FROM` came before, or is this. */
  readonly inStage: boolean;
  /** Whether the argument is a JSON array that holds something else than strings. */
  readonly notStrings: boolean;
  /** Whether the file is for another frontend than Docker's own. */
  readonly foreignSyntax: boolean;
}

type FlagKind = 'text' | 'texts' | 'boolean';

const FLAGS: Readonly<Record<string, Readonly<Record<string, FlagKind>>>> = {
  ADD: { chown: 'text', chmod: 'text', link: 'boolean', 'keep-git-dir': 'boolean', checksum: 'text', unpack: 'boolean', exclude: 'texts' },
  COPY: { chown: 'text', from: 'text', chmod: 'text', link: 'boolean', exclude: 'texts', parents: 'boolean' },
  FROM: { platform: 'text' },
  HEALTHCHECK: { interval: 'text', timeout: 'text', 'start-period': 'text', 'start-interval': 'text', retries: 'text' },
  RUN: { mount: 'texts', network: 'text', security: 'text', device: 'texts' },
};

/** What BuildKit rejects in one instruction, on its own. Spans may cover several lines. */
export function* errorsOf(instruction: Instruction, context: ErrorContext): Iterable<DockerfileError> {
  const { keyword, keywordSpan } = instruction;
  if (!isKeyword(keyword)) {
    if (!context.foreignSyntax) yield unknownInstruction(instruction);
    return;
  }
  if (!context.inStage && keyword !== 'ARG') yield { message: `${keyword} must come after a FROM.`, span: keywordSpan };
  if (context.notStrings)
    yield {
      message: `The array of ${keyword} may hold only strings.`,
      span: instruction.argument.spanOf(0, instruction.argument.text.length),
    };
  else yield* argumentErrors(instruction);
  if (!context.foreignSyntax) yield* flagErrors(instruction);
}

function unknownInstruction({ keyword, keywordSpan, span }: Instruction): DockerfileError {
  const near = KEYWORDS.find(known => isNear(keyword, known));
  const suggestion = near === undefined ? '' : ` Did you mean "${near}"?`;
  return { message: `"${keyword}" is not an instruction.${suggestion}`, span: keyword === '' ? span : keywordSpan };
}

function argumentErrors(instruction: Instruction): Iterable<DockerfileError> {
  const check = CHECKS[instruction.keyword];
  return check === undefined ? [] : check(instruction);
}

const CHECKS: Readonly<Record<string, (instruction: Instruction) => Iterable<DockerfileError>>> = {
  ADD: copyErrors,
  ARG: argErrors,
  COPY: copyErrors,
  ENV: assignmentErrors,
  EXPOSE: atLeastOne,
  FROM: fromErrors,
  HEALTHCHECK: healthErrors,
  LABEL: assignmentErrors,
  MAINTAINER: atLeastOne,
  ONBUILD: onbuildErrors,
  SHELL: shellErrors,
  STOPSIGNAL: atLeastOne,
  USER: atLeastOne,
  VOLUME: volumeErrors,
  WORKDIR: atLeastOne,
};

function* atLeastOne({ keyword, keywordSpan, words }: Instruction): Iterable<DockerfileError> {
  if (words.length === 0) yield { message: `${keyword} needs an argument.`, span: keywordSpan };
}

function* fromErrors(instruction: Instruction): Iterable<DockerfileError> {
  const { words, keywordSpan } = instruction;
  const [, as, name] = words;
  if (words.length === 0) yield { message: 'FROM needs an image.', span: keywordSpan };
  else if (words.length !== 1 && (words.length !== 3 || as?.text.toUpperCase() !== 'AS'))
    yield { message: 'FROM takes an image, or an image, AS and a name.', span: spanFrom(words, 1) };
  else if (name !== undefined && !/^[a-z][a-z0-9\-_.]*$/.test(name.text.toLowerCase()))
    yield {
      message: `"${name.text}" is not a name for a stage: it must start with a letter and hold only letters, digits, "-", "_" and ".".`,
      span: name.span,
    };
}

function* copyErrors({ keyword, keywordSpan, words, flags }: Instruction): Iterable<DockerfileError> {
  const last = words.at(-1);
  if (last === undefined) yield { message: `${keyword} needs a source and a destination.`, span: keywordSpan };
  else if (words.length === 1) yield { message: `${keyword} needs a destination too.`, span: last.span };
  else if (parseHeredocStart(last.text) !== undefined) yield { message: `${keyword} cannot write to a heredoc.`, span: last.span };
  const from = flags.find(flag => flag.name === 'from');
  if (keyword === 'COPY' && from?.value?.includes('$')) yield { message: '--from does not expand variables.', span: from.span };
}

function* argErrors(instruction: Instruction): Iterable<DockerfileError> {
  yield* atLeastOne(instruction);
  yield* blankNames(instruction);
}

function* assignmentErrors(instruction: Instruction): Iterable<DockerfileError> {
  const { keyword, words } = instruction;
  yield* atLeastOne(instruction);
  const [first] = words;
  if (first === undefined) return;
  if (!first.text.includes('=')) {
    if (words.length < 2) yield { message: `${keyword} needs a value for "${first.text}".`, span: first.span };
    return;
  }
  const bare = words.find(({ text }) => !text.includes('='));
  if (bare !== undefined) yield { message: `"${bare.text}" is not of the form name=value.`, span: bare.span };
  yield* blankNames(instruction);
}

function* blankNames({ keyword, words }: Instruction): Iterable<DockerfileError> {
  const blank = words.find(({ text }) => text.startsWith('='));
  if (blank !== undefined) yield { message: `${keyword} needs a name before the "=".`, span: blank.span };
}

function* volumeErrors(instruction: Instruction): Iterable<DockerfileError> {
  yield* atLeastOne(instruction);
  const empty = instruction.words.find(({ text }) => text.trim() === '');
  if (empty !== undefined) yield { message: 'VOLUME cannot be an empty string.', span: empty.span };
}

function* shellErrors(instruction: Instruction): Iterable<DockerfileError> {
  if (instruction.words.length === 0) yield { message: 'SHELL needs an argument.', span: instruction.keywordSpan };
  else if (instruction.json === undefined)
    yield { message: 'SHELL takes an array of strings: ["executable", "parameter"].', span: spanFrom(instruction.words, 0) };
}

function* onbuildErrors(instruction: Instruction): Iterable<DockerfileError> {
  yield* atLeastOne(instruction);
  const { trigger } = instruction;
  if (trigger !== undefined && ['ONBUILD', 'FROM', 'MAINTAINER'].includes(trigger.keyword))
    yield { message: `ONBUILD cannot hold ${trigger.keyword}.`, span: trigger.keywordSpan };
}

function* healthErrors(instruction: Instruction): Iterable<DockerfileError> {
  yield* atLeastOne(instruction);
  const [type, ...command] = instruction.words;
  if (type === undefined) return;
  const kind = type.text.toUpperCase();
  if (kind !== 'CMD' && kind !== 'NONE') yield { message: `HEALTHCHECK takes CMD or NONE, not "${type.text}".`, span: type.span };
  else if (kind === 'NONE' && command.length > 0)
    yield { message: 'HEALTHCHECK NONE takes no arguments.', span: spanFrom(instruction.words, 1) };
  else if (kind === 'CMD' && (command.length === 0 || instruction.json?.length === 0))
    yield { message: 'HEALTHCHECK CMD needs a command.', span: type.span };
}

function* flagErrors(instruction: Instruction): Iterable<DockerfileError> {
  const { keyword, flags } = instruction;
  if (flags.length === 0 || keyword === 'STOPSIGNAL' || (keyword === 'HEALTHCHECK' && instruction.words[0]?.text.toUpperCase() !== 'CMD'))
    return;
  const known = FLAGS[keyword] ?? {};
  const seen = new Set<string>();
  for (const flag of flags) {
    const kind = Object.hasOwn(known, flag.name) ? known[flag.name] : undefined;
    const message = kind === undefined ? unknownFlag(keyword, flag, Object.keys(known)) : flagValueError(flag, kind);
    if (message !== undefined) yield { message, span: flag.span };
    else if (seen.has(flag.name) && kind !== 'texts') yield { message: `--${flag.name} is given twice.`, span: flag.span };
    seen.add(flag.name);
  }
}

function unknownFlag(keyword: string, flag: Flag, known: readonly string[]): string {
  const near = known.find(name => isNear(flag.name, name));
  return `${keyword} has no flag --${flag.name}.${near === undefined ? '' : ` Did you mean --${near}?`}`;
}

function flagValueError(flag: Flag, kind: FlagKind): string | undefined {
  if (kind !== 'boolean') return flag.value === undefined ? `--${flag.name} needs a value.` : undefined;
  if (flag.value === undefined || ['true', 'false'].includes(flag.value.toLowerCase())) return undefined;
  return flag.value === '' ? `--${flag.name} needs a value.` : `--${flag.name} is true or false, not "${flag.value}".`;
}

function spanFrom(words: readonly Word[], first: number): DockerfileError['span'] {
  return { start: words[first]?.span.start ?? 0, end: words.at(-1)?.span.end ?? 0 };
}

/** Whether two words differ by one letter added, left out, replaced or swapped with its neighbour. */
function isNear(written: string, known: string): boolean {
  if (Math.abs(written.length - known.length) > 1 || written === known) return false;
  let start = 0;
  while (start < written.length && written[start] === known[start]) start++;
  const rest = (text: string, skip: number) => text.slice(start + skip);
  const swapped = written[start] === known[start + 1] && written[start + 1] === known[start] && rest(written, 2) === rest(known, 2);
  return swapped || rest(written, 1) === rest(known, 1) || rest(written, 1) === rest(known, 0) || rest(written, 0) === rest(known, 1);
}
