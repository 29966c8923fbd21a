import { literalText } from '../kubernetes/unresolved-text.js';
import type { Workload } from '../kubernetes/workload.js';
import { namespaceIn } from './selected-workloads.js';
import type { WorkspaceView } from './workspace-view.js';

/** The account that Pods run with, as far as the files say. */
export interface PodAccount {
  /** `default` unless written; `undefined` if it is not literal. */
  readonly name: string | undefined;
  /** Whether a manifest defines it. */
  readonly isDefined: boolean;
  readonly hasPullSecrets: boolean;
  /** Whether its Pods get a token of the API server, unless they say otherwise. */
  readonly mountsToken: boolean;
}

/** Where several manifests define the account, what one of them says counts. */
export function accountOf({ podSpec, resource }: Workload, workspace: WorkspaceView): PodAccount {
  const node = podSpec?.get('serviceAccountName') ?? podSpec?.get('serviceAccount');
  const name = node?.text === undefined ? 'default' : literalText(node);
  const accounts = workspace
    .objects('workspace', 'ServiceAccount', namespaceIn(workspace, resource))
    .filter(({ object }) => object.name === name);
  return {
    name,
    isDefined: accounts.length > 0,
    hasPullSecrets: accounts.some(({ content }) => content['hasPullSecrets'] === true),
    mountsToken: accounts.every(({ content }) => content['mountsToken'] !== false),
  };
}
