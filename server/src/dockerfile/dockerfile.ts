import type { SourceText } from '../text/source-text.js';
import type { Span } from '../text/span.js';
import type { Stage } from './stage.js';

/** A parsed Dockerfile. Parsing never fails: what cannot be read is an error, the rest is there. */
export interface Dockerfile {
  readonly source: SourceText;
  readonly directives: readonly { readonly name: string; readonly value: string; readonly span: Span }[];
  /** `ARG` before the first `FROM`. */
  readonly globalArguments: readonly Instruction[];
  readonly stages: readonly Stage[];
  readonly comments: readonly { readonly text: string; readonly span: Span; readonly ownLine: boolean }[];
  readonly errors: readonly { readonly message: string; readonly span: Span }[];
}

/** One instruction with its words as written. */
export interface Instruction {
  /** In capitals: `FROM`, `RUN`, … */
  readonly keyword: string;
  readonly keywordSpan: Span;
  /** From the keyword to the end of the last argument or heredoc, line breaks of continuations included. */
  readonly span: Span;
  /** `--from=x`, `--mount=…`: before the arguments. */
  readonly flags: readonly {
    readonly name: string;
    readonly value: string | undefined;
    readonly span: Span;
    readonly valueSpan: Span | undefined;
  }[];
  /** The arguments without flags, split into words; continuations and comments between them removed. */
  readonly words: readonly { readonly text: string; readonly span: Span }[];
  /** The strings of a JSON form (`["a", "b"]`), or `undefined` for the shell form. */
  readonly json: readonly { readonly text: string; readonly span: Span }[] | undefined;
  readonly heredocs: readonly { readonly delimiter: string; readonly body: string; readonly bodySpan: Span }[];
}
