import { bytesOfText } from '../gotemplate/bytes.js';
import type { Origin } from '../gotemplate/origin.js';
import { templateFunction } from '../gotemplate/template-function.js';
import { TracedText } from '../gotemplate/traced-text.js';
import { GoBytes, GoList, GoMap, GoObject, makeValue, type Value } from '../gotemplate/value.js';
import { baseNameOf, type ChartFile } from './chart-file.js';
import { globPattern } from './path-pattern.js';
import { writeYaml } from './yaml-output/write-yaml.js';

/** What `.Files` gives templates. A pattern that cannot be read matches everything. */
export function filesObject(files: readonly ChartFile[]): GoObject {
  const byPath = new Map([...files].sort((a, b) => (a.path < b.path ? -1 : 1)).map(file => [file.path, file]));
  const contentOf = (path: string) => {
    const file = byPath.get(path);
    return file === undefined ? TracedText.of('') : contentTextOf(file);
  };
  const methods = [
    templateFunction('Get', ['text'], (_, path) => contentOf(path.text)),
    templateFunction('GetBytes', ['text'], (_, path) => new GoBytes(contentOf(path.text))),
    templateFunction('Lines', ['text'], (_, path) => new GoList(linesOf(contentOf(path.text)), '[]string')),
    templateFunction('Glob', ['text'], (_, pattern) => {
      const matches = globPattern(pattern.text);
      return filesObject(matches === undefined ? files : files.filter(({ path }) => matches(path)));
    }),
    templateFunction('AsConfig', [], () => asYaml(byPath.values(), contentTextOf)),
    templateFunction('AsSecrets', [], () => asYaml(byPath.values(), encodedTextOf)),
  ];
  return new GoObject({
    type: 'engine.files',
    kind: 'map',
    fields: () => new Map([...byPath].map(([path, file]) => [path, makeValue(new GoBytes(contentTextOf(file)), originOf(file))])),
    methods: new Map(methods.map(method => [method.name, method])),
  });
}

function originOf({ uri, text }: ChartFile): Origin {
  return { kind: 'value', file: uri, span: { start: 0, end: text.length }, path: [], exactStart: 0 };
}

function contentTextOf(file: ChartFile): TracedText {
  return TracedText.copyOf(file.text, originOf(file));
}

function encodedTextOf(file: ChartFile): TracedText {
  const { exactStart: _, ...origin } = originOf(file);
  return TracedText.of(btoa(Array.from(bytesOfText(file.text), byte => String.fromCharCode(byte)).join('')), origin);
}

/** Helm writes the files by name, without folders. */
function asYaml(files: Iterable<ChartFile>, contentOf: (file: ChartFile) => TracedText): TracedText {
  const map = new GoMap();
  for (const file of files) map.set(baseNameOf(file.path), makeValue(contentOf(file), originOf(file)));
  return writeYaml(makeValue(map), 'usual');
}

/** The lines of a file without their breaks; what stands after the last break is no line if it is empty. */
function linesOf(content: TracedText): Value[] {
  const lines: Value[] = [];
  const { text } = content;
  const end = text.endsWith('\n') ? text.length - 1 : text.length;
  for (let start = 0; text !== '' && start <= end; ) {
    const lineBreak = text.indexOf('\n', start);
    const lineEnd = lineBreak === -1 ? end : Math.min(lineBreak, end);
    lines.push(makeValue(content.slice(start, lineEnd)));
    start = lineEnd + 1;
  }
  return lines;
}
