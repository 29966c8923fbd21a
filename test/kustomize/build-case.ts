import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KustomizeFiles } from '../../server/src/kustomize/kustomize-files.js';
import { type KustomizeBuild, Kustomizer } from '../../server/src/kustomize/kustomizer.js';
import { SourceText } from '../../server/src/text/source-text.js';
import { resolvePath } from '../../server/src/workspace/uri-path.js';
import { parseYamlDocument } from '../../server/src/yaml/parse-yaml-document.js';
import type { YamlNode } from '../../server/src/yaml/yaml-node.js';
import { cutYamlStream } from '../../server/src/yaml/yaml-stream.js';

const CASES = join(import.meta.dirname, '../../../test/kustomize/cases');
const ROOT = 'file:///repo';

/** Files of one build, by path, and what kustomize makes of the folder `overlay`. */
export interface BuildCase {
  readonly name: string;
  readonly files: ReadonlyMap<string, string>;
  readonly expected: string | undefined;
}

/** The cases: sections under `# === path`, the result under `# === expected`. */
export function readCases(): readonly BuildCase[] {
  return readdirSync(CASES)
    .filter(name => name.endsWith('.yaml'))
    .map(name => {
      const [, ...sections] = readFileSync(join(CASES, name), 'utf8').split(/^# === /m);
      const all = new Map(sections.map(section => [section.slice(0, section.indexOf('\n')), section.slice(section.indexOf('\n') + 1)]));
      const expected = all.get('expected');
      all.delete('expected');
      return { name: name.slice(0, -'.yaml'.length), files: all, expected };
    });
}

export function writeExpected({ name, files }: BuildCase, expected: string): void {
  const sections = [...files, ['expected', expected] as const].map(([path, text]) => `# === ${path}\n${text}`);
  writeFileSync(join(CASES, `${name}.yaml`), sections.join(''));
}

/** Builds a folder of files given by path. */
export function buildFolder(files: ReadonlyMap<string, string>, folder = 'overlay'): KustomizeBuild | undefined {
  return new Kustomizer(filesOf(files)).build(`${ROOT}/${folder}`);
}

export function filesOf(files: ReadonlyMap<string, string>): KustomizeFiles {
  return { read: uri => files.get(uri.slice(ROOT.length + 1)), resolve: resolvePath };
}

/** The documents of a stream as sorted JSON, in an order that does not depend on theirs. */
export function normalised(text: string): readonly string[] {
  return cutYamlStream(text)
    .map(({ start, end }) => parseYamlDocument(new SourceText('file:///made.yaml', text.slice(start, end))))
    .flatMap(({ root, errors }) =>
      errors.length > 0 ? errors.map(({ message }) => message) : root === undefined ? [] : [JSON.stringify(plainValue(root), null, 1)],
    )
    .sort();
}

function plainValue(node: YamlNode): unknown {
  if (node.kind === 'sequence') return node.items().map(plainValue);
  if (node.kind === 'scalar') return node.value;
  const sorted = [...node.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  // A list of pairs: as keys of an object, numbers would be sorted first.
  return sorted.map(([key, value]) => [key, plainValue(value)]);
}
