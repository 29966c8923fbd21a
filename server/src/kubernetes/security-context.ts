import type { YamlNode } from '../yaml/yaml-node.js';
import { type Container, mapsOf } from './container.js';
import type { Workload } from './workload.js';

/** The settings that hold for a container: its own, else the Pod's. */
export interface SecurityContext {
  readonly runAsUser: YamlNode | undefined;
  readonly runAsGroup: YamlNode | undefined;
  readonly runAsNonRoot: YamlNode | undefined;
}

/** The container's settings over those of its Pod; an empty value is not there. */
export function securityContextOf(container: Container): SecurityContext {
  const own = container.node.get('securityContext');
  const pod = container.workload.podSpec?.get('securityContext');
  const setting = (key: string) => written(own?.get(key)) ?? written(pod?.get(key));
  return { runAsUser: setting('runAsUser'), runAsGroup: setting('runAsGroup'), runAsNonRoot: setting('runAsNonRoot') };
}

/** Whether the Pods are for nodes with Windows, which knows no numbers of users. */
export function runsOnWindows({ podSpec }: Workload): boolean {
  const selector = podSpec?.get('nodeSelector');
  const systems = [podSpec?.find('os', 'name'), selector?.get('kubernetes.io/os'), selector?.get('beta.kubernetes.io/os')];
  return systems.some(node => node?.text === 'windows') || podSpec?.find('securityContext', 'windowsOptions') !== undefined;
}

/** Whether a container has all rights on its node. */
export function isPrivileged({ node }: Container): boolean {
  return node.find('securityContext', 'privileged')?.value === true;
}

/** Whether the Pods look after their node: they use its processes, its network or its files. */
export function isNodeAgent({ podSpec }: Workload): boolean {
  const usesNode = ['hostPID', 'hostIPC', 'hostNetwork'].some(field => podSpec?.get(field)?.value === true);
  return usesNode || mapsOf(podSpec?.get('volumes')).some(volume => volume.get('hostPath') !== undefined);
}

function written(node: YamlNode | undefined): YamlNode | undefined {
  return node?.value === null ? undefined : node;
}
