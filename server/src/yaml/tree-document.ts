import type { SourceText } from '../text/source-text.js';
import { TextShift } from '../text/text-shift.js';
import { EditWatch } from './edit-watch.js';
import type { SyntaxChild, SyntaxNode } from './syntax-node.js';
import { TreeNode } from './tree-node.js';
import type { YamlComment, YamlDocument, YamlError, YamlNode } from './yaml-node.js';

/** What a reader has made of the text of a document. */
export interface DocumentParts {
  readonly root: SyntaxNode | undefined;
  readonly errors: readonly YamlError[];
  readonly comments: readonly YamlComment[];
  readonly hasAliases: boolean;
}

/** A document over a syntax tree, which can tell who reads in it what an edit has changed. */
export class TreeDocument implements YamlDocument {
  readonly source: SourceText;
  readonly root: YamlNode | undefined;
  readonly errors: readonly YamlError[];
  readonly hasAliases: boolean;
  readonly #comments: readonly YamlComment[];
  #watch: EditWatch | undefined;

  constructor(source: SourceText, { root, errors, comments, hasAliases }: DocumentParts) {
    this.source = source;
    this.root = root && TreeNode.root(this, root);
    this.errors = errors;
    this.hasAliases = hasAliases;
    this.#comments = comments;
  }

  get comments(): readonly YamlComment[] {
    this.#watch?.noteComments();
    return this.#comments;
  }

  /** Notes who reads what the last edit has changed; `undefined` where that is not known. */
  get watch(): EditWatch | undefined {
    return this.#watch;
  }

  /**
   * Compares the document with what it was before an edit, and watches what has changed if that is a few scalars, or comments. Answers what
   * lasts of what was concluded from the earlier one: all of it, or what has not read what was watched there; `undefined` for nothing.
   */
  follow(earlier: TreeDocument): 'all' | 'unread' | undefined {
    const [before, now] = [earlier.#comparable, this.#comparable];
    if (before === undefined || now === undefined) return undefined;
    const comparison = new TreeComparison(earlier, this);
    if (!comparison.areAlike(before, now)) return undefined;
    const { changed } = comparison;
    const hasComments = hasOtherComments(earlier, this);
    const isWatched = (!hasComments || earlier.#watch?.hasComments === true) && changed.every(({ wasWatched }) => wasWatched);
    if (!isWatched) {
      const scalars = changed.map(({ scalar }) => scalar);
      this.#watch = new EditWatch(scalars, hasComments);
      return undefined;
    }
    this.#watch = new EditWatch(comparison.watched, earlier.#watch?.hasComments ?? false);
    return changed.length > 0 || hasComments ? 'unread' : 'all';
  }

  /** The syntax tree of a document that has no errors and says everything in its place. */
  get #comparable(): SyntaxNode | undefined {
    return this.errors.length > 0 || this.hasAliases || this.root === undefined ? undefined : TreeNode.writtenAt(this.root);
  }
}

/** More scalars than these change at once in nothing that a person types. */
const MOST_CHANGES = 8;

/** Finds the scalars that differ between two trees of one shape. */
class TreeComparison {
  /** In the later tree. */
  readonly changed: { readonly scalar: SyntaxNode; readonly wasWatched: boolean }[] = [];
  /** What was watched in the earlier tree, in the later one. */
  readonly watched: SyntaxNode[] = [];
  readonly #watch: EditWatch | undefined;
  readonly #before: string;
  readonly #now: string;

  constructor(before: TreeDocument, now: TreeDocument) {
    this.#watch = before.watch;
    this.#before = before.source.text;
    this.#now = now.source.text;
  }

  /** Whether two nodes are the same but for a few scalars. */
  areAlike(before: SyntaxNode, now: SyntaxNode): boolean {
    if (before.kind !== now.kind) return false;
    if (now.kind === 'scalar') return this.#compareScalars(before, now);
    if (!haveSameForm(before, now) || before.children.length !== now.children.length) return false;
    return before.children.every((child, index) => this.#areChildrenAlike(child, now.children[index]));
  }

  #areChildrenAlike(before: SyntaxChild, now: SyntaxChild | undefined): boolean {
    if (now === undefined || (before.key === undefined) !== (now.key === undefined)) return false;
    if (before.key !== undefined && now.key !== undefined && !this.#areSameScalar(before.key, now.key)) return false;
    return this.areAlike(before.value, now.value);
  }

  #compareScalars(before: SyntaxNode, now: SyntaxNode): boolean {
    const wasWatched = this.#watch?.has(before) ?? false;
    if (wasWatched) this.watched.push(now);
    if (!this.#areSameScalar(before, now)) this.changed.push({ scalar: now, wasWatched });
    return this.changed.length <= MOST_CHANGES;
  }

  #areSameScalar(before: SyntaxNode, now: SyntaxNode): boolean {
    if (before.kind !== 'scalar' || now.kind !== 'scalar' || !haveSameForm(before, now)) return false;
    // White space behind a block scalar may belong to it, and is not in its span.
    if (now.style === 'literal' || now.style === 'folded') return before.text === now.text;
    const length = now.end - now.start;
    if (before.end - before.start !== length) return false;
    for (let index = 0; index < length; index++)
      if (this.#before.charCodeAt(before.start + index) !== this.#now.charCodeAt(now.start + index)) return false;
    return true;
  }
}

function haveSameForm(a: SyntaxNode, b: SyntaxNode): boolean {
  return a.style === b.style && a.tag === b.tag && a.anchor === b.anchor;
}

/** Whether comments may say something else, or about something else, than before an edit. */
function hasOtherComments(before: YamlDocument, now: YamlDocument): boolean {
  const [old, fresh] = [before.comments, now.comments];
  if (old.length === 0 && fresh.length === 0) return false;
  if (old.length !== fresh.length) return true;
  if (old.some(({ text, ownLine }, index) => text !== fresh[index]?.text || ownLine !== fresh[index].ownLine)) return true;
  const { changed, growth } = new TextShift(before.source.text, now.source.text);
  const texts = [before.source.text.slice(changed.start, changed.end), now.source.text.slice(changed.start, changed.end + growth)];
  return texts.some(text => text.includes('\n') || text.includes('\r'));
}

/** The comment at a place in a text. */
export function commentOf(text: string, start: number, end: number): YamlComment {
  let before = start;
  while (before > 0 && (text[before - 1] === ' ' || text[before - 1] === '\t' || text[before - 1] === '\uFEFF')) before--;
  return { text: text.slice(start, end), span: { start, end }, ownLine: before === 0 || text[before - 1] === '\n' };
}
