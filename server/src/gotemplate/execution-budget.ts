/** What the templates of one chart may use up together, counted so that every run of them counts the same. */
export class ExecutionBudget {
  #steps: number;
  #output: number;
  /** How many templates may be running inside of each other. */
  readonly depth: number;

  /** `steps`: statements, operands and items; `output`: characters, in all templates that run. */
  constructor(limits: { steps?: number; output?: number; depth?: number } = {}) {
    this.#steps = limits.steps ?? 2_000_000;
    this.#output = limits.output ?? 20_000_000;
    this.depth = limits.depth ?? 100;
  }

  /** Takes steps off; answers why if there are none left. */
  spendSteps(count: number): string | undefined {
    this.#steps -= count;
    return this.#steps < 0 ? 'the template takes too many steps' : undefined;
  }

  /** Takes output off; answers why if there is none left. */
  spendOutput(length: number): string | undefined {
    this.#output -= length;
    return this.#output < 0 ? 'the template prints too much' : undefined;
  }
}
