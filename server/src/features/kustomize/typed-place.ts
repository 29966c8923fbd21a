import type { Span } from '../../text/span.js';

/** What is typed at an offset of a kustomization, which need not be valid YAML yet. */
export interface TypedPlace {
  /** The keys that lead there from the root, and `-` for an item of a list: `['patches', '-', 'path']`; for a key, those above it. */
  readonly path: readonly string[];
  readonly isKey: boolean;
  /** The key or value from its start to its end on the line, quotes left out. */
  readonly span: Span;
}

/** Reads the line of an offset, and the lines above that stand less far in. Nothing in comments and block scalars. */
export function typedPlaceAt(text: string, offset: number): TypedPlace | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  const line = text.slice(start, end === -1 ? text.length : end).replace(/\r$/, '');
  const column = offset - start;
  const read = readLine(line);
  if (read === undefined || column < read.contentStart || /(?:^|\s)#/.test(line.slice(0, column))) return undefined;
  const above = parentsOf(text.slice(0, start), read);
  if (above === undefined) return undefined;
  const place = (isKey: boolean, path: readonly string[], from: number): TypedPlace => {
    const [, value = ''] = /^["']?([^"'\s#,\]]*)/.exec(line.slice(from)) ?? [];
    const isQuoted = /["']/.test(line[from] ?? '');
    const first = from + (isQuoted ? 1 : 0);
    return { path, isKey, span: { start: start + first, end: start + Math.max(first + value.length, column) } };
  };
  const { key, valueStart } = read;
  const items = read.dashes.map(() => '-');
  if (key === undefined || column < valueStart)
    return column <= read.contentStart + (key ?? line.slice(read.contentStart)).length
      ? place(key !== undefined || items.length === 0, [...above, ...items], read.contentStart)
      : undefined;
  const path = [...above, ...items, key];
  const value = line.slice(valueStart, column);
  if (!value.startsWith('[')) return place(false, path, valueStart);
  if (value.includes(']')) return undefined;
  const comma = Math.max(value.lastIndexOf(','), value.lastIndexOf('['));
  const space = /^\s*/.exec(value.slice(comma + 1))?.[0].length ?? 0;
  return place(false, [...path, '-'], valueStart + comma + 1 + space);
}

interface ReadLine {
  /** The columns of the dashes. */
  readonly dashes: readonly number[];
  readonly contentStart: number;
  readonly key: string | undefined;
  /** Where the value of the key starts. */
  readonly valueStart: number;
}

function readLine(line: string): ReadLine | undefined {
  const match = /^(?<head>\s*(?:-(?:\s+|$))*)(?:(?<key>[\w.-]+):(?<space>\s+|$))?/.exec(line);
  const { head = '', key, space = '' } = match?.groups ?? {};
  if (head.includes('\t')) return undefined;
  const dashes = [...head].flatMap((character, column) => (character === '-' ? [column] : []));
  return { dashes, contentStart: head.length, key, valueStart: head.length + (key === undefined ? 0 : key.length + 1) + space.length };
}

/** The keys and items above a line; `undefined` within a block scalar. */
function parentsOf(before: string, { dashes, contentStart }: ReadLine): readonly string[] | undefined {
  const path: string[] = [];
  let column = dashes[0] ?? contentStart;
  // The items of a list may stand below their key, as far in as it.
  let isItem = dashes.length > 0;
  const lines = before.split('\n').slice(0, -1).reverse();
  for (const text of lines) {
    const line = text.replace(/\r$/, '');
    if (column === 0 && !isItem) break;
    if (line.trim() === '' || line.trim().startsWith('#')) continue;
    const read = readLine(line);
    if (read === undefined || line.startsWith('---')) return path;
    const [dash] = read.dashes;
    const isParent =
      read.key !== undefined && (read.contentStart < column || (isItem && read.contentStart === column && dash === undefined));
    if (isParent) {
      const value = line.slice(read.valueStart).replace(/(?:^|\s)#.*$/, '');
      if (/^[|>]/.test(value)) return undefined;
      if (value.trim() !== '') return path;
      path.unshift(read.key ?? '');
      column = read.contentStart;
      isItem = false;
    }
    if (dash !== undefined && dash < column && read.contentStart >= column) {
      path.unshift(...read.dashes.map(() => '-'));
      column = dash;
      isItem = true;
    }
  }
  return path;
}
