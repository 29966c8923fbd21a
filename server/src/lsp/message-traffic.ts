import type { Message, MessageStrategy } from 'vscode-languageserver/node';

/** How long background work may hold the event loop, in milliseconds. */
const SLICE = 10;
/** How long work stands back at most while messages keep coming, in milliseconds. */
const PATIENCE = 50;

/** Sees every message that is handled, so that work waits for a lull: a burst of keys then costs one run, and long work lets keys through. */
export class MessageTraffic {
  #handled = 0;
  #sliceStart = 0;

  readonly strategy: MessageStrategy = {
    handleMessage: (message: Message, next: (message: Message) => Promise<void>) => {
      this.#handled++;
      return next(message);
    },
  };

  /** Resolves when the messages that have arrived are handled, or when patience ends; a new slice of time starts then. */
  async lull(): Promise<void> {
    const end = performance.now() + PATIENCE;
    let quietTurns = 0;
    while (quietTurns < 2 && performance.now() < end) {
      const handled = this.#handled;
      await nextTurn();
      quietTurns = handled === this.#handled ? quietTurns + 1 : 0;
    }
    this.#sliceStart = performance.now();
  }

  /** To be called often by long work: returns at once until the slice is used up, then waits for a lull. */
  async breathe(): Promise<void> {
    if (this.isSliceUsed) await this.lull();
  }

  get isSliceUsed(): boolean {
    return performance.now() - this.#sliceStart > SLICE;
  }
}

function nextTurn(): Promise<void> {
  return new Promise(resolve => {
    setImmediate(resolve);
  });
}
