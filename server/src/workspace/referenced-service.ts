import { nearestText } from '../text/edit-distance.js';
import { matchesAny } from '../text/wildcard.js';
import type { ServiceFact } from './facts.js';
import { laterAdditions } from './later-changes.js';
import { unreadReason } from './unread-documents.js';
import type { WorkspaceView } from './workspace-view.js';

/** What the name of a Service in an Ingress or a route leads to, or a full sentence that says why that cannot be told. */
export type ReferencedService =
  | { readonly kind: 'found'; readonly services: readonly ServiceFact[] }
  | { readonly kind: 'elsewhere' | 'unknown'; readonly because: string }
  | {
      readonly kind: 'missing';
      /** The name of a Service beside the reference that differs by a slip. */
      readonly meant: string | undefined;
      /** The namespace of a Service that has the name. */
      readonly namespace: string | undefined;
    };

/** Of Services with the name the unit's own count, if it has any. */
export function referencedService(name: string | undefined, namespace: string | undefined, workspace: WorkspaceView): ReferencedService {
  if (name === undefined) return { kind: 'unknown', because: 'The name of the Service is filled in later.' };
  const named = workspace.servicesNamed(name, namespace);
  const own = named.filter(({ unit }) => unit === workspace.unit);
  if (named.length > 0) return { kind: 'found', services: own.length > 0 ? own : named };
  if (matchesAny(workspace.settings.externalObjects, `Service/${name}`))
    return { kind: 'elsewhere', because: `Service "${name}" is one of \`externalObjects\` in the configuration.` };
  const because = whyUnknown(name, namespace, workspace);
  if (because !== undefined) return { kind: 'unknown', because };
  const names = workspace.services('unit', namespace).map(({ object }) => object.name);
  return { kind: 'missing', meant: nearestText(name, names), namespace: workspace.servicesNamed(name, undefined)[0]?.object.namespace };
}

function whyUnknown(name: string, namespace: string | undefined, workspace: WorkspaceView): string | undefined {
  const later = laterAdditions(workspace);
  if (later !== undefined) return later;
  if (workspace.services('unit', namespace).length === 0)
    return 'No manifest beside it defines Services, so that they come from elsewhere.';
  const [beside] = workspace.podMakers('unit', namespace);
  const maker =
    beside ?? workspace.podMakers('workspace', namespace).find(({ object }) => object.name !== '' && name.startsWith(object.name));
  if (maker !== undefined) return `What runs ${maker.object.kind} "${maker.object.name}" may make the Service.`;
  return unreadReason(workspace, 'unit', ['Service']);
}
