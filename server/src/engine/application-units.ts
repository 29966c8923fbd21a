import type { AnalysedDocument } from './analysed-document.js';
import type { AnalysedGroup } from './made-groups.js';

/** An application unit: what is judged together, and why. */
export interface ApplicationUnit {
  readonly kind: 'chart' | 'kustomization' | 'tree';
  /** The file that the unit is made from, or the folder of a tree of plain manifests. */
  readonly uri: string;
  /** Of a variant, what tells it from its siblings. */
  readonly variant: string | undefined;
  /** The other variants of the same application. */
  readonly siblings: readonly string[];
  readonly files: readonly UnitFile[];
  /** The objects in it: `Deployment "web"`. */
  readonly objects: readonly string[];
  /** Other variants of the same application that are known of and not made, and why. */
  readonly leftOut: readonly string[];
  /** Why there may be more than is known. */
  readonly openBecause: string | undefined;
}

interface UnitFile {
  readonly uri: string;
  /** Whether it is judged in what is made from it, and not alone. */
  readonly isCovered: boolean;
}

/** The units that documents and made groups belong to: charts and kustomizations first, by name. */
export function applicationUnits(documents: readonly AnalysedDocument[], groups: readonly AnalysedGroup[]): readonly ApplicationUnit[] {
  return [...groups.flatMap(variantUnits), ...treeUnits(documents)];
}

function variantUnits({ group, documents }: AnalysedGroup): ApplicationUnit[] {
  return group.variants.map((variant, index) => {
    const own = [...documents.values()].filter(made => made.variant === variant).map(({ document }) => document);
    const [first = group.id] = variant.documents.map(({ uri }) => uri.split('#', 1)[0] ?? uri);
    const files = [...variant.layers].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1));
    const isKustomization = /\/kustomization\.ya?ml$|\/Kustomization$/.test(first);
    return {
      kind: isKustomization ? 'kustomization' : 'chart',
      uri: isKustomization ? first : group.id,
      variant: variant.name,
      siblings: group.variants.filter(other => other !== variant).map(({ name }) => name),
      files: files.map(([uri]) => ({ uri, isCovered: group.covered.has(uri) })),
      objects: own.flatMap(objectsOf),
      // Said once for all variants.
      leftOut: index === 0 ? [...new Set((group.leftOut ?? []).map(({ because }) => because))] : [],
      openBecause: variant.openBecause,
    };
  });
}

function treeUnits(documents: readonly AnalysedDocument[]): ApplicationUnit[] {
  const byFolder = new Map<string, AnalysedDocument[]>();
  for (const document of documents) {
    const { kind, unit, making } = document.place;
    const isMember =
      kind === 'manifests' && making?.isCovered !== true && document.notAnalysed === undefined && objectsOf(document).length > 0;
    if (isMember) byFolder.set(unit, [...(byFolder.get(unit) ?? []), document]);
  }
  return [...byFolder]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([uri, members]) => ({
      kind: 'tree',
      uri,
      variant: undefined,
      siblings: [],
      files: members.map(({ source }) => ({ uri: source.uri, isCovered: false })),
      objects: members.flatMap(objectsOf),
      leftOut: [],
      openBecause: undefined,
    }));
}

function objectsOf({ pieces }: AnalysedDocument): readonly string[] {
  return pieces.flatMap(({ piece }) => piece.analysis.resources.map(({ kind, name }) => `${kind} "${name}"`));
}
