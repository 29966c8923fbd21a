import { ingressOf } from '../../kubernetes/ingress.js';
import { ingressControllerOf, NGINX_PREFIX } from '../../workspace/ingress-controller.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { pointAt } from '../../yaml/point-at.js';
import { defineRule, notApplicable, satisfied, unknown, violated } from '../define-rule.js';
import { INGRESS_TLS_DEFECT, ingressTlsFix } from '../ingress-tls.js';

const BACKEND_PROTOCOL = `${NGINX_PREFIX}backend-protocol`;

/** Reports gRPC behind ingress-nginx without TLS, where clients cannot speak HTTP/2 to it. */
export const grpcNeedsTls = defineRule({
  id: 'ingress/grpc-needs-tls',
  title: 'gRPC behind ingress-nginx without TLS',
  severity: 'warning',
  release: 1,
  sop: ['G7.1/4'],
  why: `gRPC is HTTP/2. ingress-nginx agrees on HTTP/2 while the TLS connection is made; on its plain port it speaks HTTP/1.1 only, so that
no gRPC client can connect.`,
  remedy: `Add \`tls\` with the host and the Secret of its certificate.`,
  fixSafety: `The Secret has to exist, or cert-manager has to be told to make it.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const ingress = ingressOf(resource);
    if (ingress === undefined) return;
    const node = resource.node.find('metadata', 'annotations', BACKEND_PROTOCOL);
    if (node === undefined || !/^grpcs?$/i.test(ingress.annotations[BACKEND_PROTOCOL] ?? ''))
      return yield notApplicable('Its annotations do not say that it carries gRPC.');
    if (ingressControllerOf(ingress, workspace) !== 'ingress-nginx')
      return yield notApplicable('Another controller than ingress-nginx serves it.');
    if (ingress.spec?.get('tls') !== undefined) return yield satisfied();
    const later = laterAdditions(workspace);
    if (later !== undefined) return yield unknown(later);
    const annotation = Object.keys(ingress.annotations).find(key => /passthrough|force-ssl-redirect/.test(key));
    if (annotation !== undefined) return yield unknown(`The annotation "${annotation}" may say where TLS ends.`);
    yield violated({
      span: pointAt(node),
      message:
        'The Ingress carries gRPC, but has no "tls": on its plain port ingress-nginx does not speak HTTP/2, and gRPC clients cannot connect.',
      defect: INGRESS_TLS_DEFECT,
      fixes: [ingressTlsFix(ingress)],
    });
  },
});
