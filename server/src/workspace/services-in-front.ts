import type { Container } from '../kubernetes/container.js';
import { isOperatorPort } from '../kubernetes/probe-handler.js';
import { labelSetOf } from '../kubernetes/selector.js';
import { missingLabelsOf, type Workload } from '../kubernetes/workload.js';
import type { ServiceFact } from './facts.js';
import { namespaceIn } from './selected-workloads.js';
import type { WorkspaceView } from './workspace-view.js';

/**
 * The Services that send requests to the Pods of a workload, those among them that would if its template carried the labels that its own
 * selector asks for. `undefined` if there are none as far as the files say, but not all labels are literal.
 */
export function servicesInFront(workload: Workload, workspace: WorkspaceView): readonly ServiceFact[] | undefined {
  const { labels, known } = labelSetOf(workload.template.find('metadata', 'labels'));
  const namespace = namespaceIn(workspace, workload.resource);
  const today = workspace.servicesSelecting(labels, namespace);
  const missing = missingLabelsOf(workload);
  const meant = Object.keys(missing).length === 0 ? [] : workspace.servicesSelecting({ ...labels, ...missing }, namespace);
  const services = [...new Set([...today, ...meant])];
  return services.length === 0 && !known ? undefined : services;
}

/** Of {@link servicesInFront} those that send requests of users, not only of operators. */
export function servicesForUsers(workload: Workload, workspace: WorkspaceView): readonly ServiceFact[] | undefined {
  return servicesInFront(workload, workspace)?.filter(service =>
    workload.containers.some(container => container.role !== 'init' && isInFrontOf(service, container)),
  );
}

/**
 * Whether a Service sends requests of users to a container: to one of its ports, or to no port that any container of the Pod declares.
 * Ports for metrics and the like do not count, and neither does a Service that is called one for metrics, whatever its port is called:
 * Kubebuilder calls it "https".
 */
export function isInFrontOf(service: ServiceFact, container: Container): boolean {
  if (METRICS_SERVICE.test(service.object.name)) return false;
  const declaring = container.workload.containers.filter(({ role, ports }) => role !== 'init' && ports.length > 0);
  return service.ports.some(({ name: serviceName, port, targetPort }) => {
    const target = targetPort ?? port;
    const asked = container.ports.find(({ name, number }) => name === target || number === target);
    if (isOperatorPort({ name: serviceName }) || (asked !== undefined && isOperatorPort(asked))) return false;
    const receivers = declaring.filter(({ ports }) => ports.some(({ name, number }) => name === target || number === target));
    return receivers.length === 0 ? declaring.length < 2 : receivers.includes(container);
  });
}

/** What is only called after metrics (`metrics-server`), or after what collects them, has users. */
const METRICS_SERVICE = /(?:^|-)metrics(?:-(?:service|svc))?$/;
