import { BUILTIN_FUNCTIONS } from '../gotemplate/builtin-functions.js';
import type { TemplateFunction } from '../gotemplate/template-function.js';
import { HELM_FUNCTIONS } from './functions/helm-functions.js';

/** All functions that the templates of charts can call: Go's own, and those that Helm adds. */
export const CHART_FUNCTIONS: ReadonlyMap<string, TemplateFunction> = new Map([
  ...BUILTIN_FUNCTIONS.map(declared => [declared.name, declared] as const),
  ...HELM_FUNCTIONS,
]);
