import { coversHost, type Ingress, ingressOf } from '../../kubernetes/ingress.js';
import { literalText } from '../../kubernetes/unresolved-text.js';
import { nearestText } from '../../text/edit-distance.js';
import { hostsOfOtherIngresses, type IngressHosts } from '../../workspace/ingress-hosts.js';
import { pointAt } from '../../yaml/point-at.js';
import { replaceScalar, setIn } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, type Fix, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

/** Reports hosts of an Ingress that its `tls` does not cover, and hosts of `tls` that no rule serves. */
export const tlsHostMismatch = defineRule({
  id: 'ingress/tls-host-mismatch',
  title: 'Hosts of rules and of TLS that differ',
  severity: 'warning',
  release: 1,
  sop: ['G7.1/5'],
  why: `The controller picks the certificate by the hosts in \`tls\`. A host that a rule serves and \`tls\` does not name gets the controller's own
certificate, which no client trusts; a host in \`tls\` that no rule serves is a slip, or a certificate that nobody needs. A \`*\` covers one label.`,
  remedy: `Name the same hosts under \`rules\` and under \`tls\`.`,
  fixSafety: `The certificate in the Secret has to hold the host, too.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const ingress = ingressOf(resource);
    if (ingress === undefined) return;
    const { tls, rules } = ingress;
    if (tls.length === 0) return yield notApplicable('It has no TLS.');
    if (tls.some(({ hosts }) => hosts.length === 0)) return yield notApplicable('One entry of `tls` names no hosts: it holds for all.');
    const served = rules.flatMap(({ host }) => host ?? []);
    if (served.length < rules.length || rules.length === 0) return yield notApplicable('A rule without host serves all.');
    const covered = tls.flatMap(({ hosts }) => hosts);
    const [servedTexts, coveredTexts] = [served, covered].map(nodes => nodes.map(literalText));
    if (servedTexts?.includes(undefined) !== false || coveredTexts?.includes(undefined) !== false)
      return yield unknown('Not all hosts are literal.');
    if (Object.keys(ingress.annotations).some(key => /server-alias|from-to-www|mergeable-ingress/.test(key)))
      return yield unknown('An annotation adds names to the host.');
    const others = hostsOfOtherIngresses(ingress, workspace);
    yield* judge(ingress, served, covered, others);
  },
});

function* judge(
  { tls, rules }: Ingress,
  served: readonly YamlNode[],
  covered: readonly YamlNode[],
  others: IngressHosts,
): Iterable<Outcome> {
  const isCovered = (host: string) => [...covered.flatMap(textOf), ...others.covered].some(pattern => coversHost(pattern, host));
  const isServed = (host: string) =>
    [...served.flatMap(textOf), ...others.served].some(pattern => coversHost(pattern, host) || coversHost(host, pattern));
  const bare = served.filter(node => textOf(node).some(host => !isCovered(host)));
  const unserved = covered.filter(node => textOf(node).some(host => !isServed(host)));
  if (bare.length === 0 && unserved.length === 0) return yield satisfied();
  const [onlyBare, onlyUnserved] = [bare, unserved].map(nodes => (nodes.length === 1 ? nodes[0] : undefined));
  // One host on each side that the other lacks is one mistake.
  const pair =
    onlyUnserved !== undefined && onlyBare !== undefined && !isWildcard(onlyUnserved) ? [[onlyUnserved, onlyBare.text ?? ''] as const] : [];
  const slips = new Map([...unserved.flatMap(node => slipOf(node, bare)), ...pair]);
  for (const node of bare) {
    const [host = ''] = textOf(node);
    const slip = [...slips].find(([, meant]) => meant === host)?.[0];
    yield violated({
      span: pointAt(node),
      message: `No host under "tls" covers "${host}": clients get a certificate that they do not trust.${slip === undefined ? '' : ` There is "${slip.text}".`}`,
      related: slip === undefined ? [] : [{ span: pointAt(slip), message: 'The host of the certificate is here.' }],
      fixes: [
        slip === undefined ? undefined : fix(`Write "${host}" under "tls", too`, 'unsafe', replaceScalar(slip, host)),
        slip === undefined && tls.length === 1 ? addHost(tls[0]?.node, host) : undefined,
      ],
    });
  }
  for (const node of unserved) {
    if (slips.has(node)) continue;
    yield violated({
      span: pointAt(node),
      message: `No rule serves "${node.text}", which "tls" has a certificate for.`,
      related: rules
        .slice(0, 1)
        .flatMap(({ host }) => (host === undefined ? [] : [{ span: pointAt(host), message: 'What is served starts here.' }])),
    });
  }
}

function addHost(entry: YamlNode | undefined, host: string): Fix | undefined {
  const text = host.startsWith('*') ? JSON.stringify(host) : host;
  return entry && fix(`Add "${host}" to the hosts of "tls"`, 'unsafe', setIn(entry, ['hosts', '-'], [text]));
}

/** The host of a rule that a host under `tls` was meant to be. */
function slipOf(node: YamlNode, bare: readonly YamlNode[]): readonly (readonly [YamlNode, string])[] {
  const [host] = textOf(node);
  const meant = host === undefined || isWildcard(node) ? undefined : nearestText(host, bare.flatMap(textOf));
  return meant === undefined ? [] : [[node, meant]];
}

function isWildcard({ text }: YamlNode): boolean {
  return text?.startsWith('*') ?? false;
}

function textOf(node: YamlNode): readonly string[] {
  return node.text === undefined ? [] : [node.text];
}
