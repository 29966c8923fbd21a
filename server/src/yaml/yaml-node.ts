import type { SourceText } from '../text/source-text.js';
import type { Span } from '../text/span.js';

export type PathSegment = string | number;

/** How a node is written. `block` and `flow` are collections, `empty` is a value that is not there (`key:`). */
export type YamlStyle = 'block' | 'flow' | 'plain' | 'single-quoted' | 'double-quoted' | 'literal' | 'folded' | 'empty';

/** A scalar as Kubernetes reads it (FACTS: `yes` is true, `0644` is octal, `1:30` is text). */
export type ScalarValue = string | number | boolean | null;

/**
 * A node of the YAML tree with its place in the text. Reading what is not there gives `undefined`, so that rules can walk a
 * half-typed document without guards: `container.find('resources', 'limits', 'memory')?.text`.
 */
export interface YamlNode {
  /** The text that `span` refers to: one document of the stream, not the whole file. */
  readonly source: SourceText;
  readonly kind: 'map' | 'sequence' | 'scalar';
  readonly style: YamlStyle;
  /** From the root of the document; a merged or aliased child carries the path by which it was reached. */
  readonly path: readonly PathSegment[];
  /**
   * The text of the value: quotes included; anchor, tag, comments and surrounding white space not. A block collection runs from its
   * first key or dash to the end of its last value, a block scalar from its `|` or `>` to the end of its last line that is not blank.
   * For an `empty` value the span is empty and stands after the colon or dash, or after its anchor and tag.
   */
  readonly span: Span;
  /** The key, for a value of a map; quotes included. */
  readonly keySpan: Span | undefined;
  /**
   * The whole entry: from the start of the key (its `?`, anchor and tag included) or the dash (in a block sequence) to the end of the
   * value; of an alias to the end of the alias, though `span` is elsewhere.
   */
  readonly entrySpan: Span;
  /** The value of a scalar as Kubernetes reads it; `undefined` for collections. */
  readonly value: ScalarValue | undefined;
  /** The content of a scalar as text, escapes and quotes resolved, numbers as written (`0644`, `1e3`); `undefined` for null and for collections. */
  readonly text: string | undefined;
  /** Whether the value was reached through an alias or a merge key: its text stands elsewhere, so edits here would change other places too. */
  readonly isShared: boolean;
  readonly anchor: string | undefined;
  readonly tag: string | undefined;
  /** The map or sequence that holds this node. */
  readonly parent: YamlNode | undefined;

  /** The value under a key; of duplicates the last, as Kubernetes does: a merge key that comes after an entry replaces it, too. */
  get(key: string): YamlNode | undefined;
  at(index: number): YamlNode | undefined;
  /** `get` and `at` along a path. */
  find(...path: readonly PathSegment[]): YamlNode | undefined;
  /**
   * Key and value of each entry in the order written, duplicates and merged entries included, merged entries that are replaced not.
   * `key` is the key as Kubernetes reads it: `yes:` is `true`, `0644:` is `420`; `keySpan` has it as written.
   */
  entries(): readonly (readonly [key: string, value: YamlNode])[];
  /** The items of a sequence; nothing for other kinds. */
  items(): readonly YamlNode[];
}

export interface YamlError {
  readonly message: string;
  readonly span: Span;
}

/** A comment with its `#`, up to the end of the line. */
export interface YamlComment {
  readonly text: string;
  readonly span: Span;
  /** Whether nothing but white space stands before it on its line. */
  readonly ownLine: boolean;
}

/** One document of a YAML stream. Its text starts at its `---` line, if it has one; all spans are offsets in that text. */
export interface YamlDocument {
  readonly source: SourceText;
  readonly root: YamlNode | undefined;
  readonly errors: readonly YamlError[];
  readonly comments: readonly YamlComment[];
  /** Whether something in it stands for what is written elsewhere in it. */
  readonly hasAliases: boolean;
}
