import type { SourceText } from '../text/source-text.js';
import type { Span } from '../text/span.js';
import { columnsOf, printable } from './printable.js';
import type { Style, Terminal } from './terminal.js';

/** Lines longer than this are cut around what is marked. */
const WIDEST = 160;

/** The line of a span with carets under it, and the line before it, numbered. */
export function codeFrame(source: SourceText, span: Span, style: Style, terminal: Terminal): string {
  const line = source.lineAt(span.start);
  const gutter = String(line + 1).length;
  const before = line > 0 ? lineText(source, line - 1) : '';
  const { text, from } = cut(lineText(source, line), span.start - source.lineStart(line));
  const start = span.start - source.lineStart(line) - from;
  const end = Math.min(Math.max(span.end - source.lineStart(line) - from, start + 1), Math.max(text.length, start + 1));
  const indent = ' '.repeat(columnsOf(printable(text.slice(0, start))));
  const carets = '^'.repeat(Math.max(columnsOf(printable(text.slice(start, end))), 1));
  const numbered = (number: string, content: string) => `${terminal.style(`${number.padStart(gutter)} |`, 'blue')} ${content}`.trimEnd();
  return [
    ...(before.trim() === '' || before.length > WIDEST ? [] : [numbered(String(line), printable(before))]),
    numbered(String(line + 1), printable(text)),
    numbered('', `${indent}${terminal.style(carets, style)}`),
  ].join('\n');
}

function lineText(source: SourceText, line: number): string {
  const { start, end } = source.lineSpan(line);
  return source.text.slice(start, end);
}

function cut(text: string, column: number): { text: string; from: number } {
  if (text.length <= WIDEST) return { text, from: 0 };
  const from = Math.max(0, Math.min(column - WIDEST / 4, text.length - WIDEST));
  return { text: text.slice(from, from + WIDEST), from };
}
