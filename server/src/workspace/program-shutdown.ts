import type { Container } from '../kubernetes/container.js';
import { goProgramOf } from './go-program.js';
import { folderOf } from './uri-path.js';
import type { WorkspaceView } from './workspace-view.js';

/** What the Go sources of a container's program say about its shutdown, in seconds. What is not known is `undefined`. */
export interface ProgramShutdown {
  /** Whether the workspace has the sources. */
  readonly isKnown: boolean;
  /** Whether it pauses before it refuses connections; `undefined` if no source shuts a server down. */
  readonly waits: boolean | undefined;
  readonly delaySeconds: number | undefined;
  readonly timeoutSeconds: number | undefined;
}

/** Where several sources of the module shut servers down, only what they agree on is known. */
export function programShutdownOf(container: Container, workspace: WorkspaceView): ProgramShutdown {
  const program = goProgramOf(container, workspace);
  if (typeof program === 'string') return { isKnown: false, waits: undefined, delaySeconds: undefined, timeoutSeconds: undefined };
  const times = workspace
    .goSources(folderOf(program.module.uri))
    .flatMap(({ uri, shutdown }) => (shutdown === undefined || uri.endsWith('_test.go') ? [] : [shutdown]));
  const same = (values: readonly (number | undefined)[]) => (new Set(values).size === 1 ? values[0] : undefined);
  return {
    isKnown: true,
    waits: times.length === 0 ? undefined : times.some(({ waits }) => waits),
    delaySeconds: same(times.map(({ delaySeconds }) => delaySeconds)),
    timeoutSeconds: same(times.map(({ timeoutSeconds }) => timeoutSeconds)),
  };
}
