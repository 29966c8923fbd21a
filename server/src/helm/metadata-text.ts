import { TracedText } from '../gotemplate/traced-text.js';
import type { Value } from '../gotemplate/value.js';

/** The text of a field of `Chart.yaml`: of a number what Go makes of it, so that `1.10` is `1.1`; empty where there is none. */
export function textOf(value: Value | undefined): string {
  const data = value?.data;
  if (data instanceof TracedText) return data.text;
  return typeof data === 'number' || typeof data === 'boolean' ? String(data) : '';
}
