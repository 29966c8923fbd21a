import type { ObjectFact } from './facts.js';
import { plainItems, plainValue } from './plain-value.js';
import type { WorkspaceView } from './workspace-view.js';

/** Kinds that send traffic from outside of the cluster to Services. */
const ROUTES = ['HTTPRoute', 'GRPCRoute'];

/** The Ingresses and routes that send traffic to a Service. */
export function routesTo(service: string, namespace: string | undefined, workspace: WorkspaceView): readonly ObjectFact[] {
  const ingresses = workspace
    .objects('workspace', 'Ingress', namespace)
    .filter(({ content }) =>
      ingressBackends(content).some(backend =>
        [plainValue(backend, 'service', 'name'), plainValue(backend, 'serviceName')].includes(service),
      ),
    );
  const routes = ROUTES.flatMap(kind => workspace.objects('workspace', kind, namespace)).filter(({ content }) =>
    plainItems(plainValue(content, 'spec', 'rules'))
      .flatMap(rule => plainItems(plainValue(rule, 'backendRefs')))
      .some(backend => plainValue(backend, 'name') === service && plainValue(backend, 'namespace') === undefined),
  );
  return [...ingresses, ...routes];
}

/** The `backend` of each path of an Ingress, and its default, as plain data; of old versions of the API too. */
export function ingressBackends(content: ObjectFact['content']): readonly unknown[] {
  const paths = plainItems(plainValue(content, 'spec', 'rules')).flatMap(rule => plainItems(plainValue(rule, 'http', 'paths')));
  return [
    plainValue(content, 'spec', 'defaultBackend'),
    plainValue(content, 'spec', 'backend'),
    ...paths.map(path => plainValue(path, 'backend')),
  ];
}
