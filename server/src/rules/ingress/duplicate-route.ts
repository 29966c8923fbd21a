import { ingressOf } from '../../kubernetes/ingress.js';
import { literalText } from '../../kubernetes/unresolved-text.js';
import type { ObjectFact } from '../../workspace/facts.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { variantsPrefix } from '../../workspace/made-unit.js';
import { plainItems, plainValue } from '../../workspace/plain-value.js';
import { pointAt } from '../../yaml/point-at.js';
import { defineRule, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

/** Reports a host and path that two Ingresses of an application serve. */
export const duplicateRoute = defineRule({
  id: 'ingress/duplicate-route',
  title: 'Path that two Ingresses serve',
  severity: 'warning',
  release: 3,
  sop: ['G7.1/2'],
  why: `Where two Ingresses of one class serve the same host and path, the controller takes one of them (the older, for most), and the other has
no effect. Which one that is does not show in the files.`,
  remedy: `Remove one of them, or give it a path of its own. For a canary say so in its annotations.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const ingress = ingressOf(resource);
    if (ingress === undefined) return;
    const routes = ingress.rules.flatMap(({ host, paths }) =>
      paths.flatMap(({ path }) => {
        const [hostText, pathText] = [literalText(host), literalText(path)];
        return path === undefined || hostText === undefined || hostText === '' || pathText === undefined
          ? []
          : [{ path, key: `${hostText}${pathText}` }];
      }),
    );
    if (routes.length === 0) return yield notApplicable('It serves no host and path.');
    if (isSpecial(ingress.annotations)) return yield notApplicable('An annotation says how it shares its paths.');
    const others = workspace
      .objects('unit', 'Ingress', undefined)
      .filter(
        ({ object, content }) =>
          object.name !== resource.name && !isSpecial(plainValue(content, 'annotations')) && classOf(content) === ingress.className,
      );
    const before = others.filter(({ uri, object }) => uri < workspace.uri || (uri === workspace.uri && object.name < resource.name));
    for (const { path, key } of routes) {
      const other = before.find(({ content }) => routesIn(content).includes(key));
      const later = laterAdditions(workspace);
      if (other === undefined) yield satisfied();
      else if (later !== undefined) yield unknown(later);
      else if (other.uri !== workspace.uri && workspace.kustomize === undefined && variantsPrefix(workspace.unit) === undefined)
        yield unknown('The two may be variants, of which only one is applied.');
      else
        yield violated({
          span: pointAt(path),
          message: `Ingress "${other.object.name}" serves "${key}", too: one of the two has no effect.`,
          related: [{ message: 'The other Ingress is here.', uri: other.uri, object: other.object, path: ['spec', 'rules'] }],
        });
    }
  },
});

/** Canaries and parts of one Ingress share paths on purpose. */
function isSpecial(annotations: unknown): boolean {
  return (
    typeof annotations === 'object' &&
    annotations !== null &&
    Object.keys(annotations).some(key => /canary|mergeable|weight|group\.name/.test(key))
  );
}

function classOf(content: ObjectFact['content']): unknown {
  return plainValue(content, 'spec', 'ingressClassName') ?? plainValue(content, 'annotations', 'kubernetes.io/ingress.class');
}

function routesIn(content: ObjectFact['content']): readonly string[] {
  return plainItems(plainValue(content, 'spec', 'rules')).flatMap(rule =>
    plainItems(plainValue(rule, 'http', 'paths')).map(path => `${plainValue(rule, 'host')}${plainValue(path, 'path')}`),
  );
}
