import type { Origin } from '../../gotemplate/origin.js';
import { TracedText } from '../../gotemplate/traced-text.js';

/** The origin of everything that is known only when the chart is installed. */
export const PLACEHOLDER: Origin = { kind: 'made', file: '', span: { start: 0, end: 0 }, isPlaceholder: true };

/** A text that stands for one that nobody knows yet. */
export function placeholderText(text: string): TracedText {
  return TracedText.of(text, PLACEHOLDER);
}
