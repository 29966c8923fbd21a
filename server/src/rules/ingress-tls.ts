import type { Ingress } from '../kubernetes/ingress.js';
import { literalText } from '../kubernetes/unresolved-text.js';
import { setIn } from '../yaml/yaml-edit.js';
import { type Fix, fix } from './define-rule.js';

/** That an Ingress has no `tls`, whichever rule says it. */
export const INGRESS_TLS_DEFECT = 'ingress-tls';

/** Adds `tls` for all hosts of an Ingress; `undefined` if it names none. */
export function ingressTlsFix({ resource, rules }: Ingress): Fix | undefined {
  const hosts = [...new Set(rules.flatMap(({ host }) => literalText(host) ?? []))].filter(host => host !== '');
  if (hosts.length === 0 || hosts.length < rules.length || resource.name === '') return undefined;
  const secret = `${resource.name}-tls`;
  const list = hosts.map(host => `    - ${host.startsWith('*') ? JSON.stringify(host) : host}`);
  const edit = setIn(resource.node, ['spec', 'tls'], ['- hosts:', ...list, `  secretName: ${secret}`]);
  return fix(`Serve ${hosts.length === 1 ? `"${hosts[0]}"` : 'the hosts'} with the certificate in Secret "${secret}"`, 'unsafe', edit);
}
