// Made by `npm run gen` from the files in this folder. Don't edit.
import type { Rule } from './define-rule.js';

/** Every rule of the product, by id. */
export const rules: readonly Rule[] = [];
