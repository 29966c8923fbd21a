import type { Span } from '../text/span.js';
import type { Flag, Heredoc, Instruction, Word } from './dockerfile.js';
import { readFlags, splitAtBlanks, splitOutsideQuotes } from './instruction-words.js';
import { parseJsonArray } from './json-array.js';
import type { LogicalText } from './logical-text.js';
import { isBlankAt, isSpaceAt, skipSpace, trimmedEnd } from './white-space.js';

/** How BuildKit reads the arguments of an instruction. */
type ArgumentForm = 'json-or-shell' | 'json-or-blanks' | 'blanks' | 'assignments' | 'quoted' | 'whole' | 'health' | 'trigger';

const FORMS: Readonly<Record<string, ArgumentForm>> = {
  ADD: 'json-or-blanks',
  ARG: 'quoted',
  CMD: 'json-or-shell',
  COPY: 'json-or-blanks',
  ENTRYPOINT: 'json-or-shell',
  ENV: 'assignments',
  EXPOSE: 'blanks',
  FROM: 'blanks',
  HEALTHCHECK: 'health',
  LABEL: 'assignments',
  MAINTAINER: 'whole',
  ONBUILD: 'trigger',
  RUN: 'json-or-shell',
  SHELL: 'json-or-shell',
  STOPSIGNAL: 'whole',
  USER: 'whole',
  VOLUME: 'json-or-blanks',
  WORKDIR: 'whole',
};

/** The instructions that Dockerfiles have. */
export const KEYWORDS: readonly string[] = Object.keys(FORMS);

/** Whether a word in capitals is an instruction. */
export function isKeyword(word: string): boolean {
  return Object.hasOwn(FORMS, word);
}

/** An instruction read from its line. */
export interface ReadInstruction {
  readonly instruction: Instruction;
  /** A JSON array that holds something else than strings. */
  readonly notStrings: boolean;
}

/** Reads one line (its continuations joined) as an instruction. Heredocs follow it in the text, so the caller adds them. */
export function readInstruction(line: LogicalText, escapeToken: string): ReadInstruction {
  const { text } = line;
  const start = skipSpace(text, 0);
  const end = Math.max(trimmedEnd(text), start);
  let keywordEnd = start;
  while (keywordEnd < end && !isBlankAt(text, keywordEnd)) keywordEnd++;
  const keyword = text.slice(start, keywordEnd).toUpperCase();
  const { flags, end: flagsEnd } = readFlags(line, keywordEnd, end, escapeToken);
  const argument = line.slice(Math.min(flagsEnd, end), end);
  const form = isKeyword(keyword) ? FORMS[keyword] : undefined;
  const array = form === undefined ? undefined : readJson(form, argument);
  const trigger = form === 'trigger' && argument.text !== '' ? readInstruction(argument, escapeToken) : undefined;
  const instruction = new InstructionNode({
    keyword,
    keywordSpan: line.spanOf(start, keywordEnd),
    span: line.spanOf(start, end),
    flags,
    argument,
    json: array === 'not-strings' ? undefined : array,
    heredocs: [],
    trigger: trigger?.instruction,
    form,
    escapeToken,
  });
  return { instruction, notStrings: array === 'not-strings' || trigger?.notStrings === true };
}

/** The same instruction with the heredocs that follow it. */
export function withHeredocs(instruction: Instruction, heredocs: readonly Heredoc[], end: number): Instruction {
  if (!(instruction instanceof InstructionNode)) return instruction;
  const { trigger, span } = instruction;
  return new InstructionNode({
    ...instruction.parts,
    span: { start: span.start, end },
    heredocs,
    trigger: trigger === undefined ? undefined : withHeredocs(trigger, heredocs, end),
  });
}

type Parts = Omit<Instruction, 'words' | 'derive'> & { readonly form: ArgumentForm | undefined; readonly escapeToken: string };

/** Splits its arguments into words when they are asked for: those of most instructions are not. */
class InstructionNode implements Instruction {
  readonly parts: Parts;
  readonly keyword: string;
  readonly keywordSpan: Span;
  readonly span: Span;
  readonly flags: readonly Flag[];
  readonly argument: LogicalText;
  readonly json: readonly Word[] | undefined;
  readonly heredocs: readonly Heredoc[];
  readonly trigger: Instruction | undefined;
  #words: readonly Word[] | undefined;
  #derived: Map<unknown, unknown> | undefined;

  constructor(parts: Parts) {
    this.parts = parts;
    this.keyword = parts.keyword;
    this.keywordSpan = parts.keywordSpan;
    this.span = parts.span;
    this.flags = parts.flags;
    this.argument = parts.argument;
    this.json = parts.json;
    this.heredocs = parts.heredocs;
    this.trigger = parts.trigger;
  }

  get words(): readonly Word[] {
    const { form, escapeToken } = this.parts;
    this.#words ??= this.json !== undefined && form !== 'health' ? this.json : readWords(form, this.argument, escapeToken);
    return this.#words;
  }

  derive<Answer>(compute: (instruction: Instruction) => Answer): Answer {
    this.#derived ??= new Map();
    if (!this.#derived.has(compute)) this.#derived.set(compute, compute(this));
    return this.#derived.get(compute) as Answer;
  }
}

/** Whether heredocs may follow: only after the shell form of `RUN`, `COPY` and `ADD`, or an `ONBUILD` of these. */
export function canContainHeredoc(instruction: Instruction): boolean {
  const target = instruction.keyword === 'ONBUILD' ? (instruction.trigger ?? instruction) : instruction;
  return ['RUN', 'COPY', 'ADD'].includes(target.keyword) && target.json === undefined;
}

function readJson(form: ArgumentForm, argument: LogicalText): ReturnType<typeof parseJsonArray> {
  if (form === 'json-or-shell' || form === 'json-or-blanks') return parseJsonArray(argument);
  return form === 'health' ? parseJsonArray(argument.slice(endOfFirstWord(argument.text))) : undefined;
}

function readWords(form: ArgumentForm | undefined, argument: LogicalText, escapeToken: string): readonly Word[] {
  if (argument.text === '') return [];
  switch (form) {
    case 'json-or-blanks':
    case 'blanks':
      return splitAtBlanks(argument);
    case 'whole':
      return [{ text: argument.text, span: argument.spanOf(0, argument.text.length) }];
    case 'assignments': {
      const words = splitOutsideQuotes(argument, escapeToken);
      return words[0]?.text.includes('=') ? words : splitAtBlanks(argument, 2);
    }
    default:
      return splitOutsideQuotes(argument, escapeToken);
  }
}

function endOfFirstWord(text: string): number {
  let position = 0;
  while (position < text.length && !isSpaceAt(text, position)) position++;
  return position;
}
