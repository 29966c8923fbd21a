import type { ChartNames } from '../../helm/chart-names.js';
import { type TemplateEntry, templateYamlOf } from '../../helm/template-entries.js';
import { PRINTED } from '../../helm/template-lines.js';
import { defineRule, type Fix, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

/** Objects that a release has for itself; what a program reads by its name, and what all of a cluster shares, are none. */
const KINDS: ReadonlySet<string> = new Set([
  ...['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'Service', 'Ingress', 'ServiceAccount'],
  ...['HorizontalPodAutoscaler', 'PodDisruptionBudget', 'PersistentVolumeClaim'],
]);

/** Reports an object with a fixed name in a chart whose other objects are named by the release. */
export const releaseName = defineRule({
  id: 'helm/release-name',
  title: 'Object with the same name in every release',
  severity: 'information',
  release: 3,
  sop: ['G9.1/2'],
  why: `Two releases of the chart in one namespace want the same object. The second one is not installed: Helm finds the object of the first,
and refuses to take it over.`,
  remedy: 'Name the object by the release: `{{ include "shop.fullname" . }}`.',
  fixSafety: 'Other objects, and people, may know the object by its name, and where it runs already it is deleted and made anew.',
  on: 'template',

  *check({ file }, { workspace }) {
    const chart = workspace.chart();
    if (chart === undefined) return yield notApplicable('It belongs to no chart that can be read.');
    const { entries } = templateYamlOf(file);
    const names = entries.filter(isName);
    if (names.length === 0) return yield notApplicable('It names no object.');
    for (const name of names) yield judge(name, entries, chart);
  },
});

function judge(name: TemplateEntry, entries: readonly TemplateEntry[], chart: ChartNames): Outcome {
  if (name.text.includes(PRINTED)) return satisfied();
  const kind = kindOf(name, entries);
  if (!KINDS.has(kind)) return notApplicable('Objects of this kind may be known by their names.');
  const text = name.text.replace(/^(["'])(.*)\1$/, '$2');
  if (/webhook/i.test(text)) return notApplicable('A webhook is known by its name.');
  if (!isNamedByRelease(chart)) return unknown('Few names of the chart depend on the release: it may be meant to be installed once.');
  return violated({
    span: name.value,
    message: `${kind} "${text}" has the same name in every release, unlike the other objects of the chart: a second release in the namespace fails.`,
    fixes: [namedByRelease(name, text, chart)],
  });
}

/** The kind of the object that has a name. */
function kindOf({ document }: TemplateEntry, entries: readonly TemplateEntry[]): string {
  return entries.find(entry => entry.document === document && entry.path.join('.') === 'kind')?.text ?? '';
}

function isName({ path, text, definition }: TemplateEntry): boolean {
  return path.length === 2 && path[0] === 'metadata' && path[1] === 'name' && text !== '' && definition === undefined;
}

const WORKLOADS: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);
const NAMED = new WeakMap<ChartNames, boolean>();

/** Whether most objects of the chart itself have names that templates print, and some of its workloads, where it has several. */
function isNamedByRelease(chart: ChartNames): boolean {
  const known = NAMED.get(chart);
  if (known !== undefined) return known;
  const own = chart.sources.templates.filter(({ roots }) => roots.some(root => root.kind === 'root' && root.chart.length === 0));
  const all = own.map(({ file }) => templateYamlOf(file).entries);
  const names = all.flatMap(entries => entries.filter(isName));
  const workloads = all.flatMap(entries => entries.filter(name => isName(name) && WORKLOADS.has(kindOf(name, entries))));
  const isFixed = workloads.length > 1 && !workloads.some(({ text }) => text.includes(PRINTED));
  const isMost = !isFixed && names.filter(({ text }) => text.includes(PRINTED)).length * 2 > names.length;
  NAMED.set(chart, isMost);
  return isMost;
}

/** The name that the chart's own template makes, with what the object was called behind it. */
function namedByRelease({ value, branches }: TemplateEntry, text: string, { sources: { chart, templates } }: ChartNames): Fix | undefined {
  const defined = templates.flatMap(({ file }) => file.definitions.map(({ name }) => name.value));
  const fullname = defined.find(name => name === `${chart.name}.fullname`) ?? defined.find(name => name.endsWith('.fullname'));
  if (fullname === undefined) return undefined;
  const dot = branches.some(({ kind }) => kind !== 'if') ? '$' : '.';
  const newText = `{{ include "${fullname}" ${dot} }}${text === chart.name ? '' : `-${text.replace(`${chart.name}-`, '')}`}`;
  return fix(`Name it ${newText}`, 'unsafe', { span: value, newText });
}
