import { type Ingress, ingressOf, LEGACY_CLASS } from '../../kubernetes/ingress.js';
import { isHelmTest } from '../../kubernetes/resource.js';
import { isDefaultClass } from '../../workspace/ingress-controller.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { plainValue } from '../../workspace/plain-value.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { pointAt, pointAtKey } from '../../yaml/point-at.js';
import { removeEntry, setIn } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

/** Reports an Ingress that names no class, and one that names it twice. */
export const classMissing = defineRule({
  id: 'ingress/class-missing',
  title: 'Ingress without a class, or with two',
  severity: 'information',
  release: 2,
  sop: ['G7.1/3'],
  why: `Without a class an Ingress is served by the cluster's default class, by every controller that takes those without one, or by none. The
annotation \`${LEGACY_CLASS}\` came before \`ingressClassName\`; with both of them the API server refuses to create the object.`,
  remedy: `Write \`ingressClassName\`, and remove the annotation.`,
  fixSafety: `Where the annotation names another class than the field, another controller serves the Ingress.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const ingress = ingressOf(resource);
    if (ingress === undefined) return;
    const { classNode, legacyClassNode, spec } = ingress;
    if (classNode !== undefined && legacyClassNode !== undefined) return yield both(ingress);
    if (classNode !== undefined || legacyClassNode !== undefined) return yield satisfied();
    if (spec === undefined) return yield notApplicable('It serves nothing yet.');
    if (isHelmTest(resource)) return yield notApplicable('It belongs to a Helm test.');
    const classes = workspace.objects('workspace', 'IngressClass', undefined);
    const usual = classes.find(({ content }) => isDefaultClass(content));
    if (usual !== undefined) return yield satisfied(`IngressClass "${usual.object.name}" is the default.`);
    const annotation = Object.keys(ingress.annotations).find(key => CLOUD_ANNOTATION.test(key));
    if (annotation !== undefined)
      return yield unknown(`The annotation "${annotation}" is one of a cloud, whose controller takes Ingresses without a class.`);
    const later = laterAdditions(workspace);
    if (later !== undefined) return yield unknown(later);
    const name = usualClass(workspace) ?? (classes.length === 1 ? classes[0]?.object.name : undefined);
    yield violated({
      span: pointAt(resource.node.find('metadata', 'name') ?? spec),
      message: 'The Ingress names no class: which controller serves it, or whether any does, depends on the cluster.',
      fixes: [
        name === undefined
          ? undefined
          : fix(`Set ingressClassName to "${name}"`, 'unsafe', setIn(resource.node, ['spec', 'ingressClassName'], name)),
      ],
    });
  },
});

function both({ classNode, legacyClassNode }: Ingress): Outcome {
  if (classNode === undefined || legacyClassNode === undefined) return satisfied();
  const isSame = classNode.text === legacyClassNode.text;
  return violated({
    span: pointAtKey(legacyClassNode),
    severity: 'error',
    message: `The class is written twice, here as "${legacyClassNode.text ?? ''}" and in "ingressClassName" as "${classNode.text ?? ''}": the API server refuses to create such an Ingress.`,
    related: [{ span: pointAtKey(classNode), message: 'The field is here.' }],
    fixes: [fix('Remove the annotation', isSame ? 'safe' : 'unsafe', removeEntry(legacyClassNode))],
  });
}

/** Annotations of clouds, whose controllers take Ingresses without a class. */
const CLOUD_ANNOTATION =
  /^(?:alb\.ingress\.kubernetes\.io|ingress\.gcp\.kubernetes\.io|networking\.gke\.io|cloud\.google\.com)\/|^kubernetes\.io\/ingress\.(?:global|regional|allow-http)/;

/** The class of all other Ingresses of the workspace, if they agree. */
function usualClass(workspace: WorkspaceView): string | undefined {
  const all = workspace
    .objects('workspace', 'Ingress', undefined)
    .flatMap(({ content }) => plainValue(content, 'spec', 'ingressClassName') ?? []);
  const [first, ...others] = new Set(all);
  return typeof first === 'string' && others.length === 0 ? first : undefined;
}
