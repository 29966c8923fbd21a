import { derivedOrigin } from '../../gotemplate/origin.js';
import { FunctionError } from '../../gotemplate/template-error.js';
import { aliasesOf, type CallContext, type TemplateFunction, templateFunction } from '../../gotemplate/template-function.js';
import { TracedText, TracedTextBuilder } from '../../gotemplate/traced-text.js';
import { NilList } from '../encoding/nil-list.js';
import type { Match } from '../regexp/matcher.js';
import { RegularExpression, spanOf } from '../regexp/regular-expression.js';
import { textList } from './conversions.js';

/**
 * Functions on regular expressions, each with and without `must`. Those with it are refused with the words of the parser, those without it
 * with the words of a panic; only `regexMatch` takes what cannot be read for an expression that matches nothing.
 */
export const REGEXP_FUNCTIONS: readonly TemplateFunction[] = [
  templateFunction('regexMatch', ['text', 'text'], (context, pattern, text) => {
    context.spend(costOf(text));
    try {
      return new RegularExpression(pattern.text).find(text.text) !== undefined;
    } catch (error) {
      if (error instanceof FunctionError) return false;
      throw error;
    }
  }),
  templateFunction('mustRegexMatch', ['text', 'text'], (context, pattern, text) => {
    context.spend(costOf(text));
    return new RegularExpression(pattern.text).find(text.text) !== undefined;
  }),
  ...[compileOrPanic, compile].flatMap(functionsWith),
  templateFunction('regexQuoteMeta', ['text'], (_, text) => text.rewritten(text.text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&'))),
];

type Compile = (pattern: TracedText) => RegularExpression;

function compile(pattern: TracedText): RegularExpression {
  return new RegularExpression(pattern.text);
}

function compileOrPanic(pattern: TracedText): RegularExpression {
  try {
    return compile(pattern);
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    const quoted = pattern.text.includes('`') ? JSON.stringify(pattern.text) : `\`${pattern.text}\``;
    throw new FunctionError(`regexp: Compile(${quoted}): ${error.message}`);
  }
}

function functionsWith(compiled: Compile): TemplateFunction[] {
  const declared = [
    templateFunction('regexFind', ['text', 'text'], (context, pattern, text) => {
      context.spend(costOf(text));
      const match = compiled(pattern).find(text.text);
      return match === undefined ? nothingOf(text) : pieceOf(text, spanOf(match));
    }),
    templateFunction('regexFindAll', ['text', 'text', 'int'], (context, pattern, text, limit) => {
      context.spend(costOf(text));
      const matches = compiled(pattern).findAll(text.text, limit);
      if (matches.length === 0) return { data: new NilList('[]string'), origin: text.origin };
      return textList(matches.map(match => pieceOf(text, spanOf(match))));
    }),
    templateFunction('regexSplit', ['text', 'text', 'int'], (context, pattern, text, limit) => {
      context.spend(costOf(text));
      const pieces = compiled(pattern).split(text.text, limit);
      if (limit === 0) return { data: new NilList('[]string'), origin: text.origin };
      return textList(
        pieces.map(piece => pieceOf(text, piece)),
        text.origin,
      );
    }),
    templateFunction('regexReplaceAll', ['text', 'text', 'text'], (context, pattern, text, replacement) => {
      const expression = compiled(pattern);
      return replaced(context, expression, text, (builder, match) => {
        for (const part of expression.expand(replacement.text, match)) {
          if (typeof part === 'string') builder.write(part, derivedOrigin(replacement.origin ?? text.origin));
          else builder.appendSlice(text, part.start, part.end);
        }
      });
    }),
    templateFunction('regexReplaceAllLiteral', ['text', 'text', 'text'], (context, pattern, text, replacement) => {
      return replaced(context, compiled(pattern), text, builder => builder.append(replacement));
    }),
  ];
  if (compiled === compileOrPanic) return declared;
  return declared.flatMap(each => aliasesOf(each, `mustR${each.name.slice(1)}`));
}

function costOf(text: TracedText): number {
  return Math.ceil(text.length / 20);
}

function pieceOf(text: TracedText, { start, end }: { readonly start: number; readonly end: number }): TracedText {
  return end > start ? text.slice(start, end) : nothingOf(text);
}

function nothingOf(text: TracedText): TracedText {
  return TracedText.of('', derivedOrigin(text.origin));
}

function replaced(
  context: CallContext,
  expression: RegularExpression,
  text: TracedText,
  writeReplacement: (builder: TracedTextBuilder, match: Match) => void,
): TracedText {
  context.spend(costOf(text));
  const builder = new TracedTextBuilder();
  let copied = 0;
  for (const match of expression.findAll(text.text, -1)) {
    const { start, end } = spanOf(match);
    builder.appendSlice(text, copied, start);
    writeReplacement(builder, match);
    context.spend(1);
    copied = end;
  }
  return copied === 0 && builder.length === 0 ? text : builder.appendSlice(text, copied, text.length).build();
}
