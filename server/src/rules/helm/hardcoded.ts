import type { ChartNames } from '../../helm/chart-names.js';
import { ITEM, type TemplateEntry, templateYamlOf } from '../../helm/template-entries.js';
import { PRINTED } from '../../helm/template-lines.js';
import { fileNameOf } from '../../workspace/uri-path.js';
import { appendEntry } from '../../yaml/yaml-edit.js';
import { defineRule, type Fix, notApplicable, type Outcome, satisfied, violated } from '../define-rule.js';

/** Reports an image, a number of replicas or a host that a template writes out. */
export const hardcoded = defineRule({
  id: 'helm/hardcoded',
  title: 'Template writes out what differs between environments',
  severity: 'information',
  release: 2,
  sop: ['G9.2/1'],
  why: `Who installs the chart cannot change it: another registry, another number of Pods or another host takes a copy of the chart.`,
  remedy: 'Make it a value, with what is written now as its default.',
  fixSafety: 'The name of the new value is made from what it is for; another one may suit the chart better.',
  on: 'template',

  *check({ source, file }, { workspace }) {
    const chart = workspace.chartOutline();
    if (chart === undefined) return yield notApplicable('It belongs to no chart that can be read.');
    if (source.uri.includes('/templates/tests/')) return yield notApplicable('It is a test of the chart.');
    const { entries } = templateYamlOf(file);
    const settings = entries.flatMap(entry => settingOf(entry, source.uri, entries) ?? []);
    if (settings.length === 0) return yield notApplicable('It sets no image, replicas or host.');
    for (const setting of settings) yield judge(setting, chart);
  },
});

/** Something that differs between environments. */
interface Setting {
  readonly entry: TemplateEntry;
  readonly what: string;
  /** The name of a value for it. */
  readonly key: string;
  /** Whether the other side of a condition prints it. */
  readonly isPrintedElsewhere: boolean;
}

function settingOf(entry: TemplateEntry, uri: string, entries: readonly TemplateEntry[]): Setting | undefined {
  const { path, text, branches } = entry;
  if (text === '' || text === '""' || text === "''") return undefined;
  const named = nameOf(entry, uri, entries);
  if (named === undefined) return undefined;
  const isPrintedElsewhere = entries.some(
    other => other.path.join() === path.join() && other.text.includes(PRINTED) && other.branches.some(branch => branches.includes(branch)),
  );
  return { entry, ...named, isPrintedElsewhere };
}

function nameOf(
  { path, text, document }: TemplateEntry,
  uri: string,
  entries: readonly TemplateEntry[],
): Pick<Setting, 'what' | 'key'> | undefined {
  const [list, item, key] = path.slice(-3);
  if (key === 'image' && item === ITEM && /containers$/i.test(list ?? ''))
    return { what: 'The image', key: camelCase(`${nameOfImage(literal(text))}-image`) };
  if (path.join('.') === 'spec.replicas')
    return { what: 'The number of replicas', key: camelCase(`${fileNameOf(uri).replace(/\.ya?ml$/, '')}-replicas`) };
  if (path.join('.') !== `spec.rules.${ITEM}.host`) return undefined;
  const kind = entries.find(other => other.path.join('.') === 'kind' && other.document === document)?.text;
  return kind === 'Ingress' ? { what: 'The host', key: 'ingressHost' } : undefined;
}

function judge(setting: Setting, chart: ChartNames): Outcome {
  const { entry, what, isPrintedElsewhere } = setting;
  if (entry.text.includes(PRINTED)) return satisfied('An action prints it.');
  if (isPrintedElsewhere) return satisfied('The other side of a condition prints it.');
  if (/^[01]$/.test(entry.text)) return notApplicable('One Pod, or none, may be what the program can do with.');
  return violated({
    span: entry.value,
    message: `${what} is ${literal(entry.text)} whatever the values say.`,
    fixes: [asValue(setting, chart)],
  });
}

/** The same in `values.yaml`, and its use. */
function asValue({ entry, what, key }: Setting, { sources: { chart } }: ChartNames): Fix | undefined {
  const { values } = chart;
  if (values === undefined || values.root.get(key) !== undefined || entry.definition !== undefined) return undefined;
  const root = entry.branches.some(({ kind }) => kind !== 'if') ? '$.' : '.';
  const isNumber = /^\d+$/.test(entry.text);
  const written = isNumber ? entry.text : `"${literal(entry.text)}"`;
  const newText = isNumber ? `{{ ${root}Values.${key} }}` : `{{ ${root}Values.${key} | quote }}`;
  const comment = `# ${what} that ${isNumber ? 'the workload has' : 'is used'}.`;
  return {
    title: `Make it the value "${key}"`,
    safety: 'unsafe',
    edits: [{ span: entry.value, newText }],
    elsewhere: [
      { place: { uri: values.uri, object: undefined, path: [] }, edit: node => appendEntry(node, [comment, `${key}: ${written}`]) },
    ],
  };
}

function literal(text: string): string {
  return text.replace(/^(["'])(.*)\1$/, '$2');
}

/** `quay.io/team/web-server:1.0@sha256:…` is `web-server`. */
function nameOfImage(image: string): string {
  return (
    image
      .replace(/@.*$/, '')
      .replace(/:[^/:]*$/, '')
      .split('/')
      .at(-1) ?? image
  );
}

function camelCase(text: string): string {
  return text.replace(/[^A-Za-z0-9]+([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase()).replace(/[^A-Za-z0-9]/g, '');
}
