import { lexWords } from './word-lexer.js';

export interface HeredocStart {
  readonly delimiter: string;
  readonly expand: boolean;
  readonly stripTabs: boolean;
}

const OPERATOR = /^\d*<<(-?)[\t\n\f\r ]*([^<]*)$/;

/** The heredocs that a line of `RUN`, `COPY` or `ADD` opens, in order. The escape character is a backslash here whatever the directive says. */
export function findHeredocs(line: string): readonly HeredocStart[] {
  if (!line.includes('<<')) return [];
  const words = lexWords(line, { escape: '\\', rawQuotes: true, rawEscapes: true })?.words ?? [];
  return words.map(parseHeredocStart).filter(start => start !== undefined);
}

/** Reads `<<EOF`, `3<<-"EOF"`; `undefined` for a word that opens no heredoc. */
export function parseHeredocStart(word: string): HeredocStart | undefined {
  const match = OPERATOR.exec(word);
  const written = match?.[2];
  if (written === undefined || written === '') return undefined;
  const plain = lexWords(written, { escape: '\\' })?.words ?? [];
  const raw = lexWords(written, { escape: '\\', rawQuotes: true })?.words ?? [];
  const [delimiter] = plain;
  if (delimiter === undefined || plain.length !== 1 || raw.length !== 1) return undefined;
  return { delimiter, expand: countQuotes(delimiter) === countQuotes(raw[0] ?? ''), stripTabs: match?.[1] === '-' };
}

function countQuotes(text: string): number {
  return text.replaceAll(/[^'"]/g, '').length;
}
