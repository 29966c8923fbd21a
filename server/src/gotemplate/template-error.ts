import type { Span } from '../text/span.js';
import type { Origin } from './origin.js';

/** What a function refuses. The evaluator says which call it was: `error calling trunc: …`. */
export class FunctionError extends Error {
  /** The values that the refusal is about. */
  readonly reads: readonly Origin[];

  /** `cause` is an error of a template that the function ran. */
  constructor(message: string, options: { reads?: readonly Origin[]; cause?: TemplateError } = {}) {
    super(message, options.cause && { cause: options.cause });
    this.reads = options.reads ?? [];
  }
}

/**
 * Why a template has no output. `budget`: it takes more steps, depth or output than it is given; `parse`: it, or a text that it runs as
 * a template, cannot be read; `execution`: everything else.
 */
export class TemplateError extends Error {
  readonly kind: 'parse' | 'execution' | 'budget';
  /** The innermost place that the error is about. */
  readonly file: string;
  readonly span: Span;
  /** The values that the error is about. */
  readonly reads: readonly Origin[];

  /** `message` as Go writes it. */
  constructor(kind: TemplateError['kind'], message: string, place: { file: string; span: Span; reads?: readonly Origin[] }) {
    super(message);
    this.kind = kind;
    this.file = place.file;
    this.span = place.span;
    this.reads = place.reads ?? [];
  }
}
