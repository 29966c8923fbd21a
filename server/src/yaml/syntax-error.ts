import { Composer, type CST, type YAMLError } from 'yaml';
import type { SourceText } from '../text/source-text.js';
import type { Span } from '../text/span.js';
import { type SyntaxProblem, TAB_IN_INDENTATION } from './syntax-node.js';
import type { Opening } from './token-survey.js';
import type { YamlError } from './yaml-node.js';

/** What is wrong with a document, by its tokens, as full sentences. `unclosed` are the quotes and brackets in it that nothing closes. */
export function syntaxErrorsOf(text: string, tokens: readonly CST.Token[], unclosed: readonly Opening[]): readonly SyntaxProblem[] {
  const composer = new Composer({ schema: 'failsafe', uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
  const errors = [...composer.compose(tokens)].flatMap(document => document.errors).slice(0, MOST_ERRORS);
  if (errors.length === 0) return controlCharacters(text);
  const openings = [...unclosed];
  const causes = errors.filter((error, index) => !isConsequence(error, errors, index));
  return causes.map(error => {
    const explain = EXPLANATIONS.find(([code, part]) => error.code === code && error.message.includes(part))?.[2];
    return explain?.(error, text, openings) ?? saying(sentence(error.message), ...error.pos);
  });
}

/** Nobody reads more, and a text that is no YAML at all has thousands. */
const MOST_ERRORS = 100;

/** Errors in the order of the text, one per line, each with a span on one line that is not empty if the text is not. */
export function tidyErrors(source: SourceText, errors: readonly SyntaxProblem[]): readonly YamlError[] {
  const lines = new Set<number>();
  return [...errors]
    .sort((a, b) => a.start - b.start)
    .map(error => ({ message: error.message, span: visibleSpan(source, error) }))
    .filter(({ span }) => {
      const line = source.lineAt(span.start);
      return lines.has(line) ? false : lines.add(line);
    });
}

/** Whether an error only repeats another one: what follows a value that ended too early, or a key that is not where it seems. */
function isConsequence(error: YAMLError, errors: readonly YAMLError[], index: number): boolean {
  if (error.message.includes('in YAML stream')) return index > 0;
  // kubectl does not mind, though YAML does.
  if (error.message.startsWith('Comments must be separated')) return true;
  const here = errors.filter(other => other.pos[0] === error.pos[0]);
  const main = here.find(other => other.code === 'MULTILINE_IMPLICIT_KEY') ?? here[0];
  return error !== main;
}

type Explanation = (error: YAMLError, text: string, openings: Opening[]) => SyntaxProblem;

/** By code, and by a part of the message where the code is not enough. */
const EXPLANATIONS: readonly (readonly [code: YAMLError['code'], part: string, explain: Explanation])[] = [
  [
    'TAB_AS_INDENT',
    '',
    ({ pos: [start] }, text) => ({
      message: TAB_IN_INDENTATION,
      start,
      end: endOf(text, start, /\t+/y),
      isBlank: true,
    }),
  ],
  [
    'MISSING_CHAR',
    'followed by map values',
    ({ pos: [start, end] }, text) =>
      saying(
        `A colon is missing behind ${text.slice(start, end).includes('\n') || end <= start ? 'this key' : `"${text.slice(start, end)}"`}.`,
        start,
        end,
      ),
  ],
  ['MISSING_CHAR', 'Missing closing', unclosedQuote],
  ['MISSING_CHAR', 'must end with a', unclosedBracket],
  ['BAD_INDENT', 'must be sufficiently indented', unclosedBracket],
  [
    'BAD_INDENT',
    'must start at the same column',
    ({ pos: [start] }, text) => wordAfter(text, start, 'This line is not indented like the other keys of its map.'),
  ],
  [
    'MISSING_CHAR',
    'without - indicator',
    ({ pos: [start] }, text) =>
      wordAfter(text, start, 'This line is indented like neither an item nor a key of an item: a "- " is missing, or spaces are.'),
  ],
  [
    'MULTILINE_IMPLICIT_KEY',
    '',
    ({ pos: [start, end] }, text) =>
      wordAfter(
        text,
        Math.max(text.lastIndexOf('\n', end - 1), start),
        'This key continues the line above: its indentation is wrong, or a colon is missing there.',
      ),
  ],
  [
    'BLOCK_AS_IMPLICIT_KEY',
    'Nested mappings',
    ({ pos: [start, end] }) => saying('A value with a key in it needs quotes, or a line of its own.', start, end),
  ],
  ['BAD_SCALAR_START', '', ({ pos: [start, end] }, text) => saying(`Text cannot start with "${text[start]}" without quotes.`, start, end)],
  [
    'BAD_ALIAS',
    'empty string',
    ({ pos: [start, end] }) => saying('Text cannot start with "*" without quotes, and an alias needs a name.', start, end),
  ],
  ['UNEXPECTED_TOKEN', 'at node end', afterValue],
  ['UNEXPECTED_TOKEN', 'Unexpected , in', ({ pos: [start, end] }) => saying('A value is missing before this comma.', start, end)],
  [
    'UNEXPECTED_TOKEN',
    'block-seq-ind on same line',
    ({ pos: [start, end] }, text) =>
      saying(
        isFirstOnLine(text, start)
          ? 'An item cannot stand among the keys of a map: its indentation is wrong.'
          : 'An item cannot stand on the line of a key: put it on the next line.',
        start,
        end,
      ),
  ],
  [
    'UNEXPECTED_TOKEN',
    'Block scalar header',
    ({ pos: [start, end] }) => saying('Only an indentation, "+", "-" or a comment can follow "|" and ">" on their line.', start, end),
  ],
  [
    'BLOCK_IN_FLOW',
    '',
    ({ pos: [start, end] }) =>
      saying('Inside of brackets and braces, there are no items with dashes and no maps by indentation.', start, end),
  ],
  ['MISSING_CHAR', 'Missing , or :', ({ pos: [start, end] }) => saying('A comma or a colon is missing here.', start, end)],
  ['MISSING_CHAR', 'Missing , between', ({ pos: [start, end] }) => saying('A comma is missing here.', start, end)],
  [
    'BAD_DQ_ESCAPE',
    '',
    ({ pos: [start, end] }, text) =>
      saying(`There is no escape sequence "${text.slice(start, start + 2)}": a backslash in double quotes is written twice.`, start, end),
  ],
  [
    'BAD_INDENT',
    'Block scalar values',
    ({ pos: [start] }, text) => wordAfter(text, start, 'The text of a block scalar must be indented further than its key.'),
  ],
  [
    'MISSING_CHAR',
    'Missing directives-end',
    ({ pos: [start] }, text) => wordAfter(text, start, 'A "---" line is missing below the directives.'),
  ],
  [
    'TAG_RESOLVE_FAILED',
    'Could not resolve tag',
    ({ pos: [start, end] }, text) => saying(`The tag "${text.slice(start, end)}" has a prefix that nothing declares.`, start, end),
  ],
];

function saying(message: string, start: number, end: number): SyntaxProblem {
  return { message, start, end };
}

function sentence(message: string): string {
  return message.endsWith('.') ? message : `${message}.`;
}

function unclosedQuote({ pos: [start, end] }: YAMLError, text: string, openings: Opening[]): SyntaxProblem {
  const quote = takeOpening(openings, start, `'"`);
  return quote === undefined
    ? saying('A quote is not closed.', start, end)
    : saying(`This quote is not closed.`, quote.offset, endOf(text, quote.offset, /.*/y));
}

function unclosedBracket({ pos: [start, end], message }: YAMLError, text: string, openings: Opening[]): SyntaxProblem {
  const closing = message.endsWith(']') ? ']' : '}';
  const bracket = takeOpening(openings, start, closing === ']' ? '[' : '{');
  if (bracket === undefined) return saying('A bracket is not closed.', start, end);
  const isIndentation = message.includes('sufficiently indented') && text.includes(closing, start);
  const where = isIndentation ? ' on lines that are indented further than its key' : '';
  return saying(`This "${bracket.character}" is not closed${where}.`, bracket.offset, bracket.offset + 1);
}

/** The last opening before `offset` that no other error has taken. */
function takeOpening(openings: Opening[], offset: number, characters: string): Opening | undefined {
  const index = openings.findLastIndex(opening => opening.offset <= offset && characters.includes(opening.character));
  return index === -1 ? undefined : openings.splice(index, 1)[0];
}

function afterValue({ pos: [start, end] }: YAMLError, text: string): SyntaxProblem {
  return isFirstOnLine(text, start)
    ? wordAfter(text, start, 'This line is indented less than the first line of the document, or is no part of its value.')
    : saying('Nothing can follow the value on its line: quotes are missing, or a line break.', start, end);
}

/** Marks the first word at or behind `offset`. */
function wordAfter(text: string, offset: number, message: string): SyntaxProblem {
  const start = endOf(text, offset, /\s*/y);
  return saying(message, start, endOf(text, start, /[^\s:]*/y));
}

function endOf(text: string, offset: number, pattern: RegExp): number {
  const sticky = new RegExp(pattern.source, 'y');
  sticky.lastIndex = offset;
  return offset + (sticky.exec(text)?.[0].length ?? 0);
}

function isFirstOnLine(text: string, offset: number): boolean {
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset).trim() === '';
}

/** kubectl refuses them anywhere; the tolerant parser does not mind. */
function controlCharacters(text: string): readonly SyntaxProblem[] {
  const start = text.search(/[^\t\n\r\x20-\x7e\x85\xa0-\uffff]|[\ufffe\uffff]/);
  if (start === -1) return [];
  const code = text.charCodeAt(start).toString(16).toUpperCase().padStart(4, '0');
  return [{ message: `The character U+${code} is not allowed in YAML.`, start, end: start + 1 }];
}

/** The part of a span on its first line; for an empty place, the nearest character that can be seen. */
function visibleSpan(source: SourceText, { start, end, isBlank: isMeant }: SyntaxProblem): Span {
  const { text } = source;
  let first = Math.min(Math.max(start, 0), text.length);
  if (isMeant && first < end) return { start: first, end };
  while (first < end && isBlank(text, first)) first++;
  if (first < text.length && !isBlank(text, first)) {
    const lineEnd = source.lineSpan(source.lineAt(first)).end;
    return { start: first, end: Math.max(Math.min(end, lineEnd), first + 1) };
  }
  let last = first;
  while (last > 0 && isBlank(text, last - 1)) last--;
  if (last > 0) return { start: last - 1, end: last };
  while (first < text.length && isBlank(text, first)) first++;
  return { start: first, end: Math.min(first + 1, text.length) };
}

function isBlank(text: string, offset: number): boolean {
  const code = text.charCodeAt(offset);
  return code === 32 || code === 9 || code === 10 || code === 13 || code === 0xfeff;
}
