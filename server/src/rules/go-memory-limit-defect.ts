import type { Container } from '../kubernetes/container.js';

/** The mistake that several rules may see where GOMEMLIMIT is missing: of these only the most severe speaks. */
export function goMemoryLimitDefect({ node }: Container): string {
  return `GOMEMLIMIT of ${node.path.join('.')}`;
}
