import type { Span } from '../text/span.js';

/** Keys and indices from the root of a file to a value in it. */
export type ValuePath = readonly (string | number)[];

/**
 * Where a value or a piece of text comes from.
 * - `text`: text of a template outside actions
 * - `literal`: a constant inside an action
 * - `value`: a value of a file that is read as data (values, Chart.yaml, a file of the chart)
 * - `made`: nothing that stands in a file: what the release is called, a random password, the time
 */
export interface Origin {
  readonly kind: 'text' | 'literal' | 'value' | 'made';
  /** The name of the template or the URI of the file; empty for what was made. */
  readonly file: string;
  readonly span: Span;
  /** Of a `value`: where it stands in the file. */
  readonly path?: ValuePath;
  /** The span is that of the key rather than of the value. */
  readonly isKey?: boolean;
  /** Nothing stands at the path. The span is that of the nearest map above. */
  readonly isMissing?: boolean;
  /** The offset in the file from which the value's text stands there character for character. */
  readonly exactStart?: number;
  /**
   * The text stands for one that is known only when the chart is installed: a random password, a certificate, the time. Nothing can be said
   * about it.
   */
  readonly isPlaceholder?: boolean;
  /** What was looked at first and found empty, so that this was taken instead. */
  readonly consulted?: readonly Origin[];
}

/** Where in the templates something was written to the output. */
export interface Site {
  readonly file: string;
  readonly span: Span;
  /** The action that called the template in which the site lies. */
  readonly via: Site | undefined;
  readonly guard: Guard | undefined;
}

/** A condition that was met on the way to a site. */
export interface Guard {
  readonly kind: 'if' | 'with' | 'range' | 'else';
  readonly file: string;
  /** The condition. */
  readonly span: Span;
  /** The values that the condition looked at. */
  readonly reads: readonly Origin[];
  readonly outer: Guard | undefined;
}

/** Something that could have been written at a place, but was not: a branch that was not taken, an action with nothing to print. */
export interface Omission {
  readonly file: string;
  /** The whole statement. */
  readonly span: Span;
  /** What was left out. */
  readonly body: Span;
  /** The values that decided. */
  readonly reads: readonly Origin[];
}

/** The origin of what was computed from something: the same place, but no longer the same text. */
export function derivedOrigin(origin: Origin | undefined): Origin | undefined {
  if (origin?.exactStart === undefined) return origin;
  const { exactStart: _, ...rest } = origin;
  return rest;
}

/** The origin of what is not there, under a value that is. Only values of files are followed this way. */
export function missingOrigin(parent: Origin | undefined, key: string | number): Origin | undefined {
  if (parent?.kind !== 'value') return undefined;
  return { kind: 'value', file: parent.file, span: parent.span, path: (parent.path ?? []).concat(key), isMissing: true };
}

/** The origin of what was taken because something else was empty. */
export function fallbackOrigin(taken: Origin | undefined, empty: Origin | undefined): Origin | undefined {
  if (empty?.kind !== 'value') return taken;
  if (taken === undefined) return { kind: 'made', file: '', span: { start: 0, end: 0 }, consulted: [empty] };
  return { ...taken, consulted: (taken.consulted ?? []).concat(empty) };
}

/** Of several origins the one that tells most: a value of a file before all others, then the first. Of a placeholder nothing but one is made. */
export function leadingOrigin(origins: Iterable<Origin | undefined>): Origin | undefined {
  let leading: Origin | undefined;
  let isPlaceholder = false;
  for (const origin of origins) {
    if (leading?.kind !== 'value' && (leading === undefined || origin?.kind === 'value')) leading = origin;
    if (origin?.isPlaceholder === true) isPlaceholder = true;
  }
  return isPlaceholder && leading !== undefined && leading.isPlaceholder !== true ? { ...leading, isPlaceholder } : leading;
}
