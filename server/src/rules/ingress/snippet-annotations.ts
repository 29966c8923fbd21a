import { ingressOf } from '../../kubernetes/ingress.js';
import { pointAtKey } from '../../yaml/point-at.js';
import { defineRule, satisfied, violated } from '../define-rule.js';

/** Annotations of both nginx controllers that hold configuration of nginx. */
const SNIPPET = /^(?:nginx\.ingress\.kubernetes\.io\/[\w-]+-snippet|nginx\.org\/(?:server|location)-snippets)$/;

/** Reports configuration of nginx in annotations of an Ingress. */
export const snippetAnnotations = defineRule({
  id: 'ingress/snippet-annotations',
  title: 'Configuration of nginx in an annotation',
  severity: 'warning',
  release: 3,
  sop: ['beyond: the standard shows no snippets'],
  why: `A snippet is put into the configuration of the controller as it stands. Whoever may write an Ingress can read with it what the controller
may read, the Secrets of all namespaces among it. Controllers therefore refuse snippets unless they are told otherwise.`,
  remedy: `Say it with annotations that are made for it, or in the configuration of the controller.`,
  on: 'resource',

  *check(resource) {
    if (ingressOf(resource) === undefined) return;
    const snippets = (resource.node.find('metadata', 'annotations')?.entries() ?? []).filter(([key]) => SNIPPET.test(key));
    if (snippets.length === 0) yield satisfied();
    for (const [key, node] of snippets) {
      yield violated({
        span: pointAtKey(node),
        message: `"${key}" is put into the configuration of the controller as it stands: who may write it can read the Secrets that the controller may read.`,
      });
    }
  },
});
