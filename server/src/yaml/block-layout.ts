import type { YamlNode } from './yaml-node.js';

/** How block collections of a document are laid out. */
interface BlockLayout {
  /** Columns from a key to the keys of the map below it. */
  readonly step: number;
  /** Columns from a key to the dashes of the sequence below it: 0 or more. */
  readonly dashOffset: number;
}

/** The layout of the document that holds `node`, by the first places that show it; two columns and indented dashes if none does. */
export function blockLayoutOf(node: YamlNode): BlockLayout {
  let step: number | undefined;
  let dashOffset: number | undefined;
  let root = node;
  while (root.parent !== undefined) root = root.parent;
  const pending = [root];
  for (let next = pending.pop(); next !== undefined && (step === undefined || dashOffset === undefined); next = pending.pop()) {
    for (const child of [...ownChildren(next)].reverse()) pending.push(child);
    const { parent } = next;
    if (next.style !== 'block' || parent?.style !== 'block' || parent.kind !== 'map') continue;
    const offset = columnOf(next, next.span.start) - columnOf(parent, parent.span.start);
    if (next.kind === 'map') step ??= Math.max(offset, 1);
    else dashOffset ??= Math.max(offset, 0);
  }
  return { step: step ?? (dashOffset || 2), dashOffset: dashOffset ?? step ?? 2 };
}

function ownChildren(node: YamlNode): readonly YamlNode[] {
  if (node.style !== 'block') return [];
  const children = node.kind === 'map' ? node.entries().map(([, value]) => value) : node.items();
  return children.filter(child => !child.isShared);
}

/** How far right something stands; a byte order mark takes no room. */
export function columnOf({ source }: Pick<YamlNode, 'source'>, offset: number): number {
  const { line, character } = source.positionAt(offset);
  return line === 0 && source.text.charCodeAt(0) === 0xfeff ? Math.max(character - 1, 0) : character;
}

interface Level {
  /** Column in the lines as given, and as written. */
  readonly from: number;
  readonly to: number;
}

/**
 * Lays out YAML lines that are indented by two columns, dashes included, as `layout` has it. The first line is at column 0 and so is the
 * result's. The text of block scalars moves as a whole.
 */
export function layOut(lines: readonly string[], layout: BlockLayout): string[] {
  const levels: Level[] = [{ from: 0, to: 0 }];
  let block: { readonly above: number; shift: number | undefined } | undefined;
  return lines.map(line => {
    const from = line.search(/\S/);
    if (from === -1) return '';
    if (block !== undefined && from > block.above) {
      block.shift ??= (levels.at(-1)?.to ?? 0) + layout.step - from;
      return indented(line.slice(from), from + block.shift);
    }
    block = undefined;
    const to = levelAt(levels, from, line.startsWith('- ', from) || line.slice(from) === '-', layout).to;
    const content = openDashes(levels, line, from, to);
    if (BLOCK_SCALAR_HEADER.test(line)) block = { above: /^[|>]/.test(line.slice(content)) ? from : content, shift: undefined };
    return indented(line.slice(from), to);
  });
}

const BLOCK_SCALAR_HEADER = /(?::|-|^)\s+[|>][-+\d]*$/;

function levelAt(levels: Level[], from: number, isItem: boolean, layout: BlockLayout): Level {
  while (levels.length > 1 && (levels.at(-1)?.from ?? 0) > from) levels.pop();
  const top = levels.at(-1) ?? { from: 0, to: 0 };
  if (top.from === from) return top;
  const level = { from, to: top.to + (isItem ? layout.dashOffset : layout.step) };
  levels.push(level);
  return level;
}

/** Opens a level for what stands behind each dash at the start of a line. Answers the column where keys of the line stand. */
function openDashes(levels: Level[], line: string, from: number, to: number): number {
  const dashes = /^(?:- +)*/.exec(line.slice(from))?.[0] ?? '';
  let width = 0;
  for (const dash of dashes.match(/- +/g) ?? []) {
    width += dash.length;
    levels.push({ from: from + width, to: to + width });
  }
  return from + width;
}

export function indented(line: string, column: number): string {
  return line === '' ? '' : ' '.repeat(column) + line;
}
