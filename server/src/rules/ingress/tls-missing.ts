import { coversHost, type Ingress, ingressOf } from '../../kubernetes/ingress.js';
import { isHelmTest } from '../../kubernetes/resource.js';
import { matchesAny } from '../../text/wildcard.js';
import { isForDevelopment } from '../../workspace/development.js';
import { ingressControllerOf } from '../../workspace/ingress-controller.js';
import { hostsOfOtherIngresses } from '../../workspace/ingress-hosts.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import { pointAt, pointAtKey } from '../../yaml/point-at.js';
import { defineRule, notApplicable, satisfied, unknown, violated } from '../define-rule.js';
import { INGRESS_TLS_DEFECT, ingressTlsFix } from '../ingress-tls.js';

/** Reports an Ingress that serves its hosts without TLS. */
export const tlsMissing = defineRule({
  id: 'ingress/tls-missing',
  title: 'Ingress without TLS',
  severity: 'warning',
  release: 1,
  sop: ['G7.1/5'],
  why: `Without \`tls\` the controller serves the hosts over plain HTTP, or with a certificate of its own that no browser trusts. Whoever stands
between can read and change what passes, cookies and tokens included.`,
  remedy: `Add \`tls\` with the hosts of the rules and the Secret that holds their certificate. Where a load balancer in front ends TLS, its
annotations say so; classes that serve private networks only are listed in \`internalClasses\`.`,
  fixSafety: `The Secret has to exist, or cert-manager has to be told to make it: until then the controller answers with its own
certificate.`,
  options: {
    internalClasses: {
      type: 'strings',
      default: ['*internal*', '*private*', 'tailscale'],
      description: 'Patterns of ingress classes that serve private networks, where TLS is not asked for.',
    },
  },
  on: 'resource',

  *check(resource, { workspace, options }) {
    const ingress = ingressOf(resource);
    if (ingress === undefined) return;
    if (ingress.spec?.get('tls') !== undefined) return yield satisfied();
    if (ingress.rules.length === 0 && ingress.backends.length === 0) return yield notApplicable('It serves nothing yet.');
    if (isHelmTest(resource)) return yield notApplicable('It belongs to a Helm test.');
    if (matchesAny(options.internalClasses, ingress.className)) return yield notApplicable('Its class serves a private network.');
    if (isForDevelopment(workspace, namespaceIn(workspace, resource))) return yield notApplicable('It is for development.');
    if (ingress.rules.some(({ host }) => LOCAL_HOST.test(host?.text ?? ''))) return yield notApplicable('Its host is a local one.');
    const controller = ingressControllerOf(ingress, workspace);
    if (controller === 'alb' || controller === 'gce')
      return yield unknown('Its load balancer takes certificates from the account or from objects of its own.');
    if (Object.entries(ingress.annotations).some(([key, value]) => key.endsWith('/mergeable-ingress-type') && value === 'minion'))
      return yield notApplicable('TLS belongs to the master of this minion.');
    const covered = hostsOfOtherIngresses(ingress, workspace).covered;
    if (ingress.rules.some(({ host }) => covered.some(pattern => coversHost(pattern, host?.text ?? ''))))
      return yield unknown('Another Ingress has a certificate for its host.');
    const annotation = Object.keys(ingress.annotations).find(key => /tls|ssl|cert|https|acme|entrypoints|cloudflare/i.test(key));
    if (annotation !== undefined) return yield unknown(`The annotation "${annotation}" may say where TLS ends.`);
    const later = laterAdditions(workspace);
    if (later !== undefined) return yield unknown(later);
    yield violated({
      span: placeOf(ingress),
      message: `The Ingress serves ${servedBy(ingress)} without TLS: what passes can be read and changed on its way.`,
      defect: INGRESS_TLS_DEFECT,
      fixes: [ingressTlsFix(ingress)],
    });
  },
});

/** Names that are resolved on one machine or in one room. */
const LOCAL_HOST =
  /(?:^|\.)(?:localhost|local|localdev|localdomain|lan|internal|intranet|home|home\.arpa|test|nip\.io|sslip\.io|xip\.io)$/i;

function placeOf({ spec, rules, resource }: Ingress) {
  const host = rules[0]?.host;
  if (host?.text !== undefined && host.text !== '') return pointAt(host);
  return spec === undefined ? pointAt(resource.node) : pointAtKey(spec.get('rules') ?? spec.get('defaultBackend') ?? spec);
}

function servedBy({ rules }: Ingress): string {
  const hosts = rules.flatMap(({ host }) => host?.text ?? []).filter(host => host !== '');
  const [first] = hosts;
  if (first === undefined) return 'its paths';
  return hosts.length === 1 ? `"${first}"` : `"${first}" and ${hosts.length - 1} more host${hosts.length === 2 ? '' : 's'}`;
}
