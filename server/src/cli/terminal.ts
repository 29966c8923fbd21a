import { styleText } from './style-text.js';

export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'blue' | 'cyan' | 'green';

/** Standard output and standard error, and what they can show. */
export class Terminal {
  /** Whether output is coloured: `NO_COLOR` forbids it, `FORCE_COLOR` demands it, else a terminal that can has colours. */
  readonly hasColours: boolean;
  readonly #showsProgress: boolean;
  #progressAt = 0;
  #progressWidth = 0;

  constructor() {
    const { NO_COLOR: forbidden = '', FORCE_COLOR: forced = '', TERM: kind, CI: isAutomated = '' } = process.env;
    const isCapable = process.stdout.isTTY === true && kind !== 'dumb';
    this.hasColours = forbidden === '' && (forced === '' ? isCapable : forced !== '0' && forced !== 'false');
    this.#showsProgress = process.stderr.isTTY === true && kind !== 'dumb' && isAutomated === '';
    endQuietlyWhenNobodyReads(process.stdout);
    endQuietlyWhenNobodyReads(process.stderr);
  }

  /** Writes lines to standard output. */
  print(text: string): void {
    this.endProgress();
    if (text !== '') process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  }

  /** Writes lines to standard error. */
  error(text: string): void {
    this.endProgress();
    process.stderr.write(`${text}\n`);
  }

  style(text: string, ...styles: readonly Style[]): string {
    return this.hasColours ? styleText(text, styles) : text;
  }

  /** Shows on a terminal how far the work is, on one line that the next output replaces. */
  progress(text: string): void {
    if (!this.#showsProgress) return;
    const now = Date.now();
    if (now - this.#progressAt < 100) return;
    this.#progressAt = now;
    process.stderr.write(`\r${text.padEnd(this.#progressWidth)}`);
    this.#progressWidth = text.length;
  }

  endProgress(): void {
    if (this.#progressWidth > 0) process.stderr.write(`\r${' '.repeat(this.#progressWidth)}\r`);
    this.#progressWidth = 0;
  }
}

/** `plimsoll check . | head` closes the pipe before everything is written; that is no failure. */
function endQuietlyWhenNobodyReads(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}
