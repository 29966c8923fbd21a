import type { Location } from '../text/span.js';
import { type BuiltNode, type BuiltScalar, findNode, itemsOf, textOf, textScalar } from './built-node.js';

/** One key of a generated ConfigMap or Secret. */
export interface GeneratedEntry {
  readonly key: string;
  readonly keyOrigin: Location;
  readonly value: BuiltScalar;
}

/** The keys that a generator makes. */
export interface GeneratedData {
  readonly entries: readonly GeneratedEntry[];
  /** Sources that cannot be read; of a file at least the key is known, of a file of variables nothing. */
  readonly unread: readonly { readonly path: string; readonly origin: Location; readonly isKeyKnown: boolean }[];
  readonly problems: readonly { readonly message: string; readonly origin: Location }[];
}

/** Reads a file beside the kustomization; `undefined` if it cannot be read. */
type ReadFile = (path: string) => { readonly uri: string; readonly text: string } | undefined;

/** What the `literals`, `files` and `envs` of a generator give. */
export function generatedData(generator: BuiltNode, read: ReadFile): GeneratedData {
  const data = new DataReader(read);
  const env = findNode(generator, 'env');
  for (const node of [...itemsOf(findNode(generator, 'envs')), ...(textOf(env) ? [env] : [])])
    if (node?.kind === 'scalar') data.addVariables(node);
  for (const node of itemsOf(findNode(generator, 'literals'))) if (node.kind === 'scalar') data.addLiteral(node);
  for (const node of itemsOf(findNode(generator, 'files'))) if (node.kind === 'scalar') data.addFile(node);
  return data;
}

class DataReader implements GeneratedData {
  readonly entries: GeneratedEntry[] = [];
  readonly unread: { path: string; origin: Location; isKeyKnown: boolean }[] = [];
  readonly problems: { message: string; origin: Location }[] = [];
  readonly #read: ReadFile;
  readonly #keys = new Set<string>();

  constructor(read: ReadFile) {
    this.#read = read;
  }

  addLiteral({ text, origin }: BuiltScalar): void {
    const equals = text.indexOf('=');
    if (equals < 1) this.#refuse(`The literal "${text}" is not of the form "key=value".`, origin);
    else this.#add(text.slice(0, equals), origin, textScalar(unquoted(text.slice(equals + 1)), origin));
  }

  addFile({ text, origin }: BuiltScalar): void {
    const parts = text.split('=');
    const [key = '', path = ''] = parts.length === 1 ? [text.split('/').findLast(part => part !== '') ?? '', text] : parts;
    if (parts.length > 2 || key === '' || path === '') {
      this.#refuse(`The file source "${text}" is not of the form "key=path".`, origin);
      return;
    }
    const file = this.#read(path);
    if (file === undefined) this.unread.push({ path, origin, isKeyKnown: true });
    this.#add(key, origin, file === undefined ? textScalar(UNKNOWN, origin) : fileScalar(file));
  }

  addVariables({ text: path, origin }: BuiltScalar): void {
    const file = this.#read(path);
    if (file === undefined) {
      this.unread.push({ path, origin, isKeyKnown: false });
      return;
    }
    let start = 0;
    for (const line of file.text.split('\n')) {
      this.#addVariable(line.replace(/\r$/, ''), { uri: file.uri, span: { start, end: start + line.length } });
      start += line.length + 1;
    }
  }

  #addVariable(line: string, { uri, span }: Location): void {
    const written = line.replace(/^[\uFEFF\s]+/, '');
    if (written === '' || written.startsWith('#')) return;
    const start = span.start + line.length - written.length;
    const equals = written.includes('=') ? written.indexOf('=') : written.length;
    const keyOrigin = { uri, span: { start, end: start + equals } };
    const valueSpan = { start: Math.min(start + equals + 1, start + written.length), end: start + written.length };
    this.#add(written.slice(0, equals), keyOrigin, textScalar(written.slice(equals + 1), { uri, span: valueSpan }));
  }

  #add(key: string, keyOrigin: Location, value: BuiltScalar): void {
    if (!/^[-._a-zA-Z0-9]+$/.test(key)) this.#refuse(`"${key}" is no valid key.`, keyOrigin);
    else if (this.#keys.has(key)) this.#refuse(`The key "${key}" is given twice.`, keyOrigin);
    else this.entries.push({ key, keyOrigin, value });
    this.#keys.add(key);
  }

  #refuse(message: string, origin: Location): void {
    this.problems.push({ message, origin });
  }
}

/** The value of what cannot be read: text that rules take for something filled in later. */
export const UNKNOWN = '${UNKNOWN}';

/** A file's text as a value; each line knows where it stands. */
function fileScalar({ uri, text }: { readonly uri: string; readonly text: string }): BuiltScalar {
  const lines: Location[] = [];
  let start = 0;
  for (const line of text.replace(/\n+$/, '').split('\n')) {
    lines.push({ uri, span: { start, end: start + line.length } });
    start += line.length + 1;
  }
  return { ...textScalar(text, lines[0] ?? { uri, span: { start: 0, end: 0 } }), lines };
}

/** Without quotes that stand around all of it. */
function unquoted(text: string): string {
  const [first] = text;
  return text.length > 1 && first === text.at(-1) && (first === '"' || first === "'") ? text.slice(1, -1) : text;
}
