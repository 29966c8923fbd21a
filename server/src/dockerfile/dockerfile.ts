import type { SourceText } from '../text/source-text.js';
import type { Span } from '../text/span.js';
import type { LogicalText } from './logical-text.js';
import type { Stage } from './stage.js';

/** A parsed Dockerfile. Parsing never fails: what cannot be read is an error, the rest is there. */
export interface Dockerfile {
  readonly source: SourceText;
  /** `# syntax=`, `# escape=`, `# check=`: `span` covers the line, `name` is in small letters. */
  readonly directives: readonly { readonly name: string; readonly value: string; readonly span: Span }[];
  /** What escapes a character and continues a line: a backslash, or a backtick by directive. */
  readonly escape: string;
  /** `ARG` before the first `FROM`. */
  readonly globalArguments: readonly Instruction[];
  readonly stages: readonly Stage[];
  /** Every instruction in the order of the text, also those that stand before the first `FROM` and should not. */
  readonly instructions: readonly Instruction[];
  /** Comment lines, with their `#` and up to the end of the line, without those that are directives; those of scripts in heredocs of `RUN` too. */
  readonly comments: readonly { readonly text: string; readonly span: Span; readonly ownLine: boolean }[];
  /** For each instruction, how far the text was read behind it: after an edit, what stands before that is not read again. */
  readonly marks: readonly ReadingMark[];
  /** What BuildKit rejects. Spans are on one line, and empty only if the text is. */
  readonly errors: readonly DockerfileError[];
}

/** How far a text was read, and what had been found, behind an instruction. */
export interface ReadingMark {
  /** The line that was to be read next, and where it starts. */
  readonly line: number;
  readonly offset: number;
  readonly commentCount: number;
  readonly errorCount: number;
}

export interface DockerfileError {
  readonly message: string;
  readonly span: Span;
}

/** A piece of an instruction as written, without the line breaks of continuations. Its span may cover several lines. */
export interface Word {
  readonly text: string;
  readonly span: Span;
}

/** One instruction with its words as written. */
export interface Instruction {
  /** In capitals: `FROM`, `RUN`, … */
  readonly keyword: string;
  readonly keywordSpan: Span;
  /** From the keyword to the end of the last argument or heredoc, line breaks of continuations included. */
  readonly span: Span;
  /** `--from=x`, `--mount=…`: before the arguments. The value has lost its quotes and escapes. */
  readonly flags: readonly Flag[];
  /** What follows the keyword and the flags, without heredocs: lines joined, comments and continuations removed. */
  readonly argument: LogicalText;
  /**
   * The arguments, quotes and escapes kept. They are split as BuildKit does: `USER`, `WORKDIR`, `STOPSIGNAL` and `MAINTAINER` have one, `ENV key value` two.
   * For the shell form of `RUN`, `CMD`, `ENTRYPOINT` they are the words between blanks outside quotes; `shell-words.ts` reads it as a shell would.
   */
  readonly words: readonly Word[];
  /** The strings of a JSON form (`["a", "b"]`), spans with quotes, or `undefined` for the shell form. */
  readonly json: readonly Word[] | undefined;
  readonly heredocs: readonly Heredoc[];
  /** The instruction that an `ONBUILD` holds back. */
  readonly trigger: Instruction | undefined;
  /** What a function makes of the instruction: computed once. A function stands for its answer, so it must be one that stays. */
  derive<Answer>(compute: (instruction: Instruction) => Answer): Answer;
}

export interface Flag {
  readonly name: string;
  readonly value: string | undefined;
  readonly span: Span;
  readonly valueSpan: Span | undefined;
}

export interface Heredoc {
  readonly delimiter: string;
  /** As written, with its leading tabs. */
  readonly body: string;
  /** The lines between the instruction and the delimiter. */
  readonly bodySpan: Span;
  /** Whether variables are expanded in the body: no part of the delimiter was quoted. */
  readonly expand: boolean;
  /** `<<-`: leading tabs of the body do not count. */
  readonly stripTabs: boolean;
}
