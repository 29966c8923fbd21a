import { quoteText } from '../../gotemplate/quoting.js';
import { FunctionError, TemplateError } from '../../gotemplate/template-error.js';
import { type TemplateFunction, templateFunction } from '../../gotemplate/template-function.js';
import { TracedText, TracedTextBuilder } from '../../gotemplate/traced-text.js';
import { GoMap } from '../../gotemplate/value.js';
import { PLACEHOLDER } from './placeholder.js';

/** Helm runs a named template no more often than this inside of itself. */
const MAX_NESTING = 1000;

const include = templateFunction(
  'include',
  ['text', 'any'],
  (context, name, data) => {
    if (context.nesting(name.text) > MAX_NESTING) {
      throw new FunctionError(`rendering template has a nested reference name: ${name.text}: unable to execute template`);
    }
    const text = context.executeTemplate(name.text, data);
    if (text !== undefined) return text;
    throw new FunctionError(`template: no template ${quoteText(name.text)} associated with template "gotpl"`);
  },
  { isShallow: true },
);

const tpl = templateFunction(
  'tpl',
  ['text', 'any'],
  (context, text, data) => {
    try {
      return withoutMissingValues(context.executeText(text, data));
    } catch (error) {
      if (!(error instanceof TemplateError) || error.kind === 'budget') throw error;
      const what = error.kind === 'parse' ? 'cannot parse template' : 'error during tpl function execution for';
      throw new FunctionError(`${what} ${quoteText(text.text)}: ${error.message}`, { reads: error.reads, cause: error });
    }
  },
  { isShallow: true },
);

/** Functions that run templates, or ask the cluster, of which there is none. */
export const TEMPLATE_FUNCTIONS: readonly TemplateFunction[] = [
  include,
  tpl,
  templateFunction('lookup', ['text', 'text', 'text', 'text'], () => ({ data: new GoMap(), origin: PLACEHOLDER })),
  templateFunction('getHostByName', ['text'], () => TracedText.of('', PLACEHOLDER)),
];

/** What Go prints for a value that is not there, which Helm takes out of what `tpl` has made. */
const MISSING = '<no value>';

function withoutMissingValues(text: TracedText): TracedText {
  if (!text.text.includes(MISSING)) return text;
  const builder = new TracedTextBuilder();
  let copied = 0;
  for (let start = text.text.indexOf(MISSING); start !== -1; start = text.text.indexOf(MISSING, copied)) {
    builder.appendSlice(text, copied, start);
    copied = start + MISSING.length;
  }
  return builder.appendSlice(text, copied, text.length).build();
}
