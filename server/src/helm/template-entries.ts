import type { PrintStatement, TemplateFile } from '../gotemplate/template-tree.js';
import type { Span } from '../text/span.js';
import { PRINTED, type Surroundings, surroundingsOf, type TemplateLine, templateLines } from './template-lines.js';

/** Stands in paths for an item of a list. */
export const ITEM = '-';

/** An entry of a map that a template writes: `key: value`, as far as it stands on one line. */
export interface TemplateEntry extends Surroundings {
  /** The keys that lead to it, {@link ITEM} for items of lists, itself last. In named templates, from where these start. */
  readonly path: readonly string[];
  readonly keySpan: Span;
  /** Where its key stands in its line. */
  readonly column: number;
  /** Without white space and comments around it; empty where the value stands below. */
  readonly value: Span;
  /** What is written, with {@link PRINTED} for what actions print. */
  readonly text: string;
  /** The actions that print the value or a part of it. */
  readonly prints: readonly PrintStatement[];
  /** Which object of the file it belongs to, from zero. */
  readonly document: number;
}

/** An action that prints all of a line, or all of the value of a key or an item. */
export interface TemplateBlock extends Surroundings {
  readonly print: PrintStatement;
  /** Where it stands in its line. */
  readonly column: number;
  /** Whether it stands behind its key or dash, on the same line. */
  readonly isInline: boolean;
  /** Whether it stands in a text of several lines: `key: |`. */
  readonly isText: boolean;
  /** The keys and dashes that are written out above it, the outermost first; one that stands less far in closes those before it. */
  readonly levels: readonly TemplateLevel[];
  readonly document: number;
}

/** A key or dash that is written out. */
export interface TemplateLevel {
  readonly column: number;
  /** {@link ITEM} for a dash. */
  readonly key: string;
  /** Whether its value is written behind it, printed, or still to come below it. */
  readonly value: 'written' | 'printed' | 'below';
  readonly offset: number;
}

/** The YAML of a template, as far as it can be told without rendering. */
export interface TemplateYaml {
  readonly entries: readonly TemplateEntry[];
  readonly blocks: readonly TemplateBlock[];
}

const READ = new WeakMap<TemplateFile['root'], TemplateYaml>();

/** Reads a template as YAML: keys by their columns, without what its actions print. */
export function templateYamlOf(file: TemplateFile): TemplateYaml {
  const known = READ.get(file.root);
  if (known !== undefined) return known;
  // Notes are for people.
  const yaml = file.name.endsWith('/NOTES.txt') ? { entries: [], blocks: [] } : new Reader(file).read();
  READ.set(file.root, yaml);
  return yaml;
}

class Reader {
  readonly #file: TemplateFile;
  readonly #entries: TemplateEntry[] = [];
  readonly #blocks: TemplateBlock[] = [];
  #stack: TemplateLevel[] = [];
  #document = 0;
  /** The column of the key of the text of several lines that is being read. */
  #textColumn: number | undefined;
  #definition: Surroundings['definition'];

  constructor(file: TemplateFile) {
    this.#file = file;
  }

  read(): TemplateYaml {
    for (const line of templateLines(this.#file)) this.#line(line);
    return { entries: this.#entries, blocks: this.#blocks };
  }

  #line(line: TemplateLine): void {
    const { text, offsets } = line;
    const column = text.length - text.trimStart().length;
    if (column === text.length) return;
    const { definition } = surroundingsOf(this.#file, offsets[column] ?? 0);
    if (definition !== this.#definition || /^---(?:\s|$)/.test(text)) this.#restart(definition);
    if (/^---(?:\s|$)/.test(text)) {
      this.#document++;
      return;
    }
    if (this.#textColumn !== undefined && (column > this.#textColumn || isOnlyPrinted(text))) this.#textLine(line, column);
    else {
      this.#textColumn = undefined;
      if (text[column] !== '#') this.#content(line, column);
    }
  }

  #restart(definition: Surroundings['definition']): void {
    this.#definition = definition;
    this.#stack = [];
    this.#textColumn = undefined;
  }

  /** What stands at a column of a line, behind the dashes before it. */
  #content(line: TemplateLine, start: number): void {
    let column = start;
    const { text } = line;
    let isInline = false;
    for (; text[column] === '-' && /^-(?:\s|$)/.test(text.slice(column)); isInline = true) {
      this.#push({ column, key: ITEM, value: 'below', offset: line.offsets[column] ?? 0 });
      column += /^-\s*/.exec(text.slice(column))?.[0].length ?? 1;
    }
    if (column >= text.length) return;
    const key = /^(?:"[^"]*"|'[^']*'|[^\s'"#{[\]},&*!|>%@`-][^\s#:]*|-[^\s:]+)(?=\s*:(?:\s|$))/.exec(text.slice(column))?.[0];
    if (key === undefined) {
      this.#printed(line, column, isInline);
      return;
    }
    const valueStart = column + key.length + (/^\s*:\s*/.exec(text.slice(column + key.length))?.[0].length ?? 1);
    const value = text
      .slice(valueStart)
      .replace(/(?:^|\s+)#.*$/, '')
      .trimEnd();
    this.#entry(line, { column, key, valueStart, value });
  }

  #entry(line: TemplateLine, { column, key, valueStart, value }: { column: number; key: string; valueStart: number; value: string }): void {
    const { offsets, prints } = line;
    const place = (index: number) => offsets[index] ?? offsets.at(-1) ?? 0;
    const isBlockText = /^[|>][-+\d]*$/.test(value);
    this.#push({
      column,
      key: unquoted(key),
      value: isOnlyPrinted(value) ? 'printed' : value === '' ? 'below' : 'written',
      offset: place(column),
    });
    const span = { start: place(valueStart), end: value === '' ? place(valueStart) : place(valueStart + value.length - 1) + 1 };
    const own = prints.filter(({ tag }) => tag.span.start >= span.start && tag.span.end <= span.end);
    const path = this.#stack.map(({ key: name }) => name);
    const keySpan = { start: place(column), end: place(column + key.length - 1) + 1 };
    const around = surroundingsOf(this.#file, keySpan.start);
    this.#entries.push({ path, keySpan, column, value: span, text: value, prints: own, document: this.#document, ...around });
    if (isBlockText) this.#textColumn = column;
    const [print] = own;
    if (print !== undefined && own.length === 1 && isOnlyPrinted(value))
      this.#block(print, { column: valueStart, isInline: true, isText: false });
  }

  /** A line, or what stands behind dashes, that is no entry. */
  #printed({ text, prints, offsets }: TemplateLine, column: number, isInline: boolean): void {
    const own = prints.filter(({ tag }) => tag.span.start >= (offsets[column] ?? 0));
    const [print] = own;
    const isPrinted = isOnlyPrinted(text.slice(column));
    if (print !== undefined && own.length === 1 && isPrinted) this.#block(print, { column, isInline, isText: false });
    const last = this.#stack.pop();
    if (last !== undefined) this.#stack.push(last.value === 'below' ? { ...last, value: isPrinted ? 'printed' : 'written' } : last);
  }

  #textLine({ text, prints }: TemplateLine, column: number): void {
    const [print] = prints;
    if (print !== undefined && prints.length === 1 && isOnlyPrinted(text)) this.#block(print, { column, isInline: false, isText: true });
  }

  #block(print: PrintStatement, place: Pick<TemplateBlock, 'column' | 'isInline' | 'isText'>): void {
    const around = surroundingsOf(this.#file, print.span.start);
    this.#blocks.push({ print, ...place, levels: [...this.#stack], document: this.#document, ...around });
  }

  #push(level: TemplateLevel): void {
    const { column, key } = level;
    while (true) {
      const last = this.#stack.at(-1);
      if (last === undefined || last.column < column) break;
      // The items of a list may stand as far in as its key.
      if (key === ITEM && last.column === column && last.key !== ITEM && last.value !== 'written') break;
      this.#stack.pop();
    }
    this.#stack.push(level);
  }
}

function isOnlyPrinted(text: string): boolean {
  const trimmed = text.trim();
  return trimmed !== '' && [...trimmed].every(character => character === PRINTED);
}

function unquoted(key: string): string {
  return /^(["']).*\1$/.test(key) ? key.slice(1, -1) : key;
}
