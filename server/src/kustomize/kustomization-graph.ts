import { findNode, itemsOf, textOf } from './built-node.js';
import type { FileReader } from './file-reader.js';
import { kustomizationIn } from './kustomize-files.js';

/** What a folder with a kustomization is to others. */
interface KustomizationNode {
  readonly isComponent: boolean;
  /** The kustomizations that it is built on. */
  readonly bases: readonly string[];
  readonly components: readonly string[];
}

/** Overlays that are built on something in common, and what they are built on. */
export interface OverlayFamily {
  /** The folder that most of them share; of one alone, itself. */
  readonly id: string;
  /** The kustomizations that no other one uses. */
  readonly overlays: readonly string[];
}

/**
 * Sorts kustomizations into families: overlays that share a base are versions of one application. To share nothing but components makes
 * no family.
 *
 * @param folders all folders that have a kustomization
 */
export function overlayFamilies(folders: readonly string[], reader: FileReader): readonly OverlayFamily[] {
  const nodes = new Map(folders.flatMap(folder => nodeOf(folder, reader)).map(node => [node.folder, node]));
  const used = new Set([...nodes.values()].flatMap(({ bases, components }) => [...bases, ...components]));
  const tops = [...nodes.values()].filter(({ folder, isComponent }) => !isComponent && !used.has(folder)).map(({ folder }) => folder);
  const reached = new Map(tops.map(top => [top, reach(top, nodes)]));
  // Kustomizations that use each other have none on top: the first stands for them, so that somebody says so.
  for (const { folder, isComponent } of nodes.values()) {
    if (isComponent || [...reached.values()].some(folders => folders.has(folder))) continue;
    reached.set(folder, reach(folder, nodes));
  }
  return families(reached);
}

function nodeOf(folder: string, reader: FileReader): (KustomizationNode & { readonly folder: string })[] {
  const file = kustomizationIn(folder, reader.files);
  const [value] = (file && reader.documents(file.uri, file.text)) ?? [];
  if (file === undefined || value?.problem !== undefined) return [];
  const root = value?.node;
  const foldersAt = (field: string) =>
    itemsOf(findNode(root, field)).flatMap(item => {
      const path = textOf(item);
      const target = path === undefined ? undefined : reader.files.resolve(folder, path);
      return target !== undefined && target !== folder && kustomizationIn(target, reader.files) !== undefined ? [target] : [];
    });
  return [
    {
      folder,
      isComponent: textOf(findNode(root, 'kind')) === 'Component',
      bases: [...foldersAt('resources'), ...foldersAt('bases')],
      components: foldersAt('components'),
    },
  ];
}

/** A folder and the bases below it. */
function reach(top: string, nodes: ReadonlyMap<string, KustomizationNode>): ReadonlySet<string> {
  const found = new Set<string>();
  const pending = [top];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    if (found.has(folder)) continue;
    found.add(folder);
    pending.push(...(nodes.get(folder)?.bases ?? []));
  }
  return found;
}

function families(reached: ReadonlyMap<string, ReadonlySet<string>>): readonly OverlayFamily[] {
  const familyOf = new Map<string, Set<string>>();
  for (const [top, folders] of reached) {
    const joined = new Set([top]);
    for (const folder of folders) for (const other of familyOf.get(folder) ?? []) joined.add(other);
    for (const member of joined) for (const folder of reached.get(member) ?? []) familyOf.set(folder, joined);
  }
  return [...new Set(familyOf.values())].map(members => {
    const overlays = [...members].sort();
    const counts = new Map<string, number>();
    for (const folder of overlays.flatMap(overlay => [...(reached.get(overlay) ?? [])])) counts.set(folder, (counts.get(folder) ?? 0) + 1);
    const most = Math.max(...counts.values());
    const shared = [...counts].filter(([, count]) => count === most).map(([folder]) => folder);
    return { id: overlays.length === 1 ? (overlays[0] ?? '') : (shared.sort()[0] ?? ''), overlays };
  });
}
