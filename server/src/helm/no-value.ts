import { type TracedText, TracedTextBuilder } from '../gotemplate/traced-text.js';

const NO_VALUE = '<no value>';

/** What a file renders to, without what Go prints for values that are not there. Helm takes it out at the very end. */
export function withoutNoValue(text: TracedText): TracedText {
  if (!text.text.includes(NO_VALUE)) return text;
  const builder = new TracedTextBuilder();
  let start = 0;
  for (let at = text.text.indexOf(NO_VALUE); at !== -1; at = text.text.indexOf(NO_VALUE, start)) {
    builder.appendSlice(text, start, at);
    start = at + NO_VALUE.length;
  }
  return builder.appendSlice(text, start, text.length).build();
}
