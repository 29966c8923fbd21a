import type { SyntaxNode } from './syntax-node.js';

/**
 * Tells when somebody reads what an edit has changed in a document: scalars, or comments. Whoever has read nothing of that would find the
 * same again.
 */
export class EditWatch {
  readonly #scalars: readonly SyntaxNode[];
  /** Whether comments, or the lines that they stand on, are what has changed. */
  readonly hasComments: boolean;
  #onRead: (() => void) | undefined;

  constructor(scalars: readonly SyntaxNode[], hasComments: boolean) {
    this.#scalars = scalars;
    this.hasComments = hasComments;
  }

  /** Calls `onRead` each time that `action` reads any of it. */
  during<Result>(action: () => Result, onRead: () => void): Result {
    this.#onRead = onRead;
    try {
      return action();
    } finally {
      this.#onRead = undefined;
    }
  }

  has(scalar: SyntaxNode): boolean {
    return this.#scalars.includes(scalar);
  }

  noteScalar(node: SyntaxNode): void {
    if (this.#onRead !== undefined && this.has(node)) this.#onRead();
  }

  /** Somebody may cut a text out that a node stands for. */
  noteText({ start, end }: SyntaxNode): void {
    if (this.#onRead !== undefined && this.#scalars.some(scalar => start <= scalar.start && scalar.end <= end)) this.#onRead();
  }

  noteComments(): void {
    if (this.hasComments) this.#onRead?.();
  }
}
