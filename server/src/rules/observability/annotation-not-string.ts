import { mapsOf } from '../../kubernetes/container.js';
import type { Resource } from '../../kubernetes/resource.js';
import { isUnresolvedValue } from '../../kubernetes/unresolved-text.js';
import { workloadOf } from '../../kubernetes/workload.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { pointAt, pointAtKey } from '../../yaml/point-at.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, type Fix, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';
import { isPrintedUnquoted } from '../unquoted-prints.js';

export const annotationNotString = defineRule({
  id: 'observability/annotation-not-string',
  title: 'Annotation that is not text',
  severity: 'error',
  rejected: 'api-server',
  release: 1,
  sop: ['S7.0/4'],
  why: `Values of annotations are strings. YAML reads \`true\`, \`8080\`, \`yes\` and \`on\` as something else, and the API server rejects the whole
object.`,
  remedy: `Put the value in quotes.`,
  fixSafety: `\`yes\`, \`no\`, \`on\` and \`off\` are booleans to Kubernetes; whether the reader of the annotation expects the word or \`true\` is not in
the file.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const annotations = metadataIn(resource).flatMap(metadata => metadata?.get('annotations')?.entries() ?? []);
    if (annotations.length === 0) yield notApplicable('It has no annotations.');
    else if (workspace.kustomize !== undefined) yield notApplicable('Kustomize writes annotations in quotes.');
    else for (const [name, node] of annotations) yield judge(name, node, workspace);
  },
});

/** The metadata of the object, of its Pod template and of what else it makes. */
function metadataIn(resource: Resource): (YamlNode | undefined)[] {
  const { node, kind } = resource;
  const template = workloadOf(resource)?.template;
  const jobTemplate = kind === 'CronJob' ? node.find('spec', 'jobTemplate', 'metadata') : undefined;
  const claims = kind === 'StatefulSet' ? mapsOf(node.find('spec', 'volumeClaimTemplates')) : [];
  const ofTemplate = template === node ? undefined : template?.get('metadata');
  return [node.get('metadata'), jobTemplate, ofTemplate, ...claims.map(claim => claim.get('metadata'))];
}

function judge(name: string, node: YamlNode, workspace: WorkspaceView): Outcome {
  if (node.kind === 'map' && isUnresolvedValue(node)) return unknown('The value is filled in later.');
  if (node.kind !== 'scalar') {
    const what = node.kind === 'map' ? 'a map' : 'a list';
    return violated({
      span: pointAtKey(node),
      message: `Annotation "${name}" is ${what}, but has to be text: the API server rejects the object.`,
    });
  }
  const { value, text } = node;
  if ((typeof value !== 'number' && typeof value !== 'boolean') || text === undefined) return satisfied();
  if (isPrintedUnquoted(workspace, name, text))
    return notApplicable('The template prints it without quotes, and `helm/unquoted-string` says so.');
  const what = typeof value === 'number' ? `the number ${text}` : `the boolean ${value}`;
  const written = typeof value === 'boolean' && text !== `${value}` ? ` (written ${text})` : '';
  return violated({
    span: pointAt(node),
    message: `Annotation "${name}" is ${what}${written}, but has to be text: the API server rejects the object.`,
    fixes: quotings(node, value, text),
  });
}

function quotings(node: YamlNode, value: number | boolean, text: string): (Fix | undefined)[] {
  if (node.isShared || node.tag !== undefined) return [];
  const quote = (content: string, safety: Fix['safety']) => fix(`Write "${content}"`, safety, { span: node.span, newText: `"${content}"` });
  const isWord = typeof value === 'boolean' && text.toLowerCase() !== `${value}`;
  return isWord ? [quote(text, 'unsafe'), quote(`${value}`, 'unsafe')] : [quote(text, 'safe')];
}
