import { type Gap, type Origin, type Run, SourceMap } from '../../server/src/text/source-map.js';
import { SourceText } from '../../server/src/text/source-text.js';
import { type MadeDocument, type MadeGroup, madeUri, type UnitMaker, type Variant } from '../../server/src/workspace/made-unit.js';
import { fileNameOf, folderOf } from '../../server/src/workspace/uri-path.js';
import { parseYamlDocument } from '../../server/src/yaml/parse-yaml-document.js';
import type { YamlNode } from '../../server/src/yaml/yaml-node.js';

/**
 * Makes documents as a chart does, in little, so that the engine can be tested alone: `templates/*.yaml` beside `values.yaml` and
 * `values-*.yaml`. `{{ a.b }}` is a scalar, `{{ tree a.b 8 }}` a map in block style with lines in that column, `{{ block a.b 8 }}` the same
 * below its key, or nothing where it is empty, `{{ random }}` a placeholder.
 */
export class ToyMaker implements UnitMaker {
  readonly #files = new Map<string, string>();
  readonly #changed = new Set<string>();
  /** By folder and content of its files, so that what comes back is the same. */
  readonly #made = new Map<string, MadeGroup>();

  set(uri: string, source: SourceText | undefined): void {
    if (source === undefined) this.#files.delete(uri);
    else this.#files.set(uri, source.text);
    this.#changed.add(folderOf(uri).replace(/\/templates$/, ''));
  }

  invalidate(): void {
    for (const uri of this.#files.keys()) this.#changed.add(folderOf(uri).replace(/\/templates$/, ''));
  }

  take(): readonly MadeGroup[] {
    const groups = [...this.#changed].map(folder => this.#groupOf(folder));
    this.#changed.clear();
    return groups;
  }

  #groupOf(folder: string): MadeGroup {
    const files = [...this.#files].filter(([uri]) => folderOf(uri) === folder || folderOf(uri) === `${folder}/templates`);
    const key = JSON.stringify([folder, files]);
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const templates = files.filter(([uri]) => folderOf(uri) === `${folder}/templates`);
    const values = files.filter(([uri]) => folderOf(uri) === folder && /^values/.test(fileNameOf(uri)));
    const base = values.find(([uri]) => fileNameOf(uri) === 'values.yaml');
    const overlays = values.filter(file => file !== base);
    const isChart = templates.length > 0 && base !== undefined;
    const sets = isChart ? (overlays.length === 0 ? [[base]] : overlays.map(overlay => [base, overlay])) : [];
    const group: MadeGroup = {
      id: folder,
      variants: sets.map(set => variantOf(templates, set)),
      covered: new Set(isChart ? [...templates, ...values].map(([uri]) => uri) : []),
      readOnly: new Set(),
      problems: new Map(),
    };
    this.#made.set(key, group);
    return group;
  }
}

type File = readonly [uri: string, text: string];

function variantOf(templates: readonly File[], values: readonly File[]): Variant {
  const name = fileNameOf(values.at(-1)?.[0] ?? '');
  const roots = values.flatMap(([uri, text]) => parseYamlDocument(new SourceText(uri, text)).root ?? []);
  const made = templates.map(template => new Rendering(template, roots).document(name));
  const maps = new Map(made.map(({ document, map }) => [document, map]));
  return {
    name,
    environment: name.replace(/^values-?|\.yaml$/g, ''),
    layers: new Map([...templates.map(([uri]) => [uri, 0] as const), ...values.map(([uri], index) => [uri, index + 1] as const)]),
    documents: made.map(({ document }) => document),
    mapOf: document => maps.get(document) ?? new SourceMap([]),
  };
}

class Rendering {
  readonly #template: File;
  /** The lowest first. */
  readonly #values: readonly YamlNode[];
  readonly #runs: Run[] = [];
  readonly #gaps: Gap[] = [];
  #text = '';

  constructor(template: File, values: readonly YamlNode[]) {
    this.#template = template;
    this.#values = values;
  }

  document(variant: string): { readonly document: MadeDocument; readonly map: SourceMap } {
    const [uri, text] = this.#template;
    let offset = 0;
    for (const match of text.matchAll(/\{\{(?:\/\*.*\*\/)? *([\w.]*)(?: ([\w.]+) (\d+))? *\}\}/g)) {
      this.#copy(offset, match.index);
      offset = match.index + match[0].length;
      this.#act(match[1] ?? '', match[2] ?? '', Number(match[3]), { start: match.index, end: offset });
    }
    this.#copy(offset, text.length);
    return { document: { uri: madeUri(uri, variant), text: this.#text }, map: new SourceMap(this.#runs, this.#gaps) };
  }

  #act(name: string, path: string, column: number, site: { start: number; end: number }): void {
    const place = { uri: this.#template[0], span: site };
    const related = [{ place, message: 'The template writes it here.' }];
    if (name === '') return;
    if (name === 'random') this.#write('Zm9v', { place, isExact: false, isPlaceholder: true, related: [] });
    else if (name === 'block') this.#writeBlock(path, column, related);
    else if (name === 'tree') this.#writeTree(this.#nodes(path), column, related);
    else this.#writeScalar(this.#nodes(name).at(-1), related);
  }

  #nodes(path: string): YamlNode[] {
    return this.#values.flatMap(root => root.find(...path.split('.')) ?? []);
  }

  #writeBlock(path: string, column: number, related: Origin['related']): void {
    const nodes = this.#nodes(path);
    const key = path.split('.').at(-1) ?? '';
    const empty = nodes.every(node => node.entries().length === 0) ? nodes.at(-1) : undefined;
    if (empty !== undefined) {
      const origin = { place: { uri: empty.source.uri, span: empty.span }, isExact: false, related };
      this.#gaps.push({ offset: this.#text.length, keys: [key], origin });
      return;
    }
    this.#text += `\n${' '.repeat(column)}${key}:`;
    this.#writeTree(nodes, column + 2, related);
  }

  #writeTree(nodes: readonly YamlNode[], column: number, related: Origin['related']): void {
    const keys = [...new Set(nodes.flatMap(node => node.entries().map(([key]) => key)))].sort();
    const [empty] = nodes;
    if (keys.length === 0 && empty !== undefined) {
      this.#write(' {}', { place: { uri: empty.source.uri, span: empty.span }, isExact: false, related });
    }
    for (const key of keys) {
      const children = nodes.flatMap(node => node.get(key) ?? []);
      const child = children.at(-1);
      if (child?.keySpan === undefined) continue;
      this.#text += `\n${' '.repeat(column)}`;
      this.#write(key, { place: { uri: child.source.uri, span: child.keySpan }, isExact: true, related });
      this.#text += ':';
      if (child.kind === 'map') this.#writeTree(children, column + 2, related);
      else {
        this.#text += ' ';
        this.#writeScalar(child, related);
      }
    }
  }

  #writeScalar(node: YamlNode | undefined, related: Origin['related']): void {
    if (node?.text === undefined) return;
    const isExact = node.source.text.slice(node.span.start, node.span.end) === node.text;
    this.#write(node.text, { place: { uri: node.source.uri, span: node.span }, isExact, related });
  }

  #copy(start: number, end: number): void {
    const [uri, text] = this.#template;
    this.#write(text.slice(start, end), { place: { uri, span: { start, end } }, isExact: true, related: [] });
  }

  #write(text: string, origin: Origin): void {
    const start = this.#text.length;
    this.#text += text;
    if (text !== '') this.#runs.push({ made: { start, end: this.#text.length }, origin });
  }
}
