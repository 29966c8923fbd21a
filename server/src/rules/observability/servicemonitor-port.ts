import { mapsOf } from '../../kubernetes/container.js';
import { groupOf, type Resource } from '../../kubernetes/resource.js';
import { labelSelectorOf, requirementsOf, selectorMatches } from '../../kubernetes/selector.js';
import { literalText } from '../../kubernetes/unresolved-text.js';
import { nearestText } from '../../text/edit-distance.js';
import type { ServiceFact } from '../../workspace/facts.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import { unreadReason } from '../../workspace/unread-documents.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { pointAt } from '../../yaml/point-at.js';
import { replaceScalar } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

export const servicemonitorPort = defineRule({
  id: 'observability/servicemonitor-port',
  title: 'ServiceMonitor for a port that its Services do not have',
  severity: 'warning',
  release: 3,
  sop: ['beyond: the standard announces metrics by annotations, and does not name ServiceMonitors'],
  why: `A ServiceMonitor finds the port to scrape by its name in the Service. Without a port of that name there is no target, and what is not there
is not even shown as down.`,
  remedy: `Name a port of the Service in \`endpoints\`, or give the port of the Service that name.`,
  fixSafety: `Which of several ports serves metrics is not in the files.`,
  on: 'resource',

  *check(resource, { workspace }) {
    if (resource.kind !== 'ServiceMonitor' || groupOf(resource.apiVersion) !== 'monitoring.coreos.com') return;
    const services = selectedServices(resource, workspace);
    for (const endpoint of mapsOf(resource.node.find('spec', 'endpoints'))) yield judge(endpoint, services, workspace);
  },
});

/** The Services that a monitor surely selects, or a sentence that says why they are not known. */
function selectedServices(resource: Resource, workspace: WorkspaceView): readonly ServiceFact[] | string {
  const selector = labelSelectorOf(resource.node.find('spec', 'selector'));
  if (selector === 'unknown') return 'Not all labels of the selector are literal.';
  if (requirementsOf(selector).length === 0) return 'It selects every Service.';
  const elsewhere = resource.node.find('spec', 'namespaceSelector');
  const namespace = elsewhere === undefined || elsewhere.entries().length === 0 ? namespaceIn(workspace, resource) : undefined;
  const selected = workspace
    .services('workspace', namespace)
    .filter(({ labels }) => selectorMatches(selector, { labels, known: true }) === true);
  return selected.some(({ unit }) => unit === workspace.unit) ? selected : 'No Service of the application has the labels that it selects.';
}

function judge(endpoint: YamlNode, services: readonly ServiceFact[] | string, workspace: WorkspaceView): Outcome {
  const node = endpoint.get('port');
  const port = literalText(node);
  if (node === undefined || node.text === undefined) return notApplicable('The endpoint names no port of a Service.');
  if (port === undefined) return unknown('The name of the port is filled in later.');
  if (typeof services === 'string') return unknown(services);
  if (services.some(({ ports }) => ports.some(({ name }) => name === port))) return satisfied();
  const later = laterAdditions(workspace) ?? unreadReason(workspace, 'workspace', ['Service']);
  if (later !== undefined) return unknown(later);
  const names = [...new Set(services.flatMap(({ ports }) => ports.flatMap(({ name }) => name ?? [])))];
  const meant = nearestText(port, names) ?? (names.length === 1 ? names[0] : undefined);
  const [first] = services;
  const has = names.length === 0 ? 'whose ports have no names' : `which has ${names.map(name => `"${name}"`).join(', ')}`;
  return violated({
    span: pointAt(node),
    message: `Nothing is scraped: no Service that it selects has a port "${port}". It selects Service "${first?.object.name}", ${has}.`,
    fixes: [meant === undefined ? undefined : fix(`Scrape port "${meant}"`, 'unsafe', replaceScalar(node, meant))],
  });
}
