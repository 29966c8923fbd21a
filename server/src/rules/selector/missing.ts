import { formatLabels, isVolatileLabel, labelSetOf } from '../../kubernetes/selector.js';
import type { Workload } from '../../kubernetes/workload.js';
import { entryLine } from '../../yaml/scalar-text.js';
import { appendEntry, insertEntry } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, type Fix, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

const KINDS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet']);

/** Reports a workload of apps/v1 that does not say which Pods are its own. */
export const missing = defineRule({
  id: 'selector/missing',
  title: 'Workload without a selector',
  severity: 'error',
  rejected: 'api-server',
  release: 1,
  sop: ['S3.0/2', 'G3.1/2'],
  why: `Since \`apps/v1\` a controller has to say which Pods are its own. Older versions took the labels of the template; this one
rejects the object.`,
  remedy: `Add \`spec.selector.matchLabels\` with the labels of the template that name the application. Leave out what
changes with a release, such as a version: a selector cannot be changed later.`,
  fixSafety: `Any of the template's labels make a valid selector, but it cannot be changed on an object that exists: with several
labels somebody has to choose. A single one leaves no choice.`,
  on: 'workload',

  *check(workload, { workspace }) {
    const { resource } = workload;
    const spec = resource.node.get('spec');
    if (!KINDS.has(resource.kind) || resource.apiVersion !== 'apps/v1')
      return yield notApplicable(`${resource.apiVersion} ${resource.kind} needs no selector, or has one made for it.`);
    const selector = spec?.get('selector');
    if (hasConditions(selector)) return yield satisfied();
    if (workspace.kustomize?.addsLabels === true) return yield unknown('A kustomization adds labels, and with them a selector.');
    if (workspace.isBase) return yield unknown('It stands in a kustomize base: an overlay may add the selector.');
    if (mayBePatch(workload))
      return yield unknown('A container has no image, or the template no labels: this may be a patch of another object.');
    const place = selector?.keySpan ?? spec?.keySpan;
    if (spec === undefined || place === undefined) return;
    yield violated({
      span: place,
      message:
        selector === undefined || selector.entries().length === 0
          ? `${resource.kind} "${resource.name}" has no selector: the API server rejects it.`
          : `The selector of ${resource.kind} "${resource.name}" has neither matchLabels nor matchExpressions: the API server rejects it.`,
      fixes: [selectorFix(workload, spec, selector)],
    });
  },
});

function hasConditions(selector: YamlNode | undefined): boolean {
  const conditions = [...(selector?.get('matchLabels')?.entries() ?? []), ...(selector?.get('matchExpressions')?.items() ?? [])];
  return conditions.length > 0;
}

/** A strategic-merge patch repeats little more than names. */
function mayBePatch({ containers, podLabels }: Workload): boolean {
  return podLabels.size === 0 || containers.length === 0 || containers.some(({ image }) => image?.text === undefined);
}

function selectorFix({ template }: Workload, spec: YamlNode, selector: YamlNode | undefined): Fix | undefined {
  const { labels } = labelSetOf(template.find('metadata', 'labels'));
  const stable = Object.entries(labels).filter(([key]) => !isVolatileLabel(key));
  if (stable.length === 0) return undefined;
  const matchLabels = ['matchLabels:', ...stable.map(([key, value]) => `  ${entryLine(key, value)}`)];
  const lines = ['selector:', ...matchLabels.map(line => `  ${line}`)];
  const edit =
    selector === undefined
      ? (insertEntry(spec, { before: 'template' }, lines) ?? appendEntry(spec, lines))
      : appendEntry(selector, matchLabels);
  const safety = stable.length === 1 && Object.keys(labels).length === 1 ? 'safe' : 'unsafe';
  const isVacant = selector === undefined || selector.entries().length === 0;
  return isVacant ? fix(`Add the selector "${formatLabels(Object.fromEntries(stable))}"`, safety, edit) : undefined;
}
