import type { SourceText } from '../../text/source-text.js';
import { fileNameOf } from '../../workspace/uri-path.js';
import { defineRule, type Fix, fix, notApplicable, violated } from '../define-rule.js';
import { type ReplicasBesideAutoscaler, replicasBesideAutoscalers } from '../replicas-beside-autoscaler.js';

/** Reports a number of replicas that a template writes also where the chart's autoscaler is turned on. */
export const replicasWithAutoscaling = defineRule({
  id: 'helm/replicas-with-autoscaling',
  title: 'Number of replicas that is not left out with the autoscaler',
  severity: 'information',
  release: 2,
  sop: ['beyond: the standard does not speak of autoscalers'],
  why: 'With the autoscaler turned on, each upgrade sets back the number of Pods that it has chosen: under load, Pods are taken away.',
  remedy: 'Write `replicas` only where the autoscaler is off: `{{- if not .Values.autoscaling.enabled }}`.',
  fixSafety: 'Where the autoscaler runs already, the first upgrade without the field scales to 1 for a moment.',
  on: 'template',

  *check({ source, file }, { workspace }) {
    const chart = workspace.chartOutline();
    if (chart === undefined) return yield notApplicable('It belongs to no chart that can be read.');
    const found = replicasBesideAutoscalers(file, source.uri, chart);
    if (found.length === 0) yield notApplicable('It sets no number of replicas.');
    for (const each of found) {
      if ('kind' in each) {
        yield each;
        continue;
      }
      const { replicas, switches, areAllNeeded, autoscaler } = each;
      const names = areAllNeeded ? switches.map(path => `"${path.join('.')}"`) : ['a condition'];
      yield violated({
        span: replicas.keySpan,
        message: `The number of replicas is set also where ${names.join(' and ')} ${names.length === 1 ? 'turns' : 'turn'} on the ${autoscaler.kind} of ${fileNameOf(autoscaler.uri)}: each upgrade sets its number back.`,
        fixes: [leftOut(each, source)],
      });
    }
  },
});

/** A condition around the line. */
function leftOut({ replicas, switches, areAllNeeded }: ReplicasBesideAutoscaler, source: SourceText): Fix | undefined {
  const { branches, definition, keySpan } = replicas;
  if (!areAllNeeded || definition !== undefined) return undefined;
  const root = branches.some(({ kind }) => kind !== 'if') ? '$.' : '.';
  const names = switches.map(path => `${root}Values.${path.join('.')}`);
  const [only] = names;
  const condition = names.length === 1 ? `not ${only}` : `not (and ${names.join(' ')})`;
  const line = source.lineSpan(source.lineAt(keySpan.start));
  const indent = source.text.slice(line.start, keySpan.start);
  if (indent.trim() !== '') return undefined;
  return fix(
    `Write it only if ${condition}`,
    'unsafe',
    { span: { start: line.start, end: line.start }, newText: `${indent}{{- if ${condition} }}${source.eol}` },
    { span: { start: line.end, end: line.end }, newText: `${source.eol}${indent}{{- end }}` },
  );
}
