import type { Span } from '../text/span.js';
import type { LogicalText } from './logical-text.js';

/** A word of a shell command. */
export interface ShellWord {
  /** Without quotes and escapes; what the shell would expand stays as written. */
  readonly text: string;
  /** Whether the shell takes the word as it is: no variables, command substitutions or patterns. */
  readonly isLiteral: boolean;
  readonly span: Span;
}

/** A simple command with what stands before it. Redirections and comments are left out. */
export interface ShellCommand {
  /** `NAME=value` in front of the command, or on its own. */
  readonly assignments: readonly { readonly name: string; readonly value: ShellWord; readonly span: Span }[];
  readonly words: readonly ShellWord[];
  /** What joins it to the command before it. */
  readonly operator: '' | '&&' | '||' | '|' | '&' | ';';
  /** Whether it runs whenever the script gets that far: not in a branch, a loop, a function, a subshell, or after `||` or a test. */
  readonly isCertain: boolean;
  /** From the first assignment or word to the last word. */
  readonly span: Span;
}

/** Reads shell text far enough to see which simple commands it runs. Never fails: what a shell would reject is read as well as can be. */
export function parseShell(script: LogicalText): readonly ShellCommand[] {
  return new ShellReader(script).read();
}

type Opener = 'if' | 'loop' | 'case' | '(' | '{';

const OPENERS: Readonly<Record<string, Opener>> = {
  if: 'if',
  for: 'loop',
  while: 'loop',
  until: 'loop',
  select: 'loop',
  case: 'case',
  '{': '{',
};
const CLOSERS: Readonly<Record<string, Opener>> = { fi: 'if', done: 'loop', esac: 'case', '}': '{' };
/** Reserved words after which a command starts. */
const PREFIXES = ['if', 'then', 'elif', 'else', 'while', 'until', 'do', '!', '{', 'time'];
/** Reserved words whose line is no command: `for name in words`, `case word in`. */
const HEADERS = ['for', 'select', 'case'];
/** Characters that mean themselves wherever they stand in a word. */
const PLAIN = /[\w./:@=+,%-]+/y;
const REDIRECTION_START = /[\d<>&]/;
const ASSIGNMENT = /^[A-Za-z_][A-Za-z0-9_]*\+?=/;

class ShellReader {
  readonly #script: LogicalText;
  readonly #text: string;
  #position = 0;
  readonly #commands: ShellCommand[] = [];
  readonly #open: Opener[] = [];
  #words: { word: ShellWord; written: string }[] = [];
  #operator: ShellCommand['operator'] = '';
  #isHeader = false;
  /** Where the commands started that may turn out to be patterns of a `case`; `undefined` where no pattern can stand. */
  #patternStart: number | undefined;
  /** Delimiters of heredocs whose bodies start at the next line. */
  readonly #heredocs: { delimiter: string; stripTabs: boolean }[] = [];

  constructor(script: LogicalText) {
    this.#script = script;
    this.#text = script.text;
  }

  read(): readonly ShellCommand[] {
    while (this.#position < this.#text.length) this.#readToken();
    this.#endCommand(';');
    return this.#commands;
  }

  #readToken(): void {
    const character = this.#text.charAt(this.#position);
    if (character === ' ' || character === '\t' || character === '\r') this.#position++;
    else if (character === '\\' && this.#text[this.#position + 1] === '\n') this.#position += 2;
    else if (character === '\n') this.#readLineBreak();
    else if (character === '#') this.#skipTo('\n');
    else if (REDIRECTION_START.test(character) && /^(?:\d*[<>]|&>)/.test(this.#text.slice(this.#position, this.#position + 4)))
      this.#readRedirection();
    else if (character === '(' || character === ')') this.#readParenthesis(character);
    else if (character === ';' || character === '&' || character === '|') this.#readOperator();
    else this.#readWord();
  }

  #skipTo(text: string): void {
    const end = this.#text.indexOf(text, this.#position);
    this.#position = end === -1 ? this.#text.length : end;
  }

  #readLineBreak(): void {
    this.#position++;
    this.#endCommand(';');
    for (const { delimiter, stripTabs } of this.#heredocs.splice(0)) {
      for (let found = false; !found && this.#position < this.#text.length; ) {
        const start = this.#position;
        this.#skipTo('\n');
        const line = this.#text.slice(start, this.#position++);
        found = (stripTabs ? line.replace(/^\t+/, '') : line).replace(/\r$/, '') === delimiter;
      }
    }
  }

  /** Skips a redirection with its target; a heredoc is remembered. */
  #readRedirection(): void {
    const operator = /^\d*(?:&>>?|<<<|<<-?|<>|<&|>&|>>|>\||<|>)/.exec(this.#text.slice(this.#position, this.#position + 24))?.[0] ?? '>';
    this.#position += operator.length;
    while (' \t'.includes(this.#text.charAt(this.#position)) && this.#position < this.#text.length) this.#position++;
    if (/[\n;|()]/.test(this.#text.charAt(this.#position))) return;
    const { word } = this.#readWordHere();
    if (/<<-?$/.test(operator) && !operator.includes('<<<'))
      this.#heredocs.push({ delimiter: word.text, stripTabs: operator.endsWith('-') });
  }

  #readParenthesis(character: '(' | ')'): void {
    this.#position++;
    if (character === '(') {
      // `name ( )` defines a function, a parenthesis elsewhere starts a subshell.
      this.#words = [];
      this.#open.push('(');
      return;
    }
    if (this.#open.at(-1) === 'case') {
      // What stood before were the patterns of a branch.
      this.#words = [];
      this.#isHeader = false;
      if (this.#patternStart !== undefined) this.#commands.length = this.#patternStart;
      this.#patternStart = undefined;
    } else {
      this.#endCommand(';');
      this.#close('(');
    }
  }

  #readOperator(): void {
    const operator = /^(?:&&|\|\||;;&?|;&|\|&|;|&|\|)/.exec(this.#text.slice(this.#position, this.#position + 3))?.[0] ?? ';';
    this.#position += operator.length;
    if (operator.startsWith(';;') || operator === ';&') this.#patternStart = this.#commands.length + (this.#words.length > 0 ? 1 : 0);
    this.#endCommand(operator === '&&' || operator === '||' || operator === '&' ? operator : operator.startsWith('|') ? '|' : ';');
  }

  #readWord(): void {
    const read = this.#readWordHere();
    const isFirst = this.#words.length === 0 && !this.#isHeader;
    if (!isFirst || read.written !== read.word.text) {
      this.#words.push(read);
      return;
    }
    const { text } = read.word;
    const opener = Object.hasOwn(OPENERS, text) ? OPENERS[text] : undefined;
    const closer = Object.hasOwn(CLOSERS, text) ? CLOSERS[text] : undefined;
    if (opener !== undefined) this.#open.push(opener);
    if (closer !== undefined) this.#close(closer);
    if (opener === 'case') this.#patternStart = this.#commands.length;
    if (HEADERS.includes(text)) this.#isHeader = true;
    else if (closer === undefined && !PREFIXES.includes(text)) this.#words.push(read);
  }

  #close(opener: Opener): void {
    const index = this.#open.lastIndexOf(opener);
    if (index !== -1) this.#open.length = index;
  }

  #endCommand(next: ShellCommand['operator']): void {
    if (!this.#isHeader && this.#words.length > 0) this.#commands.push(this.#commandOf(this.#words));
    this.#words = [];
    this.#isHeader = false;
    this.#operator = next;
  }

  #commandOf(all: readonly { word: ShellWord; written: string }[]): ShellCommand {
    const first = all.findIndex(({ written }) => !ASSIGNMENT.test(written));
    const count = first === -1 ? all.length : first;
    const previous = this.#commands.at(-1)?.words[0]?.text ?? '';
    const afterTest = this.#operator === '&&' && ['[', '[[', 'test'].includes(previous);
    const words = all.map(({ word }) => word);
    return {
      assignments: words.slice(0, count).map(word => this.#assignmentOf(word)),
      words: words.slice(count),
      operator: this.#commands.length === 0 ? '' : this.#operator,
      isCertain: this.#open.length === 0 && this.#operator !== '||' && !afterTest,
      span: { start: words[0]?.span.start ?? 0, end: words.at(-1)?.span.end ?? 0 },
    };
  }

  #assignmentOf(word: ShellWord): ShellCommand['assignments'][number] {
    const name = /^[A-Za-z0-9_]*/.exec(word.text)?.[0] ?? '';
    const isAppend = word.text.charAt(name.length) === '+';
    const value = word.text.slice(name.length + (isAppend ? 2 : 1));
    const start = Math.min(word.span.start + word.text.length - value.length, word.span.end);
    return { name, value: { text: value, isLiteral: word.isLiteral && !isAppend, span: { start, end: word.span.end } }, span: word.span };
  }

  /** Reads the word at the current position, at least one character of it. */
  #readWordHere(): { word: ShellWord; written: string } {
    const start = this.#position;
    let text = '';
    let isLiteral = true;
    while (this.#position < this.#text.length) {
      PLAIN.lastIndex = this.#position;
      const plain = PLAIN.exec(this.#text)?.[0];
      if (plain !== undefined) {
        text += plain;
        this.#position += plain.length;
        continue;
      }
      const character = this.#text.charAt(this.#position);
      if (/[\s;&|<>()]/.test(character) && this.#position > start) break;
      const part = this.#readPart(character);
      text += part.text;
      isLiteral &&= part.isLiteral;
    }
    const span = this.#script.spanOf(start, this.#position);
    return { word: { text, isLiteral, span }, written: this.#text.slice(start, this.#position) };
  }

  #readPart(character: string): { text: string; isLiteral: boolean } {
    if (character === "'") {
      const end = this.#text.indexOf("'", this.#position + 1);
      const text = this.#text.slice(this.#position + 1, end === -1 ? undefined : end);
      this.#position = end === -1 ? this.#text.length : end + 1;
      return { text, isLiteral: true };
    }
    if (character === '"') return this.#readDoubleQuoted();
    if (character === '$' || character === '`') return { text: this.#readExpansion(), isLiteral: false };
    if (character === '\\') {
      const next = this.#text.charAt(this.#position + 1);
      this.#position += 2;
      return { text: next === '\n' ? '' : next, isLiteral: true };
    }
    this.#position++;
    return { text: character, isLiteral: !/[*?[~{]/.test(character) };
  }

  #readDoubleQuoted(): { text: string; isLiteral: boolean } {
    let text = '';
    let isLiteral = true;
    this.#position++;
    while (this.#position < this.#text.length) {
      const character = this.#text.charAt(this.#position);
      if (character === '"') {
        this.#position++;
        break;
      }
      if (character === '$' || character === '`') {
        text += this.#readExpansion();
        isLiteral = false;
        continue;
      }
      const next = this.#text.charAt(this.#position + 1);
      const escapes = character === '\\' && '"$`\\\n'.includes(next) && next !== '';
      text += escapes ? (next === '\n' ? '' : next) : character;
      this.#position += escapes ? 2 : 1;
    }
    return { text, isLiteral };
  }

  /** `$name`, `${…}`, `$(…)`, `$((…))` or backticks, as written. */
  #readExpansion(): string {
    const start = this.#position;
    const first = this.#text.charAt(this.#position++);
    const next = this.#text.charAt(this.#position);
    if (first === '`') {
      this.#skipTo('`');
      this.#position = Math.min(this.#position + 1, this.#text.length);
    } else if (next === '(') this.#skipBalanced('(', ')');
    else if (next === '{') this.#skipBalanced('{', '}');
    else this.#position += /^(?:[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!-])?/.exec(this.#text.slice(this.#position))?.[0].length ?? 0;
    return this.#text.slice(start, this.#position);
  }

  #skipBalanced(open: string, close: string): void {
    let depth = 0;
    let quote = '';
    for (; this.#position < this.#text.length; this.#position++) {
      const character = this.#text.charAt(this.#position);
      if (character === '\\' && quote !== "'") this.#position++;
      else if (quote !== '') quote = character === quote ? '' : quote;
      else if (character === "'" || (character === '"' && open === '(')) quote = character;
      else if (character === open) depth++;
      else if (character === close && --depth === 0) {
        this.#position++;
        return;
      }
    }
    this.#position = this.#text.length;
  }
}
