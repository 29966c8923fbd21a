import type { ValuePath } from '../../gotemplate/origin.js';
import { SourceText } from '../../text/source-text.js';
import type { Span } from '../../text/span.js';
import { parseYamlDocument } from '../../yaml/parse-yaml-document.js';
import type { YamlDocument, YamlNode } from '../../yaml/yaml-node.js';

/** What is being typed at an offset of a file of values. */
export type ValuesCursor = KeyCursor | ValueCursor;

/** A key, or nothing yet where a key may stand. */
interface KeyCursor {
  readonly kind: 'key';
  /** Where in the file the map stands that the key is to be in. */
  readonly path: ValuePath;
  /** What is typed of the key; with the white space before it, where that is not the indentation of the map. */
  readonly span: Span;
  /** The keys that the map has already. */
  readonly present: ReadonlySet<string>;
  /** How the keys of the map are indented. */
  readonly column: number;
  /** Whether the key has its colon. */
  readonly hasColon: boolean;
}

/** A value on the line of its key. */
interface ValueCursor {
  readonly kind: 'value';
  readonly path: ValuePath;
  readonly span: Span;
}

const KEY_BEFORE = /^((?: *- +)? *)(["']?[\w./-]*)$/;
const VALUE_BEFORE = /^((?: *- +)? *)("[^"]*"|'[^']*'|[\w./][\w./-]*) *: +(["']?[^\s#[\]{}|>&*!,"']*)$/;

/**
 * What is being typed at an offset, also while the text is no YAML because half a key stands in it: the line is read as if it was whole.
 * `undefined` in comments, in texts of several lines and in brackets.
 */
export function valuesCursorAt(text: string, offset: number): ValuesCursor | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(start, offset);
  const rest = /^[^\r\n]*/.exec(text.slice(offset))?.[0] ?? '';
  const line = { text, start, offset, rest };
  const [, lead, typed = ''] = KEY_BEFORE.exec(before) ?? [];
  if (lead !== undefined) return keyCursor(line, lead, typed);
  const [, valueLead = '', key, value = ''] = VALUE_BEFORE.exec(before) ?? [];
  return key === undefined ? undefined : valueCursor(line, valueLead, key, value);
}

/** The line of the cursor. */
interface CursorLine {
  readonly text: string;
  readonly start: number;
  readonly offset: number;
  /** What stands behind the cursor. */
  readonly rest: string;
}

function valueCursor({ text, start, offset, rest }: CursorLine, lead: string, key: string, typed: string): ValueCursor | undefined {
  const [behind = ''] = /^[^\s#,[\]{}]*/.exec(rest) ?? [];
  if (!/^\s*(?:#.*)?$/.test(rest.slice(behind.length))) return undefined;
  const document = documentOf(text, start, offset + rest.length, `${lead}${key}:`);
  const node = nodeWithKeyAt(document.root, start + lead.length);
  return node && { kind: 'value', path: node.path, span: { start: offset - typed.length, end: offset + behind.length } };
}

function keyCursor({ text, start, offset, rest }: CursorLine, lead: string, typed: string): KeyCursor | undefined {
  const [behind = ''] = /^[\w./-]*["']?/.exec(rest) ?? [];
  const remainder = rest.slice(behind.length);
  const hasColon = /^\s*:/.test(remainder);
  if (!hasColon && !/^\s*(?:#.*)?$/.test(remainder)) return undefined;
  const end = offset + rest.length;
  const expected = documentOf(text, start, end, '').errors.length;
  for (const indentation of [lead, ...(lead.includes('-') ? [] : indentationsAbove(text, start))]) {
    const document = documentOf(text, start, end, `${indentation}${KEY}${hasColon ? remainder : ':'}`);
    if (document.errors.length > expected) continue;
    const node = nodeWithKeyAt(document.root, start + indentation.length);
    // Where the line is right as it is and holds no key, it is text.
    if (node?.parent === undefined) return undefined;
    const own = hasColon ? [`${typed}${behind}`] : [];
    const present = new Set([...own, ...node.parent.entries().flatMap(([key]) => (key === KEY ? [] : key))]);
    const isMoved = indentation !== lead;
    const span = { start: isMoved ? start : offset - typed.length, end: offset + behind.length };
    return { kind: 'key', path: node.path.slice(0, -1), span, present, column: indentation.length, hasColon };
  }
  return undefined;
}

/** Stands for the key that is being typed. */
const KEY = 'plimsoll-cursor';

/** The document with another text in place of a line. */
function documentOf(text: string, start: number, end: number, line: string): YamlDocument {
  return parseYamlDocument(new SourceText('', `${text.slice(0, start)}${line}${text.slice(end)}`));
}

/** How a key below the lines above may be indented: as in the last of them, or deeper if that waits for something. */
function indentationsAbove(text: string, start: number): string[] {
  const above =
    text
      .slice(0, start)
      .match(/^[ \t]*[^\s#].*$/gm)
      ?.at(-1) ?? '';
  const indentation = /^ *(?:- +)?/.exec(above)?.[0].replace('-', ' ') ?? '';
  return /:\s*(?:#.*)?$/.test(above) ? [`${indentation}${' '.repeat(indentationStep(text))}`, indentation] : [indentation];
}

/** By how much maps are indented in a file. */
export function indentationStep(text: string): number {
  return /^( +)[^\s#-]/m.exec(text)?.[1]?.length ?? 2;
}

function nodeWithKeyAt(node: YamlNode | undefined, offset: number): YamlNode | undefined {
  if (node === undefined) return undefined;
  const children = node.kind === 'map' ? node.entries().map(([, child]) => child) : node.items();
  for (const child of children) {
    if (child.isShared) continue;
    if (child.keySpan?.start === offset) return child;
    const isInside = child.entrySpan.start <= offset && offset <= child.entrySpan.end;
    const found = isInside ? nodeWithKeyAt(child, offset) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
