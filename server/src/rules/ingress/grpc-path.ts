import { ingressOf } from '../../kubernetes/ingress.js';
import { literalText } from '../../kubernetes/unresolved-text.js';
import { grpcBackendsOf } from '../../workspace/grpc-backends.js';
import { NGINX_PREFIX } from '../../workspace/ingress-controller.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import { pointAt } from '../../yaml/point-at.js';
import { replaceScalar } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

/** Reports a path of an Ingress to gRPC that no call can have. */
export const grpcPath = defineRule({
  id: 'ingress/grpc-path',
  title: 'Path that no gRPC call has',
  severity: 'information',
  release: 3,
  sop: ['G7.1/4'],
  why: `The path of a gRPC call is \`/package.Service/Method\`, and clients cannot put anything before it. A path such as \`/api\`, or \`/\` as a
whole path, matches no call.`,
  remedy: `Use \`/\` with \`pathType: Prefix\`, or the name of the service: \`/package.Service\`.`,
  fixSafety: `The path may be for something else than gRPC.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const ingress = ingressOf(resource);
    if (ingress === undefined) return;
    const isAllGrpc = /^grpcs?$/i.test(ingress.annotations[`${NGINX_PREFIX}backend-protocol`] ?? '');
    const grpc = new Set(grpcBackendsOf(ingress, namespaceIn(workspace, resource), workspace).map(({ backend }) => backend));
    const paths = ingress.rules.flatMap(rule =>
      rule.paths.filter(({ backend }) => backend !== undefined && (isAllGrpc || grpc.has(backend))),
    );
    if (paths.length === 0) return yield notApplicable('Nothing shows that a backend speaks gRPC.');
    if (Object.keys(ingress.annotations).some(key => /rewrite|use-regex|strip/.test(key)))
      return yield unknown('An annotation changes what paths mean.');
    const later = laterAdditions(workspace);
    if (later !== undefined) return yield unknown(later);
    for (const { path, pathType } of paths) {
      const text = literalText(path);
      const isExact = pathType?.text === 'Exact';
      if (text === undefined || path === undefined) yield unknown('The path is not literal.');
      else if (text === '/' ? !isExact : /^\/[\w.]*\.\w+(?:\/|$)|[()*$^\\]/.test(text)) yield satisfied();
      else
        yield violated({
          span: pointAt(text === '/' && pathType !== undefined ? pathType : path),
          message:
            text === '/'
              ? 'With "Exact" the path "/" matches no call of gRPC: these are "/package.Service/Method".'
              : `No call of gRPC begins with "${text}": these are "/package.Service/Method".`,
          fixes: [
            text === '/' && pathType !== undefined
              ? fix('Set pathType to Prefix', 'unsafe', replaceScalar(pathType, 'Prefix'))
              : isExact
                ? undefined
                : fix('Set the path to /', 'unsafe', replaceScalar(path, '/')),
          ],
        });
    }
  },
});
