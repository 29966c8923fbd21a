import type { Span } from '../../text/span.js';

/** What can be typed in a file of a chart. */
export interface Completion {
  readonly label: string;
  readonly kind: 'value' | 'template' | 'function' | 'field' | 'variable' | 'keyword';
  /** A few words behind the label. */
  readonly detail: string | undefined;
  /** Markdown. */
  readonly documentation: string | undefined;
  /** What is replaced. */
  readonly span: Span;
  /** What is written; unsaid, the label. */
  readonly insertion?: Insertion;
}

/** A text to write, with its own line breaks and indentation. */
export interface Insertion {
  readonly text: string;
  /** The same with places to fill in, as editors know them: `${1:default}`. */
  readonly snippet: string;
  /** What the person has to have typed for it, with the white space that is replaced. */
  readonly filter: string;
}
