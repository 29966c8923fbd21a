// Made by `npm run gen` from the files in this folder. Don't edit.
import type { Rule } from './define-rule.js';
import { notAnalysed as metaNotAnalysed } from './meta/not-analysed.js';
import { syntaxError as metaSyntaxError } from './meta/syntax-error.js';
import { unusedSuppression as metaUnusedSuppression } from './meta/unused-suppression.js';

/** Every rule of the product, by id. */
export const rules: readonly Rule[] = [
  // One a line.
  metaNotAnalysed,
  metaSyntaxError,
  metaUnusedSuppression,
];
