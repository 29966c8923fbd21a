import { type Service, type ServicePort, serviceOf } from '../../kubernetes/service.js';
import { isStandIn, isUnresolved } from '../../kubernetes/unresolved-text.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { pointAt } from '../../yaml/point-at.js';
import { insertEntry } from '../../yaml/yaml-edit.js';
import { defineRule, type Fix, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

/** Reports names of ports that the API server refuses: missing beside others, given twice, or malformed. */
export const portNames = defineRule({
  id: 'service/port-names',
  title: 'Service ports whose names the API server refuses',
  severity: 'error',
  rejected: 'api-server',
  release: 2,
  sop: ['beyond: the standard shows Services with one port only'],
  why: `A Service with several ports needs a name for each, all different; a name is made of lower-case letters, digits and dashes. The name in a
\`targetPort\` has 15 characters at most, and one letter at least. The API server refuses the object otherwise.`,
  remedy: `Name each port after what is spoken there: \`http\`, \`grpc\`, \`metrics\`.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const service = serviceOf(resource);
    if (service === undefined) return;
    if (service.ports.length === 0) return yield notApplicable('It has no ports.');
    const found = [...service.ports.flatMap(port => malformed(port)), ...unnamed(service), ...duplicates(service)];
    if (found.length === 0) return yield satisfied();
    const later = laterAdditions(workspace);
    if (later !== undefined) return yield unknown(later);
    yield* found;
  },
});

function malformed({ node, name, targetPort, targetPortNode }: ServicePort): readonly Outcome[] {
  const nameNode = node.get('name');
  const outcomes: Outcome[] = [];
  if (name !== undefined && nameNode !== undefined && !isOpen(name) && !/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(name))
    outcomes.push(
      violated({
        span: pointAt(nameNode),
        message: `The API server refuses the name "${name}": it may have lower-case letters, digits and dashes, 63 at most, and starts and ends with none of the dashes.`,
      }),
    );
  if (
    typeof targetPort === 'string' &&
    targetPortNode !== undefined &&
    !/^\d+$/.test(targetPort) &&
    !isOpen(targetPort) &&
    !isPortName(targetPort)
  )
    outcomes.push(
      violated({
        span: pointAt(targetPortNode),
        message: `The API server refuses "${targetPort}" as the name of a port: it may have lower-case letters, digits and single dashes, 15 at most, and has a letter.`,
      }),
    );
  return outcomes;
}

/** Whether the name is filled in later. */
function isOpen(name: string): boolean {
  return isUnresolved(name) || isStandIn(name);
}

function isPortName(text: string): boolean {
  return /^[a-z0-9](?:[a-z0-9-]{0,13}[a-z0-9])?$/.test(text) && /[a-z]/.test(text) && !text.includes('--');
}

function unnamed({ ports }: Service): readonly Outcome[] {
  const nameless =
    ports.length < 2 ? [] : ports.filter(({ node }) => node.get('name')?.text === undefined || node.get('name')?.text === '');
  return nameless.map(port =>
    violated({
      span: pointAt(port.node.get('port') ?? port.node),
      message: `The Service has ${ports.length} ports, so that each needs a name: the API server refuses it without.`,
      fixes: [nameFix(port, ports)],
    }),
  );
}

/** A name after what is usually spoken on a port. */
function nameFix({ node, port, targetPort, appProtocol }: ServicePort, ports: readonly ServicePort[]): Fix | undefined {
  if (port === undefined || node.get('name') !== undefined) return undefined;
  const usual = appProtocol ?? (typeof targetPort === 'string' ? targetPort : undefined) ?? USUAL_NAMES.get(port) ?? `port-${port}`;
  const taken = ports.map(each => each.name);
  const isAmbiguous = ports.filter(each => each.node !== node && (USUAL_NAMES.get(each.port ?? 0) ?? '') === usual).length > 0;
  const name = taken.includes(usual) || isAmbiguous || !/^[a-z0-9-]{1,15}$/.test(usual) ? `port-${port}` : usual;
  return fix(`Name the port "${name}"`, 'safe', insertEntry(node, { before: 'port' }, [`name: ${name}`]));
}

const USUAL_NAMES: ReadonlyMap<number, string> = new Map([
  [80, 'http'],
  [8080, 'http'],
  [443, 'https'],
  [8443, 'https'],
  [9090, 'metrics'],
  [50051, 'grpc'],
  [53, 'dns'],
]);

function duplicates({ ports }: Service): readonly Outcome[] {
  return ports.flatMap(({ node, name }, index) => {
    const first = ports.findIndex(each => each.name === name);
    const nameNode = node.get('name');
    if (name === undefined || name === '' || nameNode === undefined || isUnresolved(name) || first === index) return [];
    const other = ports[first]?.node.get('name');
    const related = other === undefined ? [] : [{ span: pointAt(other), message: 'The other port of this name is here.' }];
    return [
      violated({
        span: pointAt(nameNode),
        message: `Another port of the Service is named "${name}" already: the API server refuses it.`,
        related,
      }),
    ];
  });
}
