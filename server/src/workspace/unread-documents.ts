import { WORKLOAD_KIND_NAMES } from '../kubernetes/workload.js';
import { fileNameOf } from './uri-path.js';
import type { WorkspaceView } from './workspace-view.js';

/** Why something may be there after all: a full sentence about a document that names one of the kinds and cannot be read. */
export function unreadReason(workspace: WorkspaceView, scope: 'unit' | 'workspace', kinds: Iterable<string>): string | undefined {
  if (workspace.openBecause !== undefined) return workspace.openBecause;
  for (const kind of kinds) {
    const [first] = workspace.unread(scope, kind);
    if (first !== undefined) return `A ${kind} in "${fileNameOf(first.uri)}" cannot be read.`;
  }
  return undefined;
}

/** The same about any kind that makes Pods. */
export function unreadWorkloadReason(workspace: WorkspaceView, scope: 'unit' | 'workspace'): string | undefined {
  return unreadReason(workspace, scope, WORKLOAD_KIND_NAMES);
}
