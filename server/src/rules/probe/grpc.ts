import type { Container, ContainerPort } from '../../kubernetes/container.js';
import { type Probe, probesOf } from '../../kubernetes/probe.js';
import { isBeforeMinor } from '../../kubernetes/version.js';
import { pointAtKey } from '../../yaml/point-at.js';
import { replaceEntry } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, violated } from '../define-rule.js';

const SINCE = 24;

export const grpc = defineRule({
  id: 'probe/grpc',
  title: 'gRPC port that is probed by other means',
  severity: 'hint',
  release: 3,
  sop: ['G7.1/4'],
  why: `A TCP connection says that something listens, an HTTP request that something answers HTTP. Whether a gRPC server can serve is what its health
service says, and the kubelet can ask that itself.`,
  remedy: `Use a \`grpc\` probe, and register gRPC's health service in the program.`,
  fixSafety: `The program has to implement \`grpc.health.v1.Health\`, without TLS.`,
  on: 'container',

  *check(container, { workspace }) {
    if (isBeforeMinor(workspace.settings.kubernetesVersion, SINCE) === true)
      return yield notApplicable(`gRPC probes need Kubernetes 1.${SINCE}.`);
    const probes = probesOf(container).flatMap(probe => {
      const port = portOf(container, probe);
      return port === undefined ? [] : [{ probe, port }];
    });
    if (probes.length === 0) return yield notApplicable('No probe of it asks a port for gRPC.');
    for (const { probe, port } of probes) {
      const { handler, handlerNode, kind } = probe;
      if (handler === 'grpc' || handlerNode === undefined) yield satisfied();
      else if (/tls|grpcs/.test(port.name ?? '') || handlerNode.get('scheme')?.text === 'HTTPS')
        yield notApplicable('The port is for TLS, which gRPC probes do not speak.');
      else
        yield violated({
          span: pointAtKey(handlerNode),
          message: `The ${kind} probe asks port "${port.name}" by ${handler === 'tcpSocket' ? 'a TCP connection' : 'HTTP'}: a grpc probe asks the server whether it serves.`,
          fixes: [
            port.number === undefined
              ? undefined
              : fix(`Ask gRPC health on port ${port.number}`, 'unsafe', replaceEntry(handlerNode, ['grpc:', `  port: ${port.number}`])),
          ],
        });
    }
  },
});

/** The port that a probe asks, if its name says gRPC. */
function portOf({ ports }: Container, { port }: Probe): ContainerPort | undefined {
  const found = ports.find(({ name, number }) => port !== undefined && (name === port || number === port));
  return found?.name !== undefined && /(?:^|-)grpcs?(?:-|$)/.test(found.name) ? found : undefined;
}
