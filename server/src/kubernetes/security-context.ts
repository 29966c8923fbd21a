import type { YamlNode } from '../yaml/yaml-node.js';
import type { Container } from './container.js';

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

function written(node: YamlNode | undefined): YamlNode | undefined {
  return node?.value === null ? undefined : node;
}
