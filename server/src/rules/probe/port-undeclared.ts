import type { Container, ContainerPort } from '../../kubernetes/container.js';
import { type Probe, probesOf } from '../../kubernetes/probe.js';
import { isUnresolved } from '../../kubernetes/unresolved-text.js';
import { nearestText } from '../../text/edit-distance.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { pointAt } from '../../yaml/point-at.js';
import { appendItem, replaceScalar } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, type Fix, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

export const portUndeclared = defineRule({
  id: 'probe/port-undeclared',
  title: 'Probe of a port that no container declares',
  severity: 'warning',
  release: 1,
  sop: ['S5.0/1'],
  why: `The kubelet looks up a port's name in the container that it probes. A name that is not there fails the probe for ever: the container is
restarted, or never gets ready. A number need not be declared, so that one may be right, or a port of last year: it is a warning where the
container declares one port only or one that looks alike, else information.`,
  remedy: `Ask a port that the container declares, by its name.`,
  fixSafety: `Which of several ports answers probes is not in the file.`,
  on: 'container',

  *check(container, { workspace }) {
    const later = laterAdditions(workspace, container);
    const probes = probesOf(container).flatMap(probe => (probe.portNode === undefined ? [] : [{ probe, portNode: probe.portNode }]));
    if (probes.length === 0) yield notApplicable('No probe of it asks a port.');
    for (const { probe, portNode } of probes) {
      const outcome = judge(container, probe, portNode);
      yield outcome.kind === 'violated' && later !== undefined ? unknown(later) : outcome;
    }
  },
});

function judge(container: Container, probe: Probe, portNode: YamlNode): Outcome {
  const { port, host, kind } = probe;
  if (host !== undefined) return notApplicable(`Its ${kind} probe asks another host.`);
  if (port === undefined || container.ports.some(isOpen)) return unknown('A port is filled in later.');
  if (typeof port === 'number') return judgeNumber(container, probe, portNode, port);
  if (container.ports.some(({ name }) => name === port)) return satisfied();
  if (/^\d+$/.test(port)) {
    return violated({
      span: pointAt(portNode),
      severity: 'error',
      message: `The ${kind} probe asks port "${port}" in quotes: a name needs a letter, so the API server rejects it.`,
      fixes: [fix(`Write the number ${port}`, 'safe', replaceScalar(portNode, Number(port)))],
    });
  }
  return violated({
    span: pointAt(portNode),
    severity: 'error',
    message: `The ${kind} probe asks port "${port}", but container "${container.name}" has no port of that name.${declared(container.ports)}`,
    fixes: namedFixes(container, portNode, port),
  });
}

function judgeNumber(container: Container, { kind, handler }: Probe, portNode: YamlNode, number: number): Outcome {
  const ofPod = container.workload.containers.flatMap(({ ports }) => ports);
  if (ofPod.length === 0) return notApplicable('The Pod declares no ports.');
  if (ofPod.some(isOpen)) return unknown('A port is filled in later.');
  if (ofPod.some(port => port.number === number)) return satisfied();
  const ports = container.ports.filter(({ protocol }) => protocol === 'TCP');
  const nearest = nearestText(
    `${number}`,
    ports.flatMap(port => (port.number === undefined ? [] : [`${port.number}`])),
  );
  // Two probes do not slip alike: their port is one for the kubelet alone.
  const isShared = probesOf(container).filter(({ port }) => port === number).length > 1;
  const isSlip = !isShared && (nearest !== undefined || ports.length === 1);
  const meant = ports.length === 1 ? ports[0] : ports.find(port => `${port.number}` === nearest);
  const portsNode = container.node.get('ports');
  return violated({
    span: pointAt(portNode),
    ...(isSlip ? {} : { severity: 'information' }),
    message: `The ${kind} probe asks port ${number}, which no container of the Pod declares.${declared(ofPod)}`,
    fixes: [
      meant && askPort(portNode, handler === 'grpc' ? { ...meant, name: undefined } : meant),
      portsNode && fix(`Declare containerPort ${number}`, 'unsafe', appendItem(portsNode, [`containerPort: ${number}`])),
    ],
  });
}

/** A name that differs by a slip is surely meant; the only port of the container is likely meant. */
function namedFixes({ ports }: Container, portNode: YamlNode, name: string): (Fix | undefined)[] {
  const nearest = nearestText(
    name,
    ports.flatMap(port => port.name ?? []),
  );
  if (nearest !== undefined) return [fix(`Ask port "${nearest}"`, 'safe', replaceScalar(portNode, nearest))];
  return ports.map(port => askPort(portNode, port));
}

function askPort(portNode: YamlNode, { name, number }: ContainerPort): Fix | undefined {
  if (name !== undefined) return fix(`Ask port "${name}"`, 'unsafe', replaceScalar(portNode, name));
  return number === undefined ? undefined : fix(`Ask port ${number}`, 'unsafe', replaceScalar(portNode, number));
}

function declared(ports: readonly ContainerPort[]): string {
  const texts = ports.flatMap(({ name, number }) =>
    name === undefined ? (number ?? []) : `"${name}"${number === undefined ? '' : ` (${number})`}`,
  );
  return texts.length === 0 ? '' : ` Declared: ${texts.join(', ')}.`;
}

function isOpen({ name, node }: ContainerPort): boolean {
  return isUnresolved(name ?? '') || isUnresolved(node.get('containerPort')?.text ?? '');
}
