import { type Ingress, ingressOf } from '../../kubernetes/ingress.js';
import { type GrpcBackend, grpcBackendsOf } from '../../workspace/grpc-backends.js';
import { ingressControllerOf, NGINX_PREFIX } from '../../workspace/ingress-controller.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import { pointAt } from '../../yaml/point-at.js';
import { replaceScalar, setIn } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

const BACKEND_PROTOCOL = `${NGINX_PREFIX}backend-protocol`;
const PROTOCOLS = ['HTTP', 'HTTPS', 'AUTO_HTTP', 'GRPC', 'GRPCS', 'FCGI'];

/** Reports an Ingress of ingress-nginx whose backend speaks gRPC while the annotation that says so is missing or wrong. */
export const grpcBackendProtocol = defineRule({
  id: 'ingress/grpc-backend-protocol',
  title: 'gRPC behind ingress-nginx without its backend protocol',
  severity: 'warning',
  release: 1,
  sop: ['G7.1/4'],
  why: `ingress-nginx speaks HTTP/1.1 to a backend unless \`${BACKEND_PROTOCOL}\` says otherwise. gRPC needs HTTP/2, so that every
call fails. A value that the controller does not know counts for nothing.`,
  remedy: `Set \`${BACKEND_PROTOCOL}: GRPC\`, or \`GRPCS\` where the Pods speak TLS. Paths that speak HTTP belong into an Ingress of their own: the
annotation holds for all of them.`,
  fixSafety: `Whether the Pods speak TLS is not in the file.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const ingress = ingressOf(resource);
    if (ingress === undefined) return;
    const controller = ingressControllerOf(ingress, workspace);
    const node = resource.node.find('metadata', 'annotations', BACKEND_PROTOCOL);
    const value = ingress.annotations[BACKEND_PROTOCOL];
    if (node !== undefined && value === undefined) return yield unknown('The value of the annotation is filled in later.');
    if (controller !== undefined && controller !== 'ingress-nginx')
      return yield notApplicable('Another controller than ingress-nginx serves it.');
    if (node !== undefined && value !== undefined && !PROTOCOLS.includes(value)) return yield wrongValue(node, value);
    const grpc = grpcBackendsOf(ingress, namespaceIn(workspace, resource), workspace);
    const [first] = grpc;
    if (first === undefined) return yield notApplicable('Nothing shows that a backend speaks gRPC.');
    if (controller === undefined) return yield unknown('The files do not say which controller serves it.');
    if (value === 'GRPC' || value === 'GRPCS') return yield satisfied();
    const later = laterAdditions(workspace);
    yield later === undefined ? missing(ingress, first, grpc.length, value) : unknown(later);
  },
});

function wrongValue(node: Parameters<typeof pointAt>[0], value: string): Outcome {
  const meant = PROTOCOLS.find(protocol => protocol === value.toUpperCase().replace(/^H2C?$/, 'GRPC'));
  const list = PROTOCOLS.map(protocol => `"${protocol}"`).join(', ');
  const isCase = meant !== undefined && meant === value.toUpperCase();
  return violated({
    span: pointAt(node),
    ...(isCase ? { severity: 'information' } : {}),
    message: isCase
      ? `"${value}" is written "${meant}" by the controller: some of its settings, such as the time limits of gRPC, are lost in lower case.`
      : `"${value}" is no backend protocol of ingress-nginx, which knows ${list}.`,
    fixes: [meant === undefined ? undefined : fix(`Write "${meant}"`, isCase ? 'safe' : 'unsafe', replaceScalar(node, meant))],
  });
}

function missing({ resource, backends }: Ingress, { backend, evidence }: GrpcBackend, count: number, value: string | undefined): Outcome {
  const node = backend.portNode ?? backend.serviceNode ?? backend.node;
  const annotation = resource.node.find('metadata', 'annotations', BACKEND_PROTOCOL);
  const edit =
    annotation === undefined
      ? setIn(resource.node, ['metadata', 'annotations', BACKEND_PROTOCOL], 'GRPC')
      : replaceScalar(annotation, 'GRPC');
  const said = value === undefined ? 'without the annotation' : `with "${value}" in the annotation`;
  return violated({
    span: pointAt(node),
    message: `Service "${backend.service}" speaks gRPC (${evidence}), but ${said} "${BACKEND_PROTOCOL}" ingress-nginx sends it ${value ?? 'HTTP/1.1'}.`,
    // The annotation holds for the whole Ingress: what speaks HTTP beside it would break.
    fixes: [count === backends.length ? fix(`Set ${BACKEND_PROTOCOL} to GRPC`, 'unsafe', edit) : undefined],
  });
}
