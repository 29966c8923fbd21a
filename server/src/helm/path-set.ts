import type { ValuePath } from '../gotemplate/origin.js';
import { ANY_ITEM } from './template-subject.js';

interface Step {
  readonly below: Map<string, Step>;
  isEnd: boolean;
}

/** Paths of values, to be asked quickly which of them lead where. An item of a list, or any entry of a map, is any item. */
export class PathSet {
  readonly #root: Step = { below: new Map(), isEnd: false };

  add(path: ValuePath): void {
    let step = this.#root;
    for (const segment of path) {
      const key = keyOf(segment);
      const next = step.below.get(key) ?? { below: new Map(), isEnd: false };
      step.below.set(key, next);
      step = next;
    }
    step.isEnd = true;
  }

  has(path: ValuePath): boolean {
    return leads(this.#root, path, 0, ({ isEnd }) => isEnd);
  }

  /** Whether one of the paths is this one or leads on from it. */
  leadsOnFrom(path: ValuePath): boolean {
    return leads(this.#root, path, 0, () => true);
  }

  /** The keys with which the paths lead on from one, without those that stand for any. */
  keysBelow(path: ValuePath): readonly string[] {
    const keys = stepsAt([this.#root], path).flatMap(({ below }) => [...below.keys()]);
    return [...new Set(keys)].filter(key => key !== ANY_ITEM);
  }

  /** Whether one of the paths is this one or leads to something above it. */
  holdsOneAbove(path: ValuePath): boolean {
    return meetsEnd(this.#root, path, 0);
  }
}

/** Whether a path leads from a step to one that passes. */
function leads(from: Step, path: ValuePath, index: number, passes: (step: Step) => boolean): boolean {
  const segment = path[index];
  return segment === undefined ? passes(from) : next(from, keyOf(segment)).some(step => leads(step, path, index + 1, passes));
}

function meetsEnd(from: Step, path: ValuePath, index: number): boolean {
  const segment = path[index];
  return from.isEnd || (segment !== undefined && next(from, keyOf(segment)).some(step => meetsEnd(step, path, index + 1)));
}

function stepsAt(from: readonly Step[], path: ValuePath): readonly Step[] {
  return path.reduce<readonly Step[]>((steps, segment) => steps.flatMap(step => next(step, keyOf(segment))), from);
}

function next({ below }: Step, key: string): Step[] {
  if (key === ANY_ITEM) return [...below.values()];
  const [step, any] = [below.get(key), below.get(ANY_ITEM)];
  if (step === undefined) return any === undefined ? NOWHERE : [any];
  return any === undefined ? [step] : [step, any];
}

const NOWHERE: Step[] = [];

function keyOf(segment: string | number): string {
  return typeof segment === 'number' ? ANY_ITEM : segment;
}
