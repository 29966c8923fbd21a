import type { ContainerPort } from '../../kubernetes/container.js';
import { probesOf } from '../../kubernetes/probe.js';
import { isOperatorPort } from '../../kubernetes/probe-handler.js';
import { isUnresolved } from '../../kubernetes/unresolved-text.js';
import { nearestText } from '../../text/edit-distance.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { pointAt } from '../../yaml/point-at.js';
import { replaceScalar } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

const PORT = 'prometheus.io/port';
/** Ports that injected sidecars listen on: Istio's merged metrics and its proxy, Linkerd's proxy. */
const INJECTED_PORTS = [15020, 15090, 4191];

export const scrapePortMismatch = defineRule({
  id: 'observability/scrape-port-mismatch',
  title: 'Scrape annotation with a port that no container declares',
  severity: 'warning',
  release: 1,
  sop: ['S7.0/4'],
  why: `Prometheus asks the port of the annotation whether anything listens there or not. After a port has moved, the target is down and its
metrics are gone; nothing else breaks, so that nobody notices before they are needed.`,
  remedy: `Let \`${PORT}\` name a \`containerPort\` of the Pod.`,
  fixSafety: `Which of several ports serves metrics is not in the file.`,
  on: 'workload',

  *check({ template, containers }, { workspace }) {
    const annotations = template.find('metadata', 'annotations');
    const node = annotations?.get(PORT);
    const scrape = annotations?.get('prometheus.io/scrape')?.text;
    const ports = containers.flatMap(container => (container.role === 'init' ? [] : container.ports));
    if (node?.text === undefined) yield notApplicable('The template names no port to scrape.');
    else if (scrape === 'false') yield notApplicable('The Pods are not to be scraped.');
    else if (!/^\d+$/.test(node.text) || ports.some(isOpen)) yield unknown('A port is filled in later.');
    else if (ports.length === 0) yield notApplicable('No container declares ports.');
    else if (ports.some(({ number }) => number === Number(node.text))) yield satisfied();
    else if (containers.some(container => probesOf(container).some(({ port }) => port === Number(node.text))))
      yield satisfied('A probe asks the port, so that something listens there.');
    else if (INJECTED_PORTS.includes(Number(node.text))) yield satisfied('An injected sidecar listens on the port.');
    else {
      const later = laterAdditions(workspace);
      const meant = likelyMeant(node.text, ports);
      yield later !== undefined
        ? unknown(later)
        : violated({
            span: pointAt(node),
            message: `"${PORT}" is ${node.text}, but no container declares that port. Declared: ${ports.map(described).join(', ')}.`,
            fixes: [meant === undefined ? undefined : fix(`Set ${PORT} to ${meant}`, 'unsafe', replaceScalar(node, `${meant}`))],
          });
    }
  },
});

/** The port for metrics by its name, the only port, or the one whose number differs by a slip. */
function likelyMeant(text: string, ports: readonly ContainerPort[]): number | undefined {
  const numbers = ports.flatMap(({ number }) => number ?? []);
  const metrics = ports.filter(isOperatorPort);
  const [only] = metrics.length === 1 ? metrics : ports.length === 1 ? ports : [];
  const nearest = nearestText(
    text,
    numbers.map(number => `${number}`),
  );
  return only?.number ?? numbers.find(number => `${number}` === nearest);
}

function described({ name, number }: ContainerPort): string {
  return name === undefined ? `${number}` : `"${name}" (${number})`;
}

function isOpen({ number, node }: ContainerPort): boolean {
  return number === undefined || isUnresolved(node.get('containerPort')?.text ?? '');
}
