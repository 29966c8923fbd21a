import type { Ingress } from '../kubernetes/ingress.js';
import type { ObjectFact } from './facts.js';
import { plainValue } from './plain-value.js';
import type { WorkspaceView } from './workspace-view.js';

/** Who serves an Ingress. `other`: known to be none of these. */
export type IngressController = 'ingress-nginx' | 'nginx-inc' | 'traefik' | 'alb' | 'gce' | 'other';

const BY_CONTROLLER: readonly (readonly [pattern: RegExp, controller: IngressController])[] = [
  [/^k8s\.io\/.*nginx/, 'ingress-nginx'],
  [/^nginx\.org\//, 'nginx-inc'],
  [/^traefik\.io\//, 'traefik'],
  [/\.k8s\.aws\/alb$/, 'alb'],
  [/^(?:networking|ingress)\.gke\.io|^k8s\.io\/ingress-gce/, 'gce'],
];

/** Names of classes that mean one controller wherever they are used. `nginx` is not among them: two projects use it. */
const BY_NAME: readonly (readonly [pattern: RegExp, controller: IngressController])[] = [
  [/^alb$/, 'alb'],
  [/^gce(?:-internal)?$/, 'gce'],
  [/^traefik/, 'traefik'],
  [/^(?:haproxy|kong|contour|istio|cilium|azure-application-gateway|azure\/application-gateway|tailscale|ngrok)$/, 'other'],
];

/**
 * Who serves an Ingress: by the IngressClass that the workspace defines, by the name of the class, or by annotations that only
 * ingress-nginx reads. `undefined` if the files do not say.
 */
export function ingressControllerOf({ className, annotations }: Ingress, workspace: WorkspaceView): IngressController | undefined {
  const classes = workspace.objects('workspace', 'IngressClass', undefined);
  const own = classes.find(({ object, content }) => (className === undefined ? isDefaultClass(content) : object.name === className));
  const controller = own === undefined ? undefined : plainValue(own.content, 'spec', 'controller');
  if (typeof controller === 'string') return BY_CONTROLLER.find(([pattern]) => pattern.test(controller))?.[1] ?? 'other';
  const named = className === undefined ? undefined : BY_NAME.find(([pattern]) => pattern.test(className))?.[1];
  if (named !== undefined) return named;
  const keys = Object.keys(annotations);
  if (keys.some(key => key.startsWith('nginx.org/') || key.startsWith('nginx.com/'))) return 'nginx-inc';
  return keys.some(isNginxAnnotation) ? 'ingress-nginx' : undefined;
}

/** Whether an annotation is one that ingress-nginx reads. */
export function isNginxAnnotation(key: string): boolean {
  return key.startsWith(NGINX_PREFIX);
}

export const NGINX_PREFIX = 'nginx.ingress.kubernetes.io/';

/** Whether an IngressClass serves what names no class. */
export function isDefaultClass(content: ObjectFact['content']): boolean {
  return plainValue(content, 'annotations', 'ingressclass.kubernetes.io/is-default-class') === 'true';
}
