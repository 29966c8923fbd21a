import { ingressOf } from '../../kubernetes/ingress.js';
import { NGINX_ANNOTATIONS } from '../../kubernetes/nginx-annotations.js';
import { nearestText } from '../../text/edit-distance.js';
import { isNginxAnnotation, NGINX_PREFIX } from '../../workspace/ingress-controller.js';
import { pointAtKey } from '../../yaml/point-at.js';
import { renameKey } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

/** Reports an annotation of ingress-nginx whose name looks like a slip. */
export const annotationValue = defineRule({
  id: 'ingress/annotation-value',
  title: 'Annotation that the controller does not know',
  severity: 'warning',
  release: 2,
  sop: ['G7.1/3'],
  why: `A controller ignores annotations that it does not know, without a word. One letter decides whether a limit or a redirect holds.`,
  remedy: `Write the name as the controller knows it. Values that are not text are the matter of \`observability/annotation-not-string\`.`,
  on: 'resource',

  *check(resource) {
    if (ingressOf(resource) === undefined) return;
    const annotations = resource.node.find('metadata', 'annotations');
    const entries = (annotations?.entries() ?? []).filter(([key]) => isNginxAnnotation(key));
    if (entries.length === 0) return yield notApplicable('It has no annotations of ingress-nginx.');
    for (const [key, node] of entries) {
      const name = key.slice(NGINX_PREFIX.length);
      const meant = NGINX_ANNOTATIONS.includes(name) ? name : nearestText(name, NGINX_ANNOTATIONS);
      if (meant === name) yield satisfied();
      else if (meant === undefined) yield unknown(`Plimsoll does not know "${key}": a newer ingress-nginx may.`);
      else {
        const right = `${NGINX_PREFIX}${meant}`;
        const isFree = annotations?.get(right) === undefined;
        yield violated({
          span: pointAtKey(node),
          message: `ingress-nginx has no annotation "${key}", so that it is ignored; there is "${right}".`,
          fixes: [isFree ? fix(`Write "${right}"`, 'safe', renameKey(node, right)) : undefined],
        });
      }
    }
  },
});
