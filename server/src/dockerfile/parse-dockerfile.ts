import type { SourceText } from '../text/source-text.js';
import type { Span } from '../text/span.js';
import { TextShift } from '../text/text-shift.js';
import type { Dockerfile, DockerfileError, Heredoc, Instruction, ReadingMark } from './dockerfile.js';
import { findHeredocs, type HeredocStart } from './heredoc.js';
import { canContainHeredoc, type ReadInstruction, readInstruction, withHeredocs } from './instruction.js';
import { errorsOf } from './instruction-errors.js';
import { LogicalText } from './logical-text.js';
import type { Stage } from './stage.js';
import { trimStart } from './white-space.js';

/**
 * Parses a Dockerfile as BuildKit does. Never throws. Where BuildKit stops at the first error, this goes on and reports them all;
 * see docs/dockerfile.md for the few other differences.
 *
 * @param earlier what the text was before an edit, of which is taken what stands before the first change
 */
export function parseDockerfile(source: SourceText, earlier?: Dockerfile): Dockerfile {
  return new DockerfileParser(source, earlier).parse();
}

interface Line {
  /** Without its line break. */
  readonly text: string;
  readonly start: number;
}

class DockerfileParser {
  readonly #source: SourceText;
  readonly #lineCount: number;
  #nextLine = 0;
  #escape = '\\';
  #directivesPossible = true;
  #inStage = false;
  readonly #directives: { name: string; value: string; span: Span }[] = [];
  readonly #comments: { text: string; span: Span; ownLine: boolean }[] = [];
  readonly #instructions: Instruction[] = [];
  readonly #errors: DockerfileError[] = [];
  readonly #marks: ReadingMark[] = [];

  constructor(source: SourceText, earlier: Dockerfile | undefined) {
    this.#source = source;
    // What follows the last line break is a line only if there is something.
    const { lineStarts } = source;
    this.#lineCount = lineStarts.at(-1) === source.text.length ? lineStarts.length - 1 : lineStarts.length;
    if (earlier !== undefined) this.#takeFrom(earlier);
  }

  /** Takes the instructions that end before the first change. One that the end of the text has ended might go on now. */
  #takeFrom({ source, escape: escapeToken, directives, instructions, comments, errors, marks }: Dockerfile): void {
    const { changed } = new TextShift(source.text, this.#source.text);
    const count = marks.findLastIndex(({ offset }) => offset <= changed.start && offset < source.text.length) + 1;
    const mark = marks[count - 1];
    if (mark === undefined) return;
    this.#nextLine = mark.line;
    this.#escape = escapeToken;
    this.#directivesPossible = false;
    this.#directives.push(...directives);
    this.#instructions.push(...instructions.slice(0, count));
    this.#inStage = this.#instructions.some(({ keyword }) => keyword === 'FROM');
    this.#comments.push(...comments.slice(0, mark.commentCount));
    this.#errors.push(...errors.slice(0, mark.errorCount));
    this.#marks.push(...marks.slice(0, count));
  }

  parse(): Dockerfile {
    for (let line = this.#readLine(); line !== undefined; line = this.#readLine()) {
      if (isComment(line.text)) this.#readComment(line);
      else {
        this.#directivesPossible = false;
        this.#readInstruction(line);
      }
    }
    return this.#assemble();
  }

  /** The next line; the first without a byte order mark. */
  #readLine(): Line | undefined {
    if (this.#nextLine >= this.#lineCount) return undefined;
    const span = this.#source.lineSpan(this.#nextLine++);
    const start = span.start === 0 && this.#source.text.startsWith('\ufeff') ? 1 : span.start;
    return { text: this.#source.text.slice(start, span.end), start };
  }

  #readComment(line: Line): void {
    const text = trimStart(line.text);
    const start = line.start + line.text.length - text.length;
    if (this.#directivesPossible && this.#readDirective(text, { start, end: start + text.length })) return;
    this.#addComment(line);
  }

  #addComment(line: Line): void {
    const text = trimStart(line.text);
    const start = line.start + line.text.length - text.length;
    this.#comments.push({ text, span: { start, end: start + text.length }, ownLine: true });
  }

  /** Whether the comment is a parser directive. The first one that is not ends the search. */
  #readDirective(text: string, span: Span): boolean {
    const match = /^#\s*([a-zA-Z][a-zA-Z0-9]*)[\t\f\r ]*=[\t\f\r ]*([^\n]+)$/.exec(text);
    const name = match?.[1]?.toLowerCase();
    if (name === undefined || !['syntax', 'escape', 'check'].includes(name)) {
      this.#directivesPossible = false;
      return false;
    }
    const value = (match?.[2] ?? '').trimEnd();
    if (this.#directives.some(directive => directive.name === name)) this.#error(`The directive "${name}" is given twice.`, span);
    this.#directives.push({ name, value, span });
    if (name === 'escape') {
      if (value === '\\' || value === '`') this.#escape = value;
      else this.#error(`The escape character must be \\ or \`, not "${value}".`, span);
    }
    return true;
  }

  #readInstruction(first: Line): void {
    const text = trimStart(first.text);
    const parts = [{ text, offset: first.start + first.text.length - text.length }];
    let continuation = endOfContinued(text, this.#escape);
    if (continuation === undefined && text === '') return;
    while (continuation !== undefined) {
      const last = parts[parts.length - 1];
      if (last !== undefined) last.text = last.text.slice(0, continuation);
      const line = this.#readContinuationLine();
      if (line === undefined) break;
      parts.push({ text: line.text, offset: line.start });
      continuation = endOfContinued(line.text, this.#escape);
    }
    const line = LogicalText.join(parts);
    this.#addInstruction(line, readInstruction(line, this.#escape));
  }

  /** The next line that is neither a comment nor blank: both may stand between the lines of an instruction. */
  #readContinuationLine(): Line | undefined {
    for (let line = this.#readLine(); line !== undefined; line = this.#readLine()) {
      if (isComment(line.text)) this.#readComment(line);
      else if (trimStart(line.text) !== '') return line;
    }
    return undefined;
  }

  #addInstruction(line: LogicalText, read: ReadInstruction): void {
    const starts = canContainHeredoc(read.instruction) ? findHeredocs(line.text) : [];
    const instruction = starts.length === 0 ? read.instruction : this.#readHeredocs(read.instruction, starts);
    if (instruction.keyword === 'FROM') this.#inStage = true;
    this.#instructions.push(instruction);
    const context = { inStage: this.#inStage, notStrings: read.notStrings, foreignSyntax: this.#hasForeignSyntax() };
    for (const { message, span } of errorsOf(instruction, context)) this.#error(message, span);
    this.#marks.push({
      line: this.#nextLine,
      offset: this.#source.lineStart(this.#nextLine),
      commentCount: this.#comments.length,
      errorCount: this.#errors.length,
    });
  }

  #readHeredocs(instruction: Instruction, starts: readonly HeredocStart[]): Instruction {
    const heredocs: Heredoc[] = [];
    let end = instruction.span.end;
    for (const start of starts) {
      const bodyStart = this.#source.lineStart(this.#nextLine);
      let bodyEnd = this.#source.text.length;
      let terminated = false;
      for (let line = this.#readLine(); line !== undefined && !terminated; line = terminated ? undefined : this.#readLine()) {
        terminated = (start.stripTabs ? line.text.replace(/^\t+/, '') : line.text) === start.delimiter;
        if (terminated) bodyEnd = line.start;
        else if (instruction.keyword === 'RUN' && isComment(line.text)) this.#addComment(line);
        end = line.start + line.text.length;
      }
      const body = this.#source.text.slice(bodyStart, bodyEnd);
      heredocs.push({ ...start, body, bodySpan: { start: bodyStart, end: Math.max(bodyStart, bodyEnd) } });
      if (!terminated) this.#error(`The heredoc "${start.delimiter}" is not terminated.`, instruction.span);
    }
    return withHeredocs(instruction, heredocs, end);
  }

  /** Whether a `# syntax=` names another frontend than Docker's own, which may know more instructions. */
  #hasForeignSyntax(): boolean {
    const syntax = this.#directives.find(({ name }) => name === 'syntax')?.value;
    return syntax !== undefined && !/^(docker\.io\/)?docker\/dockerfile(-upstream)?([:@]|$)/.test(syntax);
  }

  #assemble(): Dockerfile {
    const stages: Stage[] = [];
    const globalArguments: Instruction[] = [];
    const dockerfile: Dockerfile = {
      source: this.#source,
      directives: this.#directives,
      escape: this.#escape,
      globalArguments,
      stages,
      instructions: this.#instructions,
      comments: this.#comments,
      marks: this.#marks,
      errors: this.#errors,
    };
    let current: Instruction[] | undefined;
    const lastFrom = this.#instructions.findLastIndex(({ keyword }) => keyword === 'FROM');
    for (const [index, instruction] of this.#instructions.entries()) {
      if (instruction.keyword === 'FROM') {
        current = [];
        const name = nameOf(instruction);
        stages.push({ dockerfile, index: stages.length, from: instruction, name, instructions: current, isFinal: index === lastFrom });
      } else if (current !== undefined) current.push(instruction);
      else if (instruction.keyword === 'ARG') globalArguments.push(instruction);
    }
    if (stages.length === 0) this.#reportNoStage();
    return dockerfile;
  }

  #reportNoStage(): void {
    const last = this.#instructions.at(-1);
    if (last !== undefined && this.#errors.length > 0) return;
    const line = this.#source.text.search(/\S/);
    const span = last?.keywordSpan ?? { start: Math.max(line, 0), end: this.#source.text.length };
    this.#error(
      last === undefined ? 'The Dockerfile has no instructions.' : 'The Dockerfile has no FROM, so there is nothing to build.',
      span,
    );
  }

  /** Reports on the first line of a span, or on its whole line if the span is empty. */
  #error(message: string, span: Span): void {
    const line = this.#source.lineSpan(this.#source.lineAt(span.start));
    const end = Math.min(span.end, line.end);
    this.#errors.push({ message, span: end > span.start ? { start: span.start, end } : line });
  }
}

function nameOf(from: Instruction): string | undefined {
  return from.words.length === 3 && from.words[1]?.text.toUpperCase() === 'AS' ? from.words[2]?.text : undefined;
}

function isComment(line: string): boolean {
  return trimStart(line).startsWith('#');
}

/** Where the text of a line ends if the next line continues it: before an escape character that is last, blanks aside, and not itself escaped. */
function endOfContinued(line: string, escapeToken: string): number | undefined {
  let end = line.length - 1;
  while (end >= 0 && (line[end] === ' ' || line[end] === '\t')) end--;
  return line[end] === escapeToken && line[end - 1] !== escapeToken ? end : undefined;
}
