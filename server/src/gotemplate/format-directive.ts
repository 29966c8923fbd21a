/** What stands between `%` and the verb. */
export interface FormatFlags {
  readonly sharp: boolean;
  readonly zero: boolean;
  readonly plus: boolean;
  readonly minus: boolean;
  readonly space: boolean;
  readonly width: number | undefined;
  readonly precision: number | undefined;
}

export const NO_FLAGS: FormatFlags = {
  sharp: false,
  zero: false,
  plus: false,
  minus: false,
  space: false,
  width: undefined,
  precision: undefined,
};

/** A number in a directive: given, or that of the next argument. */
export type DirectiveNumber = number | 'argument' | undefined;

/** One directive of a format, as written. */
export interface FormatDirective {
  readonly start: number;
  readonly end: number;
  /** The characters before width and precision. */
  readonly flags: string;
  readonly width: DirectiveNumber;
  readonly precision: DirectiveNumber;
  /** Indices of arguments in brackets, which come before the width, the precision and the verb. `undefined` where there is none. */
  readonly indices: readonly (string | undefined)[];
  /** `undefined` where the format ends before it. */
  readonly verb: string | undefined;
}

const DIRECTIVE = /%([-+# 0]*)(?:\[([^\]]*)\])?(\*|\d+)?(?:(\.)(?:\[([^\]]*)\])?(\*|\d+)?)?(?:\[([^\]]*)\])?([\s\S])?/gu;

/** Cuts a format into its directives; what lies between them is text. */
export function* directivesOf(format: string): Generator<FormatDirective> {
  for (const match of format.matchAll(DIRECTIVE)) {
    const [text, flags = '', beforeWidth, width, point, beforePrecision, precision, beforeVerb, verb] = match;
    yield {
      start: match.index,
      end: match.index + text.length,
      flags,
      width: numberOf(width),
      precision: point === undefined ? undefined : (numberOf(precision) ?? 0),
      indices: [beforeWidth, beforePrecision, beforeVerb],
      verb,
    };
  }
}

/** Larger numbers are no widths and precisions. */
const LARGEST = 1_000_000;

function numberOf(text: string | undefined): DirectiveNumber {
  if (text === '*') return 'argument';
  const number = text === undefined ? Number.NaN : Number(text);
  return number <= LARGEST ? number : undefined;
}
