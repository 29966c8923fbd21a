import type { SourceText } from '../text/source-text.js';

/** What go.mod says, as plain data. */
export interface GoModule {
  readonly path: string | undefined;
  /** The `go` line: `1.25` or `1.25.3`. */
  readonly goVersion: string | undefined;
  readonly toolchain: string | undefined;
  /** The `godebug` lines: settings of the runtime that the main module asks for. */
  readonly godebug: Readonly<Record<string, string>>;
  readonly requires: readonly { readonly path: string; readonly version: string; readonly indirect: boolean }[];
  /** Targets of `replace x => ./path` that are folders. */
  readonly localReplacements: readonly string[];
}

const VERSION = /^v\d/;

/** Reads go.mod line by line, blocks in parentheses included. Never fails: what cannot be read is left out. */
export function parseGoModule({ text }: SourceText): GoModule {
  const lines = directiveLines(text);
  const first = (verb: string) => lines.find(line => line.verb === verb)?.words[0];
  return {
    path: first('module'),
    goVersion: first('go'),
    toolchain: first('toolchain'),
    godebug: Object.fromEntries(
      lines.flatMap(({ verb, words: [setting = ''] }) => {
        const [key = '', value = ''] = setting.split('=');
        return verb === 'godebug' && key !== '' ? [[key, value]] : [];
      }),
    ),
    requires: lines.flatMap(({ verb, words: [path, version], comment }) =>
      verb === 'require' && path !== undefined && version !== undefined && VERSION.test(version)
        ? [{ path, version, indirect: /^\s*indirect\b/.test(comment) }]
        : [],
    ),
    localReplacements: lines.flatMap(({ verb, words }) => {
      const target = words[words.indexOf('=>') + 1];
      return verb === 'replace' && words.includes('=>') && target !== undefined && /^\.{1,2}(?:\/|$)/.test(target) ? [target] : [];
    }),
  };
}

interface DirectiveLine {
  readonly verb: string;
  readonly words: readonly string[];
  /** What stands behind `//`. */
  readonly comment: string;
}

/** The lines of all directives; a line of a block has the verb of its block. */
function directiveLines(text: string): DirectiveLine[] {
  const lines: DirectiveLine[] = [];
  let block: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    const split = line.indexOf('//');
    const code = split === -1 ? line : line.slice(0, split);
    const comment = split === -1 ? '' : line.slice(split + 2);
    const words = (code.match(/"[^"]*"|`[^`]*`|[()]|[^\s()]+/g) ?? []).map(word => word.replace(/^["`]|["`]$/g, ''));
    const [verb, ...rest] = words;
    if (verb === undefined) continue;
    if (block !== undefined && verb === ')') block = undefined;
    else if (block !== undefined) lines.push({ verb: block, words, comment });
    else if (rest[0] === '(') block = rest.includes(')') ? undefined : verb;
    else lines.push({ verb, words: rest, comment });
  }
  return lines;
}
