import type { WorkspaceView } from './workspace-view.js';

const DEVELOPMENT =
  /^(?:dev|develop|development|local|localhost|kind|k3d|k3s|minikube|sandbox|playground|preview|e2e|ci|tests?|testing|testdata)(?:[-_].*)?$/i;

/** Whether folder, environment or namespace say that an object is for development, where nobody minds a pause. */
export function isForDevelopment(workspace: WorkspaceView, namespace: string | undefined): boolean {
  const folders = workspace.uri.split('/').slice(0, -1);
  // Only the folders of the application: the workspace itself may stand anywhere.
  const above = workspace.unit.split('/').length - 1;
  return [...folders.slice(above), workspace.environment ?? '', namespace ?? ''].some(name => DEVELOPMENT.test(name));
}
