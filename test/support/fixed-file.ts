import { resourcesOf } from '../../server/src/kubernetes/resource.js';
import { SourceText } from '../../server/src/text/source-text.js';
import { applyEdits, type TextEdit } from '../../server/src/text/text-edit.js';
import { parseYamlDocument } from '../../server/src/yaml/parse-yaml-document.js';
import type { YamlNode } from '../../server/src/yaml/yaml-node.js';
import { cutYamlStream } from '../../server/src/yaml/yaml-stream.js';

/** A file before and after a fix, and which stretches of text the fix has changed. */
export interface FixedFile {
  readonly label: string;
  readonly before: string;
  readonly after: string;
  readonly changes: readonly Change[];
}

/** A stretch of the text before, and what stands there after. */
interface Change {
  readonly before: Stretch;
  readonly after: Stretch;
}

interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export function fixedFile(label: string, before: string, edits: readonly TextEdit[]): FixedFile {
  let moved = 0;
  const ordered = edits.map(edit => withoutWhatStays(before, edit)).sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const changes = ordered.map(({ span: { start, end }, newText }) => {
    const change = {
      before: { start, end, text: before.slice(start, end) },
      after: { start: start + moved, end: start + moved + newText.length, text: newText },
    };
    moved += newText.length - (end - start);
    return change;
  });
  return { label, before, after: applyEdits(before, edits), changes };
}

/** The objects of a file as plain data, in its order. */
export function objectsIn(text: string): readonly unknown[] {
  return nodesIn(text).map(({ node }) => plain(node));
}

/**
 * What a fix has changed besides the text that it wrote: values whose own text, and that of the keys above them, is as it was, and that
 * are gone, have come, or stand elsewhere. `-` for before, `+` for after.
 */
export function sideEffects({ before, after, changes }: FixedFile): readonly string[] {
  const old = readingOf(before, new Stretches(changes, 'before'));
  const now = readingOf(after, new Stretches(changes, 'after'));
  const missing = (leaves: Reading['leaves'], other: Reading) =>
    [...leaves].flatMap(([path, value]) => (other.leaves.get(path) === value || other.filled.has(path) ? [] : [`${path}: ${value}`]));
  return [...missing(old.leaves, now).map(leaf => `- ${leaf}`), ...missing(now.leaves, old).map(leaf => `+ ${leaf}`)];
}

/** An edit of just the text that differs. */
function withoutWhatStays(text: string, { span, newText }: TextEdit): TextEdit {
  let { start, end } = span;
  let added = newText;
  while (start < end && added !== '' && text[start] === added[0]) {
    start++;
    added = added.slice(1);
  }
  while (start < end && added !== '' && text[end - 1] === added.at(-1)) {
    end--;
    added = added.slice(0, -1);
  }
  return { span: { start, end }, newText: added };
}

interface PlacedNode {
  readonly node: YamlNode;
  /** Where its document starts in the file. */
  readonly offset: number;
}

function nodesIn(text: string): readonly PlacedNode[] {
  return cutYamlStream(text).flatMap(({ start, end }) =>
    resourcesOf(parseYamlDocument(new SourceText('file:///fixed.yaml', text.slice(start, end)))).map(({ node }) => ({
      node,
      offset: start,
    })),
  );
}

function plain(node: YamlNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'sequence') return node.items().map(plain);
  return Object.fromEntries(node.entries().map(([key, value]) => [key, plain(value)]));
}

interface Reading {
  /** The values whose text no change touches, as JSON, each with the path that leads to it. */
  readonly leaves: ReadonlyMap<string, string>;
  /** Paths of maps and sequences that hold something: what is taken out of them, or put into them, is looked at itself. */
  readonly filled: ReadonlySet<string>;
}

function readingOf(text: string, stretches: Stretches): Reading {
  const leaves = new Map<string, string>();
  const filled = new Set<string>();
  for (const { node, offset } of nodesIn(text)) {
    const walk = (value: YamlNode, path: string): void => {
      if (!value.isShared && value.keySpan !== undefined && stretches.touch(value.keySpan, offset)) return;
      for (const item of value.items()) walk(item, `${path}[${stretches.placeOf(item.span.start + offset)}]`);
      for (const [key] of value.entries()) {
        const child = value.get(key);
        if (child !== undefined) walk(child, `${path}.${key}`);
      }
      if (value.items().length > 0 || value.entries().length > 0) filled.add(path);
      else if (value.isShared || !stretches.touch(value.span, offset)) leaves.set(path, JSON.stringify(plain(value)));
    };
    walk(node, stretches.placeOf(node.span.start + offset));
  }
  return { leaves, filled };
}

/** The stretches of one side of a fixed file that the fix has changed. */
class Stretches {
  readonly #changes: readonly Change[];
  readonly #side: 'before' | 'after';

  constructor(changes: readonly Change[], side: 'before' | 'after') {
    this.#changes = changes;
    this.#side = side;
  }

  /** Whether any stretch is a part of the text at a span, or a part of it was there. */
  touch(span: { readonly start: number; readonly end: number }, offset: number): boolean {
    const [start, end] = [span.start + offset, span.end + offset];
    return this.#changes.some(change => {
      const own = change[this.#side];
      if (own.start < own.end) return own.start < end && start < own.end;
      // Nothing is here where there is something on the other side: that belongs to the value unless a line break or comma divides them.
      const other = change[this.#side === 'before' ? 'after' : 'before'].text;
      if (own.start < start || own.start > end) return false;
      if (start === end || (own.start > start && own.start < end)) return true;
      return own.start === end ? !/^\s*(?:[\n#,]|$)/.test(other) : !/[\n,]\s*$/.test(other);
    });
  }

  /** What an offset is called on both sides. */
  placeOf(offset: number): string {
    let moved = 0;
    for (const [index, change] of this.#changes.entries()) {
      const own = change[this.#side];
      const other = change[this.#side === 'before' ? 'after' : 'before'];
      if (offset < own.start) break;
      // A value whose start is taken away starts with what stands behind.
      if (offset < own.end) return other.text === '' ? this.placeOf(own.end) : `change ${index}`;
      moved += change.before.text.length - change.after.text.length;
    }
    return String(this.#side === 'before' ? offset : offset + moved);
  }
}
