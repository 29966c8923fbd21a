import { isKustomizationFile } from '../../kustomize/kustomize-files.js';

/** A field of a kustomization that holds paths: which files it may lead to. */
export interface PathField {
  /** Folders that have a kustomization of this kind. */
  readonly folders: 'Kustomization' | 'Component' | undefined;
  /** Whether it may lead to a file with this text. */
  readonly takes: (uri: string, text: string) => boolean;
  /** Whether `key=` may stand before the path. */
  readonly hasKey: boolean;
}

/** The field that a path of keys (`-` for items) leads to; `undefined` if it holds no paths. */
export function pathFieldAt(path: readonly string[]): PathField | undefined {
  return FIELDS.get(path.join('/'));
}

const isYaml = (uri: string) => /\.(?:ya?ml|json)$/.test(uri) && !isKustomizationFile(uri);
const MANIFESTS: PathField = {
  folders: 'Kustomization',
  takes: (uri, text) => isYaml(uri) && /^["'\s{-]*apiVersion["']?:/m.test(text),
  hasKey: false,
};
const COMPONENTS: PathField = { folders: 'Component', takes: () => false, hasKey: false };
const YAML: PathField = { folders: undefined, takes: isYaml, hasKey: false };
const CONFIGURATIONS: PathField = { folders: 'Kustomization', takes: isYaml, hasKey: false };
const DATA: PathField = { folders: undefined, takes: uri => !isKustomizationFile(uri), hasKey: true };
const VARIABLES: PathField = { ...DATA, hasKey: false };

const FIELDS: ReadonlyMap<string, PathField> = new Map([
  ['resources/-', MANIFESTS],
  ['bases/-', { ...MANIFESTS, takes: () => false }],
  ['components/-', COMPONENTS],
  ['patches/-/path', YAML],
  ['patchesStrategicMerge/-', YAML],
  ['patchesJson6902/-/path', YAML],
  ['replacements/-/path', YAML],
  ['configurations/-', YAML],
  ['crds/-', YAML],
  ['openapi/path', YAML],
  ['transformers/-', CONFIGURATIONS],
  ['generators/-', CONFIGURATIONS],
  ['validators/-', CONFIGURATIONS],
  ['helmCharts/-/valuesFile', YAML],
  ...['configMapGenerator', 'secretGenerator'].flatMap(generator => [
    [`${generator}/-/files/-`, DATA] as const,
    [`${generator}/-/envs/-`, VARIABLES] as const,
    [`${generator}/-/env`, VARIABLES] as const,
  ]),
]);
