/** All fields of a kustomization that kustomize knows; it refuses others. */
export const KUSTOMIZATION_FIELDS: readonly string[] = [
  'apiVersion',
  'kind',
  'metadata',
  'resources',
  'components',
  'namespace',
  'namePrefix',
  'nameSuffix',
  'labels',
  'commonAnnotations',
  'patches',
  'images',
  'replicas',
  'replacements',
  'configMapGenerator',
  'secretGenerator',
  'generatorOptions',
  'sortOptions',
  'crds',
  'configurations',
  'generators',
  'transformers',
  'validators',
  'helmCharts',
  'helmGlobals',
  'openapi',
  'buildMetadata',
  'bases',
  'commonLabels',
  'patchesStrategicMerge',
  'patchesJson6902',
  'vars',
  'imageTags',
  'helmChartInflationGenerator',
];

const KNOWN = new Map(KUSTOMIZATION_FIELDS.map(field => [field.toLowerCase(), field]));

/** The field that is meant by a key, in whatever case it is written; `undefined` if kustomize knows none. */
export function kustomizationField(key: string): string | undefined {
  return KNOWN.get(key.toLowerCase());
}
