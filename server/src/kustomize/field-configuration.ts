import { type BuiltNode, findNode, itemsOf, textOf } from './built-node.js';
import type { FieldSpec } from './field-spec.js';
import { DEFAULT_FIELDS, type FieldTables } from './field-tables.js';
import { isTrue } from './generators.js';
import { NAME_REFERENCES, type NameReference } from './name-references.js';

/** Which fields names, labels and the rest stand in: those of Kubernetes, and those that `configurations` add. */
export interface FieldConfiguration {
  readonly tables: FieldTables;
  readonly references: readonly NameReference[];
}

export const DEFAULT_CONFIGURATION: FieldConfiguration = { tables: DEFAULT_FIELDS, references: NAME_REFERENCES };

/** Adds what a file of `configurations` says. */
export function withConfiguration(configuration: FieldConfiguration, file: BuiltNode): FieldConfiguration {
  const { tables } = configuration;
  const added = (key: keyof FieldTables) => [...tables[key], ...itemsOf(findNode(file, key)).map(fieldSpecOf)];
  return {
    tables: {
      commonLabels: added('commonLabels'),
      labels: added('labels'),
      templateLabels: added('templateLabels'),
      commonAnnotations: added('commonAnnotations'),
      namePrefix: added('namePrefix'),
      nameSuffix: added('nameSuffix'),
      namespace: added('namespace'),
      images: added('images'),
      replicas: added('replicas'),
      varReference: added('varReference'),
    },
    references: [...configuration.references, ...itemsOf(findNode(file, 'nameReference')).map(referenceOf)],
  };
}

/** What two configurations say together. */
export function mergeConfigurations(a: FieldConfiguration, b: FieldConfiguration): FieldConfiguration {
  if (a === b || b === DEFAULT_CONFIGURATION) return a;
  if (a === DEFAULT_CONFIGURATION) return b;
  const both = (key: keyof FieldTables) => [...new Set([...a.tables[key], ...b.tables[key]])];
  return {
    tables: {
      commonLabels: both('commonLabels'),
      labels: both('labels'),
      templateLabels: both('templateLabels'),
      commonAnnotations: both('commonAnnotations'),
      namePrefix: both('namePrefix'),
      nameSuffix: both('nameSuffix'),
      namespace: both('namespace'),
      images: both('images'),
      replicas: both('replicas'),
      varReference: both('varReference'),
    },
    references: [...new Set([...a.references, ...b.references])],
  };
}

export function fieldSpecOf(node: BuiltNode): FieldSpec {
  const given = (['group', 'version', 'kind'] as const).flatMap(key => {
    const text = textOf(findNode(node, key));
    return text === undefined ? [] : [[key, text] as const];
  });
  return { ...Object.fromEntries(given), path: textOf(findNode(node, 'path')) ?? '', create: isTrue(findNode(node, 'create')) };
}

function referenceOf(node: BuiltNode): NameReference {
  const { group, version, kind } = fieldSpecOf(node);
  return {
    ...(group && { group }),
    ...(version && { version }),
    ...(kind && { kind }),
    fields: itemsOf(findNode(node, 'fieldSpecs')).map(fieldSpecOf),
  };
}
