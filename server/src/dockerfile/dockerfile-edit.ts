import type { SourceText } from '../text/source-text.js';
import type { Span } from '../text/span.js';
import type { TextEdit } from '../text/text-edit.js';
import type { Dockerfile, Instruction } from './dockerfile.js';

/** Inserts lines before an instruction and the comments that stand right above it, indented as it is. */
export function insertBefore(dockerfile: Dockerfile, instruction: Instruction, lines: readonly string[]): TextEdit {
  const { source } = dockerfile;
  const at = lineStartOf(source, firstCommentAbove(dockerfile, instruction) ?? instruction.span.start);
  return { span: { start: at, end: at }, newText: lines.map(line => indentOf(source, instruction) + line + source.eol).join('') };
}

/** Inserts lines after an instruction and its heredocs, indented as it is; `undefined` where the file ends in a continuation of it. */
export function insertAfter({ source }: Dockerfile, instruction: Instruction, lines: readonly string[]): TextEdit | undefined {
  const { end } = source.lineSpan(source.lineAt(instruction.span.end));
  if (source.text.slice(instruction.span.end, end).trim() !== '') return undefined;
  return { span: { start: end, end }, newText: lines.map(line => source.eol + indentOf(source, instruction) + line).join('') };
}

/** Replaces what a word holds. */
export function replaceWord(word: { readonly span: Span }, newText: string): TextEdit {
  return { span: word.span, newText };
}

/** Replaces the arguments of an instruction, from the first to the last, and leaves keyword and flags. */
export function replaceArguments({ argument, span }: Instruction, newText: string): TextEdit {
  const { start, end } = argument.spanOf(0, argument.text.length);
  return { span: { start: Math.max(start, span.start), end }, newText };
}

/** Adds words behind the last argument of an instruction. */
export function appendWords({ span, words }: Instruction, text: string): TextEdit {
  const at = words.at(-1)?.span.end ?? span.end;
  return { span: { start: at, end: at }, newText: ` ${text}` };
}

/** Removes an instruction with its lines, and of blank lines around it those below; comments above it stay. */
export function removeInstruction({ source }: Dockerfile, { span }: Instruction): TextEdit {
  const first = source.lineAt(span.start);
  const last = source.lineAt(Math.max(span.end - 1, span.start));
  const isBlank = (line: number) =>
    source.lineStart(line) < source.text.length && source.text.slice(source.lineStart(line), source.lineStart(line + 1)).trim() === '';
  const end = first > 0 && isBlank(first - 1) && isBlank(last + 1) ? last + 2 : last + 1;
  return { span: { start: lineStartOf(source, span.start), end: source.lineStart(end) }, newText: '' };
}

/** The keyword in the case that the file uses: `user` if its author writes `from`. */
export function keywordLike({ source }: Dockerfile, { keywordSpan }: Instruction, keyword: string): string {
  const written = source.text.slice(keywordSpan.start, keywordSpan.end);
  return written === written.toLowerCase() ? keyword.toLowerCase() : keyword;
}

/** The part of a span on its first line, without white space and continuation behind it: what a finding may mark. */
export function firstLineOf({ source, escape: escapeToken }: Dockerfile, span: Span): Span {
  const line = source.lineSpan(source.lineAt(span.start));
  if (span.end <= line.end) return span;
  let text = source.text.slice(span.start, line.end).trimEnd();
  if (text.endsWith(escapeToken)) text = text.slice(0, -1).trimEnd();
  return { start: span.start, end: span.start + Math.max(text.length, 1) };
}

/** Where the comments start that stand on the lines right above an instruction. */
function firstCommentAbove({ source, comments }: Dockerfile, { span }: Instruction): number | undefined {
  let line = source.lineAt(span.start);
  let start: number | undefined;
  for (const comment of [...comments].reverse()) {
    if (source.lineAt(comment.span.start) !== line - 1) continue;
    start = comment.span.start;
    line--;
  }
  return start;
}

function lineStartOf(source: SourceText, offset: number): number {
  const start = source.lineStart(source.lineAt(offset));
  return start === 0 && source.text.startsWith('\ufeff') ? 1 : start;
}

function indentOf(source: SourceText, { span }: Instruction): string {
  return source.text.slice(lineStartOf(source, span.start), span.start);
}
