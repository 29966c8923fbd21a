import type { OptionDeclaration } from './options.js';

/** The option of all rules whose fix writes a GOMEMLIMIT. */
export const HEAP_SHARE = {
  type: 'number',
  default: 0.9,
  minimum: 0.1,
  maximum: 1,
  description: 'The share of the memory limit that the fix gives to GOMEMLIMIT.',
} as const satisfies OptionDeclaration;
