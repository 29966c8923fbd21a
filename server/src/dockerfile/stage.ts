import type { Dockerfile, Instruction } from './dockerfile.js';

/** A build stage: a `FROM` and what follows it. */
export interface Stage {
  readonly dockerfile: Dockerfile;
  readonly index: number;
  readonly from: Instruction;
  readonly name: string | undefined;
  /** Without the `FROM`. */
  readonly instructions: readonly Instruction[];
  /** Whether `docker build` without `--target` ends here. */
  readonly isFinal: boolean;
}
