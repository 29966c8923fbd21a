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

/** An action that prints lines: alone on its own, or as the value of a key or of an item. */
export interface TemplateBlock extends Surroundings {
  readonly print: PrintStatement;
  /** Of the entry or item that it prints in. */
  readonly path: readonly string[];
  /** Where it stands in its line: what is printed at once starts there. */
  readonly column: number;
  /** The column of the key or dash above; -1 at the top. */
  readonly parentColumn: number;
  /** Whether what holds it is an item of a list. */
  readonly isItem: boolean;
  /** Whether it stands behind its key or dash, on the same line. */
  readonly isInline: boolean;
  /** Whether it stands in a text of several lines: `|`. */
  readonly isText: boolean;
  /** The column of an entry that is written out beside it, in the same map or list; `undefined` if there is none. */
  readonly siblingColumn: number | undefined;
  readonly document: number;
}

/** The YAML of a template, as far as it can be told without rendering. */
export interface TemplateYaml {
  readonly entries: readonly TemplateEntry[];
  readonly blocks: readonly TemplateBlock[];
}

const READ = new WeakMap<TemplateFile, TemplateYaml>();

/** Reads a template as YAML: keys by their columns, without what its actions print. */
export function templateYamlOf(file: TemplateFile): TemplateYaml {
  const known = READ.get(file);
  if (known !== undefined) return known;
  const yaml = new Reader(file).read();
  READ.set(file, yaml);
  return yaml;
}

interface Level {
  readonly column: number;
  readonly key: string;
  /** Whether what belongs to it stands below it. */
  readonly isOpen: boolean;
  /** Of what is written out below it. */
  childColumn: number | undefined;
}

type OpenBlock = Omit<TemplateBlock, 'siblingColumn'>;

class Reader {
  readonly #file: TemplateFile;
  readonly #entries: TemplateEntry[] = [];
  readonly #blocks: { readonly block: OpenBlock; readonly level: Level }[] = [];
  #stack: Level[] = [];
  #document = 0;
  #top: Level = topLevel();
  /** The column of the key of the text of several lines that is being read. */
  #textColumn: number | undefined;
  #definition: Surroundings['definition'];

  constructor(file: TemplateFile) {
    this.#file = file;
  }

  read(): TemplateYaml {
    for (const line of templateLines(this.#file)) this.#line(line);
    return { entries: this.#entries, blocks: this.#blocks.map(({ block, level }) => ({ ...block, siblingColumn: level.childColumn })) };
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
    this.#top = topLevel();
    this.#textColumn = undefined;
  }

  /** What stands at a column of a line, behind the dashes before it. */
  #content(line: TemplateLine, start: number): void {
    let column = start;
    const { text } = line;
    let isInline = false;
    for (; text[column] === '-' && /^-(?:\s|$)/.test(text.slice(column)); isInline = true) {
      this.#push(column, ITEM, true);
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
    const level = this.#push(column, unquoted(key), value === '' || isOnlyPrinted(value));
    const span = { start: place(valueStart), end: value === '' ? place(valueStart) : place(valueStart + value.length - 1) + 1 };
    const own = prints.filter(({ tag }) => tag.span.start >= span.start && tag.span.end <= span.end);
    const path = this.#stack.map(({ key: name }) => name);
    const keySpan = { start: place(column), end: place(column + key.length - 1) + 1 };
    const around = surroundingsOf(this.#file, keySpan.start);
    this.#entries.push({ path, keySpan, column, value: span, text: value, prints: own, document: this.#document, ...around });
    if (isBlockText) this.#textColumn = column;
    const [print] = own;
    if (print !== undefined && own.length === 1 && isOnlyPrinted(value)) this.#block(print, valueStart, level, true);
  }

  /** A line, or what stands behind dashes, that is no entry. */
  #printed({ text, prints, offsets }: TemplateLine, column: number, isInline: boolean): void {
    const rest = text.slice(column);
    const own = prints.filter(({ tag }) => tag.span.start >= (offsets[column] ?? 0));
    const [print] = own;
    if (print === undefined || own.length > 1 || !isOnlyPrinted(rest)) return;
    // Where an action stands in its line says nothing about what it prints, if it starts with a line break.
    const level = this.#stack.at(-1) ?? this.#top;
    this.#block(print, column, isInline ? level : this.#holderOf(print, column), isInline);
  }

  /** What an action on a line of its own prints into: what is open above it, by where the template's author has put it. */
  #holderOf(_print: PrintStatement, column: number): Level {
    const levels = this.#stack.filter(({ isOpen }) => isOpen);
    return levels.findLast(level => level.column < column) ?? levels.at(-1) ?? this.#top;
  }

  #textLine({ text, prints }: TemplateLine, column: number): void {
    const [print] = prints;
    const level = this.#stack.at(-1);
    if (print === undefined || prints.length > 1 || level === undefined || !isOnlyPrinted(text)) return;
    this.#blocks.push({ block: this.#blockOf(print, column, level, false, true), level });
  }

  #block(print: PrintStatement, column: number, level: Level, isInline: boolean): void {
    this.#blocks.push({ block: this.#blockOf(print, column, level, isInline, false), level });
  }

  #blockOf(print: PrintStatement, column: number, level: Level, isInline: boolean, isText: boolean): OpenBlock {
    const depth = this.#stack.indexOf(level) + 1;
    return {
      ...{ print, column, isInline, isText, document: this.#document },
      path: this.#stack.slice(0, depth).map(({ key }) => key),
      parentColumn: level.column,
      isItem: level.key === ITEM,
      ...surroundingsOf(this.#file, print.span.start),
    };
  }

  #push(column: number, key: string, isOpen: boolean): Level {
    const isItem = key === ITEM;
    while (true) {
      const last = this.#stack.at(-1);
      if (last === undefined || last.column < column) break;
      // The items of a list may stand as far in as its key.
      if (isItem && last.column === column && last.key !== ITEM && last.isOpen) break;
      this.#stack.pop();
    }
    const above = this.#stack.at(-1) ?? this.#top;
    above.childColumn ??= column;
    const level: Level = { column, key, isOpen, childColumn: undefined };
    this.#stack.push(level);
    return level;
  }
}

function topLevel(): Level {
  return { column: -1, key: '', isOpen: true, childColumn: undefined };
}

function isOnlyPrinted(text: string): boolean {
  const trimmed = text.trim();
  return trimmed !== '' && [...trimmed].every(character => character === PRINTED);
}

function unquoted(key: string): string {
  return /^(["']).*\1$/.test(key) ? key.slice(1, -1) : key;
}
