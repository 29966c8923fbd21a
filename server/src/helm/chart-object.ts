import { derivedOrigin, missingOrigin } from '../gotemplate/origin.js';
import { TracedText } from '../gotemplate/traced-text.js';
import { GoList, GoMap, makeValue, type Value } from '../gotemplate/value.js';
import type { InstalledChart } from './installed-chart.js';
import { textOf } from './metadata-text.js';

/** What `.Chart` gives the templates of a chart: the fields of its `Chart.yaml` under the names that Go gives them, all of them there. */
export function chartObject(installed: InstalledChart, isRoot: boolean): GoMap {
  const { metadata } = installed.chart;
  const source = makeValue(metadata.root, metadata.origin);
  const map = new GoMap();
  for (const [field, key] of TEXT_FIELDS) map.set(field, textField(source, key));
  if (installed.name !== installed.chart.name) map.set('Name', makeValue(TracedText.of(installed.name)));
  for (const [field, key] of LIST_FIELDS) map.set(field, listField(source, key, textItem));
  map.set('Maintainers', listField(source, 'maintainers', maintainer));
  map.set('Annotations', annotations(metadata.root.get('annotations')));
  map.set('Deprecated', makeValue(metadata.root.get('deprecated')?.data === true, metadata.root.get('deprecated')?.origin));
  map.set('Dependencies', makeValue(new GoList(installed.dependencies.map(dependency => makeValue(dependencyObject(dependency))))));
  map.set('IsRoot', makeValue(isRoot));
  return map;
}

const TEXT_FIELDS = [
  ['APIVersion', 'apiVersion'],
  ['AppVersion', 'appVersion'],
  ['Condition', 'condition'],
  ['Description', 'description'],
  ['Home', 'home'],
  ['Icon', 'icon'],
  ['KubeVersion', 'kubeVersion'],
  ['Name', 'name'],
  ['Tags', 'tags'],
  ['Type', 'type'],
  ['Version', 'version'],
] as const;

const LIST_FIELDS = [
  ['Keywords', 'keywords'],
  ['Sources', 'sources'],
] as const;

function textField(map: Value, key: string): Value {
  const value = map.data instanceof GoMap ? map.data.get(key) : undefined;
  return value === undefined ? makeValue(TracedText.of(''), missingOrigin(map.origin, key)) : textItem(value);
}

/** Helm writes every white space in a field as a space. */
function textItem(value: Value): Value {
  const { data, origin } = value;
  if (data instanceof TracedText) return makeValue(/[^\S ]/.test(data.text) ? data.rewritten(data.text.replace(/\s/g, ' ')) : data, origin);
  const text = textOf(value);
  // `1.10` is read as a number, and becomes `1.1`.
  return makeValue(text === '' ? TracedText.of(text, derivedOrigin(origin)) : TracedText.copyOf(text, origin), origin);
}

function listField(map: Value, key: string, itemOf: (item: Value) => Value): Value {
  const value = map.data instanceof GoMap ? map.data.get(key) : undefined;
  return makeValue(new GoList(value?.data instanceof GoList ? value.data.items.map(itemOf) : []), value?.origin);
}

function maintainer(value: Value): Value {
  const fields = [
    ['Email', 'email'],
    ['Name', 'name'],
    ['URL', 'url'],
  ] as const;
  return makeValue(new GoMap({ entries: new Map(fields.map(([field, key]) => [field, textField(value, key)])) }), value.origin);
}

function annotations(value: Value | undefined): Value {
  if (!(value?.data instanceof GoMap)) return makeValue(new GoMap({ type: 'map[string]string', isNil: true }));
  const map = new GoMap({ type: 'map[string]string' });
  for (const [key, entry] of value.data.entries) map.set(key, textItem(entry), value.data.keyOrigin(key));
  return makeValue(map, value.origin);
}

function dependencyObject({
  name,
  alias = '',
  version,
  repository,
  conditions,
  tags,
  imports,
}: InstalledChart['dependencies'][number]): GoMap {
  const texts = {
    Name: alias === '' ? name : alias,
    Alias: alias,
    Version: version,
    Repository: repository,
    Condition: conditions.join(','),
  };
  const map = new GoMap();
  for (const [field, text] of Object.entries(texts)) map.set(field, makeValue(TracedText.of(text)));
  map.set('Enabled', makeValue(true));
  map.set('Tags', makeValue(new GoList(tags.map(tag => makeValue(TracedText.of(tag))))));
  map.set('ImportValues', makeValue(new GoList(imports.map(importObject))));
  return map;
}

function importObject({ child, parent }: InstalledChart['dependencies'][number]['imports'][number]): Value {
  const map = new GoMap().set('child', makeValue(TracedText.of(child.join('.'))));
  return makeValue(map.set('parent', makeValue(TracedText.of(parent.length === 0 ? '.' : parent.join('.')))));
}
