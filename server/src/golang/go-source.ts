import type { SourceText } from '../text/source-text.js';
import { SHUTS_DOWN, type ShutdownTimes, shutdownTimesOf } from './shutdown-times.js';

/** What rules ask about a Go source. */
export interface GoSource {
  /** Whether it calls `debug.SetMemoryLimit`, or imports automemlimit, which does. */
  readonly setsMemoryLimit: boolean;
  /** Import paths in the order written. */
  readonly imports: readonly string[];
  /** How long it takes to shut down a server; `undefined` if it shuts down none. */
  readonly shutdown: ShutdownTimes | undefined;
}

/** With a negative argument it only reads the limit. */
const SET_MEMORY_LIMIT = /\bSetMemoryLimit\s*\((?!\s*-)/;
const AUTOMEMLIMIT = 'github.com/KimMachineGun/automemlimit';

/** Reads a Go source without parsing it: comments and texts are told apart from code, nothing more. */
export function goSourceOf({ text }: SourceText): GoSource {
  const isCandidate = text.includes('SetMemoryLimit') || text.includes(AUTOMEMLIMIT);
  const imports = isCandidate || text.length < 1000 ? importsOf(text) : importsOf(text.slice(0, headerEnd(text)));
  const setsMemoryLimit = isCandidate && (SET_MEMORY_LIMIT.test(codeOf(text)) || imports.some(path => path.startsWith(AUTOMEMLIMIT)));
  const shutdown = SHUTS_DOWN.test(text) ? shutdownTimesOf(withoutComments(text)) : undefined;
  return { setsMemoryLimit, imports, shutdown };
}

/** Imports end before the first declaration. */
function headerEnd(text: string): number {
  const declaration = /^(?:func|type|var|const)\b/m.exec(text);
  return declaration?.index ?? text.length;
}

function importsOf(text: string): string[] {
  const code = withoutComments(text);
  const declarations = code.slice(0, headerEnd(code)).matchAll(/^\s*import\s*(?:\(([^)]*)\)|([^\n(]*))/gm);
  return [...declarations].flatMap(([, block, single]) => [...(block ?? single ?? '').matchAll(/"([^"\n]*)"|`([^`]*)`/g)].map(quotedText));
}

function quotedText([, quoted, raw]: RegExpExecArray): string {
  return quoted ?? raw ?? '';
}

const COMMENT_OR_TEXT = /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|`[^`]*(?:`|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?/g;

function withoutComments(text: string): string {
  return text.replace(COMMENT_OR_TEXT, piece => (piece.startsWith('/') ? ' ' : piece));
}

/** The source without comments and without what stands in quotes. */
function codeOf(text: string): string {
  return text.replace(COMMENT_OR_TEXT, piece => (piece.startsWith('/') ? ' ' : '""'));
}
