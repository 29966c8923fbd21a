import { FunctionError } from '../../gotemplate/template-error.js';
import type { Instruction } from './program.js';
import type { Assertion } from './syntax-tree.js';

/** Positions of a match: start and end of the whole, then of each group; -1 for a group that took no part. */
export type Match = readonly number[];

/** Steps that one call of a function may take, whatever the expression and the text are. */
const MAX_STEPS = 20_000_000;
/** Pairs of an instruction and a position that are remembered at most. */
const MAX_PAIRS = 200_000_000;

/**
 * Runs a program over one text. It follows the alternatives in order and remembers each instruction and position that led nowhere, so the
 * time grows with the length of the text times the length of the expression, never exponentially, and the match is the one that Go finds.
 */
export class Matcher {
  readonly #program: readonly Instruction[];
  readonly #text: string;
  /** Whole numbers of their own kind: one place that holds floating-point numbers makes all spans of the program larger and slower. */
  readonly #slots: Int32Array;
  readonly #visited: Uint32Array;
  /** Words of `#visited` to clear before the next search. */
  #touched: number[] = [];
  #steps = 0;

  constructor(program: readonly Instruction[], groupCount: number, text: string) {
    const pairs = program.length * (text.length + 1);
    if (pairs > MAX_PAIRS) throw new FunctionError('the text is too long for this regular expression to be worked out here');
    this.#program = program;
    this.#text = text;
    this.#slots = new Int32Array(groupCount * 2).fill(-1);
    this.#visited = new Uint32Array((pairs + 31) >>> 5);
  }

  /** The leftmost match that starts at `from` or later; among those at one place, the first in the order of the alternatives. */
  search(from: number): Match | undefined {
    for (const word of this.#touched) this.#visited[word] = 0;
    this.#touched = [];
    for (let start = from; start <= this.#text.length; start += this.#widthAt(start) || 1) {
      this.#slots.fill(-1);
      if (this.#run(start)) return [...this.#slots];
    }
    return undefined;
  }

  #run(start: number): boolean {
    // A pair of numbers is a place to go on; one with a negative first number restores a slot that a failed branch has set.
    const stack: number[] = [0, start];
    while (stack.length > 0) {
      let position = stack.pop() ?? 0;
      let index = stack.pop() ?? 0;
      if (index < 0) {
        this.#slots[-index - 1] = position;
        continue;
      }
      for (;;) {
        const instruction = this.#program[index];
        if (instruction === undefined || !this.#isNew(index, position)) break;
        if (instruction.kind === 'match') return true;
        if (instruction.kind === 'character') {
          const width = this.#widthAt(position);
          if (width === 0 || !instruction.test(this.#text.codePointAt(position) ?? 0)) break;
          position += width;
        } else if (instruction.kind === 'assertion') {
          if (!this.#holds(instruction.assertion, position)) break;
        } else if (instruction.kind === 'save') {
          stack.push(-instruction.slot - 1, this.#slots[instruction.slot] ?? -1);
          this.#slots[instruction.slot] = position;
        } else {
          stack.push(instruction.other, position);
        }
        index = instruction.next;
      }
    }
    return false;
  }

  #isNew(index: number, position: number): boolean {
    if (++this.#steps > MAX_STEPS) throw new FunctionError('the regular expression takes too many steps on this text');
    const pair = index * (this.#text.length + 1) + position;
    const word = pair >>> 5;
    const bits = this.#visited[word] ?? 0;
    const bit = 1 << (pair & 31);
    if ((bits & bit) !== 0) return false;
    if (bits === 0) this.#touched.push(word);
    this.#visited[word] = bits | bit;
    return true;
  }

  #widthAt(position: number): number {
    if (position >= this.#text.length) return 0;
    return (this.#text.codePointAt(position) ?? 0) > 0xffff ? 2 : 1;
  }

  #holds(assertion: Assertion, position: number): boolean {
    switch (assertion) {
      case 'text-start':
        return position === 0;
      case 'text-end':
        return position === this.#text.length;
      case 'line-start':
        return position === 0 || this.#text[position - 1] === '\n';
      case 'line-end':
        return position === this.#text.length || this.#text[position] === '\n';
      case 'word-boundary':
        return this.#isWord(position - 1) !== this.#isWord(position);
      case 'no-word-boundary':
        return this.#isWord(position - 1) === this.#isWord(position);
    }
  }

  #isWord(position: number): boolean {
    return /^\w$/.test(this.#text[position] ?? '');
  }
}
