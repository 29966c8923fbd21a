import { isHelmTest } from '../kubernetes/resource.js';
import type { Service } from '../kubernetes/service.js';
import { matchesAny } from '../text/wildcard.js';
import type { WorkspaceView } from './workspace-view.js';

/** Why a Service need not select Pods of the workspace, or why that cannot be known; `undefined` if it should. */
export function whyWithoutPods(
  { resource, type, selector }: Service,
  workspace: WorkspaceView,
): { readonly kind: 'not-needed' | 'unknown'; readonly because: string } | undefined {
  const notNeeded = (because: string) => ({ kind: 'not-needed', because }) as const;
  if (type === 'ExternalName') return notNeeded('An ExternalName Service selects nothing.');
  if (selector === undefined) return notNeeded('The Service has no selector.');
  if (isHelmTest(resource)) return notNeeded('The Service belongs to a Helm test.');
  if (matchesAny(workspace.settings.externalObjects, `Service/${resource.name}`))
    return notNeeded('The configuration says that the Pods of this Service are elsewhere.');
  if (!selector.known) return { kind: 'unknown', because: 'Not all labels of the selector are literal.' };
  const hasEndpoints = ['Endpoints', 'EndpointSlice'].some(kind =>
    workspace
      .objects('workspace', kind, undefined)
      .some(({ object }) => object.name === resource.name || object.name.startsWith(`${resource.name}-`)),
  );
  return hasEndpoints ? notNeeded('Its endpoints are written by hand.') : undefined;
}
