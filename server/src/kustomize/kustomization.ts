import type { YamlNode } from '../yaml/yaml-node.js';

/** What a kustomization.yaml says, as plain data; paths as written, relative to its folder. */
export interface Kustomization {
  readonly kind: 'Kustomization' | 'Component';
  /** Files and folders it is built from, `bases` and `crds` among them. */
  readonly resources: readonly string[];
  readonly components: readonly string[];
  /** Files with patches. */
  readonly patches: readonly string[];
  /** Whether it changes its resources by more than its own fields say: patches in files or inline, components, replacements, transformers. */
  readonly isPatching: boolean;
  readonly namespace: string | undefined;
  /** Names of images whose name, tag or digest it replaces. */
  readonly images: readonly string[];
  /** Names of workloads whose replicas it sets. */
  readonly replicas: readonly string[];
  readonly addsLabels: boolean;
  readonly renames: boolean;
  readonly generators: readonly {
    readonly kind: 'ConfigMap' | 'Secret';
    readonly name: string;
    readonly keys: readonly string[] | undefined;
  }[];
}

export function kustomizationOf(root: YamlNode): Kustomization {
  return {
    kind: root.get('kind')?.text === 'Component' ? 'Component' : 'Kustomization',
    resources: [...texts(root.get('resources')), ...texts(root.get('bases')), ...texts(root.get('crds'))],
    components: texts(root.get('components')),
    patches: [
      ...texts(root.get('patchesStrategicMerge')),
      ...[...items(root, 'patches'), ...items(root, 'patchesJson6902')].flatMap(patch => patch.get('path')?.text ?? []),
    ].filter(path => !path.includes('\n')),
    isPatching: PATCHING.some(key => (root.get(key)?.items().length ?? 0) > 0),
    namespace: root.get('namespace')?.text,
    images: items(root, 'images').flatMap(image => image.get('name')?.text ?? []),
    replicas: items(root, 'replicas').flatMap(entry => entry.get('name')?.text ?? []),
    addsLabels: root.get('commonLabels') !== undefined || root.get('labels') !== undefined,
    renames: root.get('namePrefix') !== undefined || root.get('nameSuffix') !== undefined,
    generators: [
      ...items(root, 'configMapGenerator').map(node => generatorOf(node, 'ConfigMap')),
      ...items(root, 'secretGenerator').map(node => generatorOf(node, 'Secret')),
    ].filter(({ name }) => name !== ''),
  };
}

const PATCHING = ['patches', 'patchesStrategicMerge', 'patchesJson6902', 'components', 'replacements', 'transformers'];

function generatorOf(node: YamlNode, kind: 'ConfigMap' | 'Secret'): Kustomization['generators'][number] {
  const keys = [
    ...texts(node.get('literals')).map(literal => literal.split('=', 1)[0] ?? ''),
    ...texts(node.get('files')).map(file => (file.includes('=') ? file.split('=', 1)[0] : file.split('/').at(-1)) ?? ''),
  ];
  const isOpen = node.get('envs') !== undefined || node.get('env') !== undefined || node.get('behavior') !== undefined;
  return { kind, name: node.get('name')?.text ?? '', keys: isOpen ? undefined : keys };
}

function items(root: YamlNode, key: string): readonly YamlNode[] {
  return root.get(key)?.items() ?? [];
}

function texts(node: YamlNode | undefined): string[] {
  return (node?.items() ?? []).flatMap(item => item.text ?? []);
}
