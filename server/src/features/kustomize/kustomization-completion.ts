import { FIELD_DOCUMENTATION } from '../../kustomize/field-documentation.js';
import { KUSTOMIZATION_FIELDS } from '../../kustomize/kustomization-fields.js';
import { isKustomizationFile, isKustomizes } from '../../kustomize/kustomize-files.js';
import type { SourceText } from '../../text/source-text.js';
import type { Span } from '../../text/span.js';
import { folderOf, isInside, relativePath } from '../../workspace/uri-path.js';
import { parseYamlDocument } from '../../yaml/parse-yaml-document.js';
import { listedPaths } from './kustomization-paths.js';
import { type PathField, pathFieldAt } from './path-field.js';
import { typedPlaceAt } from './typed-place.js';

/** What can be typed in a kustomization. */
export interface KustomizationCompletion {
  readonly label: string;
  readonly kind: 'field' | 'file' | 'folder';
  /** Markdown. */
  readonly documentation: string | undefined;
  readonly newText: string;
  /** What the new text replaces. */
  readonly span: Span;
}

/** The files that are known. */
export interface KnownFiles {
  uris(): readonly string[];
  textOf(uri: string): string | undefined;
}

/** The fields of a kustomization at its top, and the files and folders that its paths may lead to and do not yet. */
export function kustomizationCompletions(source: SourceText, offset: number, files: KnownFiles): KustomizationCompletion[] {
  const place = typedPlaceAt(source.text, offset);
  if (place === undefined) return [];
  if (place.isKey) return place.path.length === 0 ? fieldsAt(source, place.span) : [];
  const field = pathFieldAt(place.path);
  if (field === undefined) return [];
  const typed = source.text.slice(place.span.start, offset);
  const start = place.span.start + (field.hasKey ? typed.indexOf('=') + 1 : 0);
  const span = { start, end: place.span.end };
  const folder = folderOf(source.uri);
  const root = parseYamlDocument(source).root;
  const listed = new Set(
    listedPaths(root, folder)
      .filter(({ node }) => offset < node.span.start || offset > node.span.end)
      .map(({ target }) => target),
  );
  return [...foldersFor(field, folder, files), ...filesFor(field, folder, files)]
    .filter(({ uri }) => !listed.has(uri))
    .map(({ uri, kind }) => ({ label: relativePath(uri, folder), kind, documentation: undefined, uri }))
    .sort((a, b) => distance(a.label) - distance(b.label) || (a.label < b.label ? -1 : 1))
    .map(({ label, kind, documentation }) => ({ label, kind, documentation, newText: label, span }));
}

function fieldsAt(source: SourceText, span: Span): KustomizationCompletion[] {
  const root = parseYamlDocument(source).root;
  const written = source.text.slice(span.start, span.end);
  const colon = source.text[span.end] === ':' ? '' : ':';
  return KUSTOMIZATION_FIELDS.filter(name => name === written || root?.get(name) === undefined).flatMap(name => {
    const documentation = FIELD_DOCUMENTATION[name];
    if (documentation?.startsWith('*Deprecated') === true) return [];
    return [{ label: name, kind: 'field' as const, documentation, newText: name + colon, span }];
  });
}

interface Candidate {
  readonly uri: string;
  readonly kind: 'file' | 'folder';
}

function foldersFor({ folders }: PathField, own: string, files: KnownFiles): Candidate[] {
  if (folders === undefined) return [];
  return kustomizationFolders(files).flatMap(([uri, text]) => {
    const kind = /^kind:[ \t]*["']?Component\b/m.test(text) ? 'Component' : 'Kustomization';
    return kind === folders && uri !== own ? [{ uri, kind: 'folder' as const }] : [];
  });
}

/** Files below the folder, but for those of a kustomization of their own: kustomize reads no others. */
function filesFor({ takes }: PathField, own: string, files: KnownFiles): Candidate[] {
  const others = kustomizationFolders(files).flatMap(([folder]) => (isInside(folder, own) ? [folder] : []));
  return files.uris().flatMap(uri => {
    if (!isInside(uri, own) || others.some(folder => isInside(uri, folder)) || !takes(uri, files.textOf(uri) ?? '')) return [];
    return [{ uri, kind: 'file' as const }];
  });
}

function kustomizationFolders(files: KnownFiles): readonly (readonly [folder: string, text: string])[] {
  return files.uris().flatMap(uri => {
    const text = isKustomizationFile(uri) ? files.textOf(uri) : undefined;
    return text !== undefined && isKustomizes(text) ? [[folderOf(uri), text] as const] : [];
  });
}

/** The nearest first: steps up count more than steps down. */
function distance(path: string): number {
  return path.split('/').reduce((sum, segment) => sum + (segment === '..' ? 2 : 1), 0);
}
