import { SourceText } from '../text/source-text.js';
import type { Span } from '../text/span.js';
import type { TemplateSyntaxError } from './template-tree.js';

/** Words and collects the errors of one file. */
export class SyntaxErrorLog {
  readonly errors: TemplateSyntaxError[] = [];
  readonly #source: SourceText;

  constructor(name: string, text: string) {
    this.#source = new SourceText(name, text);
  }

  /** Makes an error. `lineOffset` is where Go has got to; `actionStart` where the action starts, if the message is to say so. */
  make(reason: string, span: Span, lineOffset: number, actionStart?: number): TemplateSyntaxError {
    const { uri: name } = this.#source;
    const line = this.#source.lineAt(lineOffset) + 1;
    const actionLine = actionStart === undefined ? line : this.#source.lineAt(actionStart) + 1;
    const started = actionLine === line ? '' : `${reason.endsWith(' action') ? '' : ' in action'} started at ${name}:${actionLine}`;
    const fullReason = reason + started;
    return { message: `template: ${name}:${line}: ${fullReason}`, reason: fullReason, span: this.#visible(span), line };
  }

  /** Makes an error and notes it. */
  add(reason: string, span: Span, lineOffset: number): void {
    this.errors.push(this.make(reason, span, lineOffset));
  }

  /** Notes an error, once. */
  report(error: TemplateSyntaxError | undefined): void {
    if (error !== undefined && !this.errors.includes(error)) this.errors.push(error);
  }

  /** A span with something in it to point at, wherever there is text. */
  #visible({ start, end }: Span): Span {
    if (end > start) return { start, end };
    return start < this.#source.text.length ? { start, end: start + 1 } : { start: Math.max(0, start - 1), end: start };
  }
}
