import { probesOf } from '../../kubernetes/probe.js';
import { literalText } from '../../kubernetes/unresolved-text.js';
import { pointAt } from '../../yaml/point-at.js';
import { removeEntry } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

export const hostLocalhost = defineRule({
  id: 'probe/host-localhost',
  title: 'Probe that asks the node instead of the Pod',
  severity: 'error',
  release: 1,
  sop: ['S5.0/1'],
  why: `The kubelet asks HTTP and TCP probes from the node. \`localhost\` is the node there, not the Pod: the probe asks whatever listens on that
port of the node, or nothing, and the container is restarted again and again or never gets ready.`,
  remedy: `Leave \`host\` out: the kubelet then asks the Pod's address. A program that listens on localhost alone has to be asked by \`exec\`.`,
  on: 'container',

  *check(container) {
    const hostNetwork = container.workload.podSpec?.get('hostNetwork');
    const probes = probesOf(container).filter(({ host }) => host !== undefined && host.value !== null);
    if (probes.length === 0) return yield satisfied();
    if (hostNetwork?.value === true) return yield notApplicable('The Pod has the network of the node, so that localhost is its own.');
    if (hostNetwork !== undefined && hostNetwork.value !== false)
      return yield unknown('Whether the Pod has the network of the node is filled in later.');
    for (const { kind, host } of probes) {
      const text = literalText(host);
      if (host === undefined || text === undefined) yield unknown(`The host of the ${kind} probe is filled in later.`);
      else if (!/^(?:localhost|127(?:\.\d+){3}|::1|\[::1\])$/i.test(text)) yield satisfied();
      else
        yield violated({
          span: pointAt(host),
          message: `The ${kind} probe of container "${container.name}" asks ${text}, which is the node for the kubelet and not the Pod.`,
          fixes: [fix('Remove the host', 'safe', removeEntry(host))],
        });
    }
  },
});
