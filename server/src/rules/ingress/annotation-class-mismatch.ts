import { ingressOf } from '../../kubernetes/ingress.js';
import type { Resource } from '../../kubernetes/resource.js';
import type { TextEdit } from '../../text/text-edit.js';
import { type IngressController, ingressControllerOf, isNginxAnnotation } from '../../workspace/ingress-controller.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { pointAtKey } from '../../yaml/point-at.js';
import { removeEntry } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

/** What messages call the controllers. */
const NAMES: Readonly<Record<IngressController, string>> = {
  'ingress-nginx': 'ingress-nginx',
  'nginx-inc': "F5's controller",
  traefik: 'Traefik',
  alb: 'the controller of AWS',
  gce: 'the controller of GKE',
  other: 'another controller',
};

/** Reports annotations of ingress-nginx on an Ingress that another controller serves. */
export const annotationClassMismatch = defineRule({
  id: 'ingress/annotation-class-mismatch',
  title: 'Annotations that the controller does not read',
  severity: 'warning',
  release: 2,
  sop: ['G7.1/3'],
  why: `Each controller reads annotations of its own, and ignores all others without a word: limits, redirects and authentication that are
written for ingress-nginx do not hold behind another one.`,
  remedy: `Write what is meant in the annotations of the controller that serves the Ingress, or name the class that is meant.`,
  fixSafety: `The annotations may be there for a move from or to ingress-nginx.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const ingress = ingressOf(resource);
    if (ingress === undefined) return;
    const entries = (resource.node.find('metadata', 'annotations')?.entries() ?? []).filter(([key]) => isNginxAnnotation(key));
    const [first] = entries;
    if (first === undefined) return yield notApplicable('It has no annotations of ingress-nginx.');
    const controller = ingressControllerOf(ingress, workspace);
    if (controller === undefined) return yield unknown('The files do not say which controller serves it.');
    if (controller === 'ingress-nginx') return yield satisfied();
    if (controller === 'traefik') return yield unknown('Traefik reads many annotations of ingress-nginx, if it is told to.');
    const later = laterAdditions(workspace);
    if (later !== undefined) return yield unknown(later);
    const [key, node] = first;
    const more = entries.length === 1 ? '' : ` and ${entries.length - 1} more`;
    yield violated({
      span: pointAtKey(node),
      message: `"${key}"${more} ${entries.length === 1 ? 'is' : 'are'} for ingress-nginx, but ${NAMES[controller]} serves class "${ingress.className ?? 'default'}" and ignores ${entries.length === 1 ? 'it' : 'them'}.`,
      fixes: [
        fix(
          entries.length === 1 ? `Remove "${key}"` : `Remove the ${entries.length} annotations of ingress-nginx`,
          'unsafe',
          ...removals(resource, entries),
        ),
      ],
    });
  },
});

/** Takes out the entries, or all annotations if there are no others. */
function removals({ node }: Resource, entries: readonly (readonly [string, YamlNode])[]): readonly (TextEdit | undefined)[] {
  const annotations = node.find('metadata', 'annotations');
  const isAll = annotations !== undefined && annotations.entries().length === entries.length;
  return isAll ? [removeEntry(annotations)] : entries.map(([, value]) => removeEntry(value));
}
