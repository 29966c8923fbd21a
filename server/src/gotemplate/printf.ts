import { type DirectiveNumber, directivesOf, type FormatDirective, type FormatFlags, NO_FLAGS } from './format-directive.js';
import { formatValue } from './format-value.js';
import { printValue } from './print-value.js';
import { type TracedText, TracedTextBuilder } from './traced-text.js';
import { Int, type Value } from './value.js';
import { typeOf } from './value-type.js';

/** Go's `fmt.Sprintf`. Texts keep their places, those of the format too. */
export function formatText(format: TracedText, values: readonly Value[]): TracedText {
  return new Formatter(format, values).run();
}

/** Larger numbers are no widths and precisions. */
const LARGEST = 1_000_000n;

class Formatter {
  readonly #format: TracedText;
  readonly #values: readonly Value[];
  readonly #builder = new TracedTextBuilder();
  /** The index of the next argument. */
  #next = 0;
  /** Whether an index in brackets was used: then arguments that are left over are no mistake. */
  #isReordered = false;
  #hasGoodIndex = true;

  constructor(format: TracedText, values: readonly Value[]) {
    this.#format = format;
    this.#values = values;
  }

  run(): TracedText {
    let position = 0;
    for (const directive of directivesOf(this.#format.text)) {
      if (directive.start > position) this.#builder.appendSlice(this.#format, position, directive.start);
      position = directive.end;
      this.#write(directive);
    }
    if (position < this.#format.length || this.#format.length === 0) this.#builder.appendSlice(this.#format, position, this.#format.length);
    if (!this.#isReordered && this.#next < this.#values.length) this.#writeExtra();
    return this.#builder.build();
  }

  #write(directive: FormatDirective): void {
    this.#hasGoodIndex = true;
    const flags = this.#readFlags(directive);
    this.#moveTo(directive.indices[2]);
    const { verb } = directive;
    const value = this.#values[this.#next];
    if (verb === undefined) this.#builder.write('%!(NOVERB)');
    else if (verb === '%') this.#builder.write('%');
    else if (!this.#hasGoodIndex) this.#builder.write(`%!${verb}(BADINDEX)`);
    else if (value === undefined) this.#builder.write(`%!${verb}(MISSING)`);
    else {
      this.#next++;
      formatValue(this.#builder, value, verb, flags);
    }
  }

  #readFlags({ flags, width, precision, indices }: FormatDirective): FormatFlags {
    this.#moveTo(indices[0]);
    // An index is that of the verb's argument, or of a `*` that follows at once.
    if (indices[0] !== undefined && width !== 'argument' && (width !== undefined || precision !== undefined)) this.#hasGoodIndex = false;
    const readWidth = this.#readNumber(width, -LARGEST, '%!(BADWIDTH)');
    this.#moveTo(indices[1]);
    const readPrecision = this.#readNumber(precision, 0n, '%!(BADPREC)');
    const isLeft = flags.includes('-') || (readWidth !== undefined && readWidth < 0);
    return {
      ...NO_FLAGS,
      sharp: flags.includes('#'),
      plus: flags.includes('+'),
      space: flags.includes(' '),
      minus: isLeft,
      zero: flags.includes('0') && !isLeft,
      width: readWidth === undefined ? undefined : Math.abs(readWidth),
      precision: readPrecision,
    };
  }

  #readNumber(number: DirectiveNumber, least: bigint, mistake: string): number | undefined {
    if (number !== 'argument') return number;
    const data = this.#values[this.#next]?.data;
    this.#next++;
    if (data instanceof Int && data.value <= LARGEST && data.value >= least) return data.toNumber();
    this.#builder.write(mistake);
    return undefined;
  }

  /** Goes to the argument of an index in brackets, which counts from one. */
  #moveTo(index: string | undefined): void {
    if (index === undefined) return;
    this.#isReordered = true;
    const number = /^\d+$/.test(index) ? Number(index) : 0;
    if (number >= 1 && number <= this.#values.length) this.#next = number - 1;
    else this.#hasGoodIndex = false;
  }

  #writeExtra(): void {
    this.#builder.write('%!(EXTRA ');
    for (const [index, value] of this.#values.slice(this.#next).entries()) {
      if (index > 0) this.#builder.write(', ');
      if (value.data !== null) this.#builder.write(`${typeOf(value.data)}=`);
      this.#builder.append(printValue(value));
    }
    this.#builder.write(')');
  }
}
