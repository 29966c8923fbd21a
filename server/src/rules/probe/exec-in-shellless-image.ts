import { commandLineOf } from '../../kubernetes/command-line.js';
import type { Container } from '../../kubernetes/container.js';
import { type Probe, probesOf } from '../../kubernetes/probe.js';
import { handlerFor, isOperatorPort, type ProposedHandler } from '../../kubernetes/probe-handler.js';
import { programOf } from '../../workspace/image-programs.js';
import { pointAt } from '../../yaml/point-at.js';
import { replaceEntry } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

export const execInShelllessImage = defineRule({
  id: 'probe/exec-in-shellless-image',
  title: 'Probe that runs a program which the image does not have',
  severity: 'error',
  rejected: 'runtime',
  release: 1,
  sop: ['S2.0/7', 'S5.0/1'],
  why: `An image on distroless or scratch has no shell and no tools. A probe that runs one fails every time: the container never gets ready, or is
restarted for ever.`,
  remedy: `Ask over HTTP, gRPC or TCP, or copy the program into the image.`,
  fixSafety: `The program has to answer on that port and path.`,
  options: {
    readinessPath: { type: 'string', default: '/readyz', description: 'The path that the fix gives to readiness.' },
    livenessPath: { type: 'string', default: '/healthz', description: 'The path that the fix gives to the other probes.' },
  },
  on: 'container',

  *check(container, { workspace, options }) {
    const probes = probesOf(container).filter(({ handler }) => handler === 'exec');
    if (probes.length === 0) return yield notApplicable('No probe of it runs a program.');
    for (const probe of probes) {
      const answer = programOf(container, probe.command, workspace);
      if (answer.kind === 'there') yield satisfied(answer.because);
      else if (answer.kind === 'unknown') yield unknown(answer.because);
      else {
        const path = probe.kind === 'readiness' ? options.readinessPath : options.livenessPath;
        const handler = handlerInstead(container, probe, path);
        const [first] = probe.command;
        yield violated({
          span: pointAt(first ?? probe.node),
          message: `The ${probe.kind} probe runs "${answer.program}", which the image of container "${container.name}" does not have: ${answer.because}`,
          fixes: [handler && probe.handlerNode && fix(`Ask ${handler.title}`, 'unsafe', replaceEntry(probe.handlerNode, handler.lines))],
        });
      }
    }
  },
});

/** What the command asks by other means, where it says so; else a handler for a port of the container. */
function handlerInstead({ ports }: Container, { command }: Probe, path: string): ProposedHandler | undefined {
  const line = commandLineOf(command);
  const text = line?.script ?? line?.words.join(' ') ?? '';
  const [, scheme, port, asked] = /\b(https?):\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0):(\d+)(\/[\w./-]*)?/.exec(text) ?? [];
  if (port !== undefined)
    return {
      lines: ['httpGet:', `  path: ${asked ?? '/'}`, `  port: ${port}`, ...(scheme === 'https' ? ['  scheme: HTTPS'] : [])],
      title: `GET ${asked ?? '/'} on port ${port}`,
    };
  const [, address] = /grpc[_-]health[_-]probe.*-addr=[^:\s]*:(\d+)/.exec(text) ?? [];
  if (address !== undefined) return { lines: ['grpc:', `  port: ${address}`], title: `gRPC health on port ${address}` };
  const own = ports.find(candidate => !isOperatorPort(candidate)) ?? ports[0];
  return own && handlerFor(own, path, undefined);
}
