import type { MessageTraffic } from './message-traffic.js';

/** What the loop does, step by step. */
export interface Work {
  /** Does the most urgent small piece of work. Answers whether there may be more. */
  step(): boolean;
  /** Called before the loop stands back in the middle of its work. */
  pause(): void;
  /** Called when there is nothing left to do. */
  rest(): void;
}

/** Runs work in slices after the messages that have already arrived. Waking it while it runs is as good as waking it once. */
export class WorkLoop {
  readonly #traffic: MessageTraffic;
  readonly #work: Work;
  readonly #onCrash: (error: unknown) => void;
  #running = false;
  /** In a row. */
  #crashes = 0;

  constructor(traffic: MessageTraffic, work: Work, onCrash: (error: unknown) => void) {
    this.#traffic = traffic;
    this.#work = work;
    this.#onCrash = onCrash;
  }

  wake(): void {
    if (this.#running) return;
    this.#running = true;
    this.#run().catch(error => {
      this.#running = false;
      this.#onCrash(error);
    });
  }

  async #run(): Promise<void> {
    await this.#traffic.lull();
    while (this.#step()) {
      if (!this.#traffic.isSliceUsed) continue;
      this.#work.pause();
      await this.#traffic.lull();
    }
    this.#running = false;
    this.#work.rest();
  }

  /** A step that crashes costs what it was about: who waits for the rest still gets an answer. */
  #step(): boolean {
    try {
      const hasMore = this.#work.step();
      this.#crashes = 0;
      return hasMore;
    } catch (error) {
      this.#onCrash(error);
      return ++this.#crashes < MOST_CRASHES;
    }
  }
}

/** A step that crashes every time has not taken its work from the queue, and never will. */
const MOST_CRASHES = 100;
