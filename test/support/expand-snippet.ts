/** What a person may do to a snippet while its stops are visited. */
export interface Expansion {
  /** By number of the stop, the text that replaces its default. */
  readonly answers?: ReadonlyMap<number, string>;
  /** By name (`TM_FILENAME_BASE`): what the editor knows. Unknown names give their default, or nothing. */
  readonly variables?: Readonly<Record<string, string>>;
}

/**
 * The text that VS Code leaves in the document when every stop was visited and left at its default, or at an answer:
 * mirrored stops repeat the text, transforms are applied. It throws where VS Code would insert the syntax as text.
 */
export function expandSnippet(body: readonly string[], { answers = new Map(), variables = {} }: Expansion = {}): string {
  const parts = parseSnippet(body.join('\n'));
  const texts = new Map<number, string>();
  const write = (written: readonly Part[]): string => written.map(writePart).join('');
  const writePart = (part: Part): string => {
    if (part.kind === 'text') return part.text;
    const value = part.kind === 'stop' ? textOf(part.index) : (variables[part.name] ?? write(part.fallback));
    return part.transform === undefined ? value : transformed(value, part.transform);
  };
  const textOf = (index: number): string => {
    const known = answers.get(index) ?? texts.get(index);
    if (known !== undefined) return known;
    texts.set(index, '');
    const text = write(stopsIn(parts).find(stop => stop.index === index && stop.fallback.length > 0)?.fallback ?? []);
    texts.set(index, text);
    return text;
  };
  return write(parts);
}

/** The choices of a snippet by number of the stop, in the order in which they are offered. */
export function choicesIn(body: readonly string[]): ReadonlyMap<number, readonly string[]> {
  const stops = stopsIn(parseSnippet(body.join('\n'))).filter(stop => stop.choices.length > 0);
  return new Map(stops.map(stop => [stop.index, stop.choices]));
}

type Part = Text | Stop | Variable;

interface Text {
  readonly kind: 'text';
  readonly text: string;
}

interface Stop {
  readonly kind: 'stop';
  readonly index: number;
  readonly fallback: readonly Part[];
  readonly choices: readonly string[];
  readonly transform: Transform | undefined;
}

interface Variable {
  readonly kind: 'variable';
  readonly name: string;
  readonly fallback: readonly Part[];
  readonly transform: Transform | undefined;
}

/** A group in the replacement of a transform. Within the braces a slash stands for itself: escaped, VS Code takes it all as text. */
const FORMAT = /\$(\d+)|\$\{(\d+)(?::((?:[^}\\]|\\[$}\\])*))?\}/;

interface Transform {
  readonly pattern: RegExp;
  readonly format: string;
}

function stopsIn(parts: readonly Part[]): readonly Stop[] {
  return parts.flatMap(part => (part.kind === 'text' ? [] : [...(part.kind === 'stop' ? [part] : []), ...stopsIn(part.fallback)]));
}

function parseSnippet(source: string): readonly Part[] {
  return new SnippetReader(source).parts(undefined);
}

/** Reads the grammar of snippets from left to right. */
class SnippetReader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  /** Up to the end, or up to and with an unescaped `end`. */
  parts(end: '}' | undefined): readonly Part[] {
    const parts: Part[] = [];
    while (this.#at < this.#source.length) {
      if (end !== undefined && this.#take(end)) return parts;
      parts.push(this.#escape('$}\\') ?? this.#bare() ?? this.#braced() ?? { kind: 'text', text: this.#source[this.#at++] ?? '' });
    }
    if (end !== undefined) throw new Error(`the snippet ends inside a placeholder: ${this.#source}`);
    return parts;
  }

  #escape(escapable: string): Text | undefined {
    const next = this.#source[this.#at + 1];
    if (this.#source[this.#at] !== '\\' || next === undefined || !escapable.includes(next)) return undefined;
    this.#at += 2;
    return { kind: 'text', text: next };
  }

  #bare(): Part | undefined {
    const name = this.#match(/\$(\d+|[A-Za-z_]\w*)/y)?.[1];
    return name === undefined ? undefined : named(name, [], [], undefined);
  }

  #braced(): Part | undefined {
    const start = this.#at;
    const name = this.#match(/\$\{(\d+|[A-Za-z_]\w*)/y)?.[1];
    if (name === undefined) return undefined;
    if (this.#take('}')) return named(name, [], [], undefined);
    if (this.#take(':')) return named(name, this.parts('}'), [], undefined);
    if (this.#take('/')) return named(name, [], [], this.#transform());
    if (this.#take('|')) return this.#choice(name);
    throw new Error(`not a placeholder: ${this.#source.slice(start, start + 40)}`);
  }

  #choice(name: string): Part {
    const choices = [''];
    while (!this.#take('|}')) {
      if (this.#take(',')) choices.push('');
      else choices.push(`${choices.pop() ?? ''}${this.#escape(',|\\')?.text ?? this.#character()}`);
    }
    return named(name, [{ kind: 'text', text: choices[0] ?? '' }], choices, undefined);
  }

  #transform(): Transform {
    let [pattern, format] = ['', ''];
    while (!this.#take('/')) pattern += this.#slashOrOther();
    while (!this.#take('/')) format += this.#match(new RegExp(FORMAT, 'y'))?.[0] ?? this.#outsideFormat();
    const options = this.#match(/([a-z]*)\}/y)?.[1];
    if (options === undefined) throw new Error(`a transform without its end: ${this.#source}`);
    return { pattern: new RegExp(pattern, options), format };
  }

  #outsideFormat(): string {
    if (this.#source.startsWith('${', this.#at)) throw new Error(`a format that cannot be read: ${this.#source.slice(this.#at)}`);
    return this.#slashOrOther();
  }

  #slashOrOther(): string {
    return this.#take('\\/') ? '/' : this.#character();
  }

  #character(): string {
    const character = this.#source[this.#at++];
    if (character === undefined) throw new Error(`the snippet ends too early: ${this.#source}`);
    return character;
  }

  #take(text: string): boolean {
    const found = this.#source.startsWith(text, this.#at);
    if (found) this.#at += text.length;
    return found;
  }

  #match(sticky: RegExp): RegExpExecArray | undefined {
    sticky.lastIndex = this.#at;
    const match = sticky.exec(this.#source) ?? undefined;
    if (match !== undefined) this.#at = sticky.lastIndex;
    return match;
  }
}

function named(name: string, fallback: readonly Part[], choices: readonly string[], transform: Transform | undefined): Part {
  if (/^\d/.test(name)) return { kind: 'stop', index: Number(name), fallback, choices, transform };
  return { kind: 'variable', name, fallback, transform };
}

function transformed(value: string, { pattern, format }: Transform): string {
  return value.replace(pattern, (...match: readonly unknown[]) => {
    const group = (index: string) => (typeof match[Number(index)] === 'string' ? String(match[Number(index)]) : '');
    return format.replaceAll(new RegExp(FORMAT, 'g'), (_, bare?: string, index = '', form = '') =>
      formatted(group(bare ?? index), form.replaceAll(/\\(.)/g, '$1')),
    );
  });
}

/** `/upcase`, `+if`, `?if:else`, `-else` or `else`, as they stand behind the colon of a format. */
function formatted(text: string, form: string): string {
  if (form === '/upcase') return text.toUpperCase();
  if (form === '/downcase') return text.toLowerCase();
  if (form === '/capitalize') return text.slice(0, 1).toUpperCase() + text.slice(1);
  if (form.startsWith('/')) throw new Error(`unknown format "${form}"`);
  if (form.startsWith('+')) return text === '' ? '' : form.slice(1);
  if (form.startsWith('?')) return form.slice(1).split(':')[text === '' ? 1 : 0] ?? '';
  return text === '' ? form.replace(/^-/, '') : text;
}
