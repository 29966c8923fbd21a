import { isUnresolved } from '../../kubernetes/unresolved-text.js';
import type { Workload } from '../../kubernetes/workload.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { pointAtKey } from '../../yaml/point-at.js';
import { appendEntry, removeEntry, setIn } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, type Fix, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

const PREFIX = 'prometheus.io/';

export const annotationPlacement = defineRule({
  id: 'observability/annotation-placement',
  title: 'Scrape annotations on the workload instead of its Pods',
  severity: 'warning',
  release: 1,
  sop: ['S7.0/4', 'G8.2/2'],
  why: `Prometheus discovers Pods and reads the annotations of Pods. What stands on the Deployment itself is on no Pod, so that nothing is
scraped, and nothing says so.`,
  remedy: `Move the \`${PREFIX}*\` annotations to \`spec.template.metadata.annotations\`. On a Service they are right where the scrape configuration
discovers Services.`,
  fixSafety: `The Pods are scraped from then on: their metrics are stored, and cost what they cost.`,
  on: 'workload',

  *check(workload, { workspace }) {
    const { resource, template, templatePath } = workload;
    const entries = scrapeEntriesOf(resource.node);
    const [first, ...others] = entries;
    if (templatePath.length === 0) yield notApplicable('It is a Pod itself.');
    else if (first === undefined) yield notApplicable('It has no scrape annotations of its own.');
    else if (scrapeEntriesOf(template).length > 0) yield satisfied('Its Pods have scrape annotations.');
    else if (entries.some(([key, node]) => key === `${PREFIX}scrape` && node.text === 'false'))
      yield notApplicable('Nothing is to be scraped.');
    else {
      const later = laterAdditions(workspace);
      const keys = entries.map(([key]) => `"${key}"`).join(', ');
      yield later !== undefined
        ? unknown(later)
        : violated({
            span: pointAtKey(first[1]),
            message: `${keys}: on the ${resource.kind} nobody reads this, since Prometheus looks at the annotations of the Pods.`,
            related: others.map(([key, node]) => ({ span: pointAtKey(node), message: `"${key}" stands here, too` })),
            fixes: [moving(workload, entries)],
          });
    }
  },
});

type Entry = readonly [key: string, value: YamlNode];

function scrapeEntriesOf(object: YamlNode): readonly Entry[] {
  return (object.find('metadata', 'annotations')?.entries() ?? []).filter(([key]) => key.startsWith(PREFIX));
}

function moving({ resource, template }: Workload, entries: readonly Entry[]): Fix | undefined {
  const source = resource.node.find('metadata', 'annotations');
  const target = template.find('metadata', 'annotations');
  const texts = entries.map(([, { text }]) => text ?? '');
  if (source === undefined || texts.some(text => isUnresolved(text) || !/^[\w./:-]+$/.test(text))) return undefined;
  const lines = entries.map(([key], index) => `${key}: "${texts[index]}"`);
  const isAll = source.entries().length === entries.length;
  return fix(
    'Move the scrape annotations to the Pod template',
    'unsafe',
    target === undefined ? setIn(template, ['metadata', 'annotations'], lines) : appendEntry(target, lines),
    ...(isAll ? [removeEntry(source)] : entries.map(([, node]) => removeEntry(node))),
  );
}
