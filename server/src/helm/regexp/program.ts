import { FunctionError } from '../../gotemplate/template-error.js';
import { type Assertion, type CharacterTest, canBeEmpty, type Expression, type Repetition } from './syntax-tree.js';

/** One step of a program. `next` and the others are indexes of instructions. */
export type Instruction =
  | { readonly kind: 'character'; readonly test: CharacterTest; next: number }
  | { readonly kind: 'assertion'; readonly assertion: Assertion; next: number }
  /** Notes the position in a slot: 2n is where group n starts, 2n + 1 where it ends. */
  | { readonly kind: 'save'; readonly slot: number; next: number }
  /** Goes on at `next`, and if that leads nowhere, at `other`. */
  | { readonly kind: 'fork'; next: number; other: number }
  | { readonly kind: 'match' };

/** More than this no chart needs; counted repetitions write out their part. */
const MAX_INSTRUCTIONS = 20_000;

/** The program of an expression, as Thompson makes it: matching visits each instruction at most once for each position. */
export function compileExpression(root: Expression): readonly Instruction[] {
  const program: Instruction[] = [];
  const assembler = new Assembler(program);
  assembler.emit({ kind: 'group', index: 0, part: root });
  program.push({ kind: 'match' });
  return program;
}

class Assembler {
  readonly #program: Instruction[];

  constructor(program: Instruction[]) {
    this.#program = program;
  }

  /** Appends the instructions of an expression; whoever runs through them goes on behind them. */
  emit(expression: Expression): void {
    switch (expression.kind) {
      case 'empty':
        return;
      case 'character':
        this.#push({ kind: 'character', test: expression.test, next: this.#here + 1 });
        return;
      case 'assertion':
        this.#push({ kind: 'assertion', assertion: expression.assertion, next: this.#here + 1 });
        return;
      case 'sequence':
        for (const part of expression.parts) this.emit(part);
        return;
      case 'choice':
        this.#emitChoice(expression.parts);
        return;
      case 'group':
        this.#push({ kind: 'save', slot: expression.index * 2, next: this.#here + 1 });
        this.emit(expression.part);
        this.#push({ kind: 'save', slot: expression.index * 2 + 1, next: this.#here + 1 });
        return;
      case 'repetition':
        this.#emitRepetition(expression);
    }
  }

  #emitChoice(parts: readonly Expression[]): void {
    const ends: JumpInstruction[] = [];
    parts.forEach((part, index) => {
      const fork = index < parts.length - 1 ? this.#fork(true) : undefined;
      this.emit(part);
      if (fork === undefined) return;
      ends.push(this.#jump());
      fork.other = this.#here;
    });
    for (const end of ends) end.next = end.other = this.#here;
  }

  #emitRepetition({ part, least, most, greedy }: Repetition): void {
    if (most !== Number.POSITIVE_INFINITY) {
      for (let count = 0; count < least; count++) this.emit(part);
      this.#emitOptional(part, most - least, greedy);
      return;
    }
    // What can be empty is entered only once without consuming: as in Go, a star of it is an optional plus.
    if (least === 0 && !canBeEmpty(part)) {
      this.#emitStar(part, greedy);
      return;
    }
    for (let count = 1; count < least; count++) this.emit(part);
    const entry = least === 0 ? this.#fork(greedy) : undefined;
    this.#emitPlus(part, greedy);
    if (entry !== undefined) this.#leave(entry, greedy);
  }

  #emitOptional(part: Expression, times: number, greedy: boolean): void {
    const forks: JumpInstruction[] = [];
    for (let count = 0; count < times; count++) {
      forks.push(this.#fork(greedy));
      this.emit(part);
    }
    for (const fork of forks) this.#leave(fork, greedy);
  }

  #emitStar(part: Expression, greedy: boolean): void {
    const start = this.#here;
    const fork = this.#fork(greedy);
    this.emit(part);
    const jump = this.#jump();
    jump.next = jump.other = start;
    this.#leave(fork, greedy);
  }

  #emitPlus(part: Expression, greedy: boolean): void {
    const start = this.#here;
    this.emit(part);
    const fork = this.#fork(greedy);
    if (greedy) fork.next = start;
    else fork.other = start;
    this.#leave(fork, greedy);
  }

  /** A fork into the instruction behind it, first or second; where else it goes is set later. */
  #fork(entersFirst: boolean): JumpInstruction {
    const fork: JumpInstruction = { kind: 'fork', next: this.#here + 1, other: this.#here + 1 };
    this.#push(fork);
    if (!entersFirst) fork.next = -1;
    return fork;
  }

  #jump(): JumpInstruction {
    return this.#fork(true);
  }

  /** Sets the branch of a fork that leaves the repetition. */
  #leave(fork: JumpInstruction, greedy: boolean): void {
    if (greedy) fork.other = this.#here;
    else fork.next = this.#here;
  }

  get #here(): number {
    return this.#program.length;
  }

  #push(instruction: Instruction): void {
    if (this.#program.length >= MAX_INSTRUCTIONS) throw new FunctionError('the regular expression is too large to be worked out here');
    this.#program.push(instruction);
  }
}

type JumpInstruction = Extract<Instruction, { kind: 'fork' }>;
