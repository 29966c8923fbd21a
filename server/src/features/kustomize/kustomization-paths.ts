import { FIELD_DOCUMENTATION } from '../../kustomize/field-documentation.js';
import { kustomizationField } from '../../kustomize/kustomization-fields.js';
import { kustomizationFilesOf } from '../../kustomize/kustomize-files.js';
import type { SourceText } from '../../text/source-text.js';
import type { Location, Span } from '../../text/span.js';
import { folderOf, resolvePath } from '../../workspace/uri-path.js';
import { parseYamlDocument } from '../../yaml/parse-yaml-document.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { pathFieldAt } from './path-field.js';

/** A path in a kustomization, and the file or folder that it would lead to. */
export interface ListedPath {
  readonly node: YamlNode;
  readonly target: string;
}

/** All local paths that a kustomization names. */
export function listedPaths(root: YamlNode | undefined, folder: string): readonly ListedPath[] {
  return root === undefined ? [] : pathsBelow(root, [], folder);
}

/** The file that the path at an offset leads to, for a folder its kustomization; `undefined` where there is none. */
export function kustomizationDefinition(source: SourceText, offset: number, has: (uri: string) => boolean): Location | undefined {
  const folder = folderOf(source.uri);
  const listed = listedPaths(parseYamlDocument(source).root, folder).find(
    ({ node: { span } }) => offset >= span.start && offset <= span.end,
  );
  if (listed === undefined) return undefined;
  const uri = [listed.target, ...kustomizationFilesOf(listed.target)].find(has);
  return uri === undefined ? undefined : { uri, span: { start: 0, end: 0 } };
}

/** What the field at the top of a kustomization is for whose key stands at an offset, in Markdown. */
export function kustomizationHover(source: SourceText, offset: number): { readonly markdown: string; readonly span: Span } | undefined {
  for (const [key, { keySpan: span }] of parseYamlDocument(source).root?.entries() ?? []) {
    const field = kustomizationField(key);
    const markdown = field === undefined ? undefined : FIELD_DOCUMENTATION[field];
    if (span !== undefined && markdown !== undefined && offset >= span.start && offset <= span.end) return { markdown, span };
  }
  return undefined;
}

function pathsBelow(node: YamlNode, path: readonly string[], folder: string): readonly ListedPath[] {
  if (node.kind === 'sequence') return node.items().flatMap(item => pathsBelow(item, [...path, '-'], folder));
  if (node.kind === 'map') return node.entries().flatMap(([key, value]) => pathsBelow(value, [...path, key], folder));
  const field = pathFieldAt(path);
  const text = field?.hasKey === true ? node.text?.replace(/^[^=]*=/, '') : node.text;
  const target = field === undefined || text === undefined || text === '' || text.includes('\n') ? undefined : resolvePath(folder, text);
  return target === undefined ? [] : [{ node, target }];
}
