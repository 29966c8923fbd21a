import { FunctionError } from '../../gotemplate/template-error.js';
import { type TemplateFunction, templateFunction, variadicFunction } from '../../gotemplate/template-function.js';
import { TracedText } from '../../gotemplate/traced-text.js';
import { type Data, NIL, type Value } from '../../gotemplate/value.js';
import { isTrue, kindOf, typeOf } from '../../gotemplate/value-type.js';
import { withFallback } from './fallback.js';

const defaultFunction = variadicFunction(
  'default',
  ['any'],
  'any',
  (_, fallback, ...given) => {
    const [value] = given;
    if (value === undefined) return fallback;
    return isTrue(value.data) ? value : withFallback(fallback, value.origin);
  },
  { isShallow: true },
);

const coalesce = variadicFunction(
  'coalesce',
  [],
  'any',
  (_, ...values) => {
    const index = values.findIndex(value => isTrue(value.data));
    const taken = values[index] ?? NIL;
    const passed = index === -1 ? values : values.slice(0, index);
    return passed.reduce<Value>((result, value) => withFallback(result, value.origin), taken);
  },
  { isShallow: true },
);

const required = templateFunction(
  'required',
  ['text', 'any'],
  (_, message, value) => {
    if (!isMissing(value.data)) return value;
    throw new FunctionError(failure(message), { reads: value.origin === undefined ? [] : [value.origin] });
  },
  { isShallow: true },
);

/** Functions that choose between values, ask what they are, and stop the rendering. */
export const CHOICE_FUNCTIONS: readonly TemplateFunction[] = [
  defaultFunction,
  coalesce,
  templateFunction('ternary', ['any', 'any', 'bool'], (_, one, other, condition) => (condition ? one : other), { isShallow: true }),
  templateFunction('empty', ['any'], (_, value) => !isTrue(value.data), { isShallow: true }),
  variadicFunction('all', [], 'any', (_, ...values) => values.every(value => isTrue(value.data)), { isShallow: true }),
  variadicFunction('any', [], 'any', (_, ...values) => values.some(value => isTrue(value.data)), { isShallow: true }),
  required,
  templateFunction('fail', ['text'], (_, message) => {
    throw new FunctionError(failure(message));
  }),
  templateFunction('typeOf', ['any'], (_, value) => TracedText.of(typeOf(value.data)), { isShallow: true }),
  templateFunction('kindOf', ['any'], (_, value) => TracedText.of(kindOf(value.data)), { isShallow: true }),
  templateFunction('typeIs', ['text', 'any'], (_, type, value) => typeOf(value.data) === type.text, { isShallow: true }),
  templateFunction('typeIsLike', ['text', 'any'], (_, type, value) => {
    const actual = typeOf(value.data);
    return actual === type.text || actual === `*${type.text}`;
  }),
  templateFunction('kindIs', ['text', 'any'], (_, kind, value) => kindOf(value.data) === kind.text, { isShallow: true }),
];

function isMissing(data: Data): boolean {
  return data === null || (data instanceof TracedText && data.length === 0);
}

/** Between these marks stands what the author of a chart wants to be told when it fails. Helm shows that alone. */
function failure(message: TracedText): string {
  return `HELM_ERR_START${message.text}HELM_ERR_END`;
}
