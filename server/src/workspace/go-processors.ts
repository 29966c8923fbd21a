import { isGoBefore } from '../golang/go-version.js';
import type { Container } from '../kubernetes/container.js';
import { limitOf } from '../kubernetes/container-resources.js';
import { type Quantity, quantityOf } from '../kubernetes/quantity.js';
import { runsToCompletion } from '../kubernetes/workload.js';
import type { YamlNode } from '../yaml/yaml-node.js';
import { type GoProgram, goProgramOf } from './go-program.js';
import { type GoVariable, goVariableOf } from './go-variable.js';
import type { WorkspaceView } from './workspace-view.js';

/** The CPU limit of a container and the GOMAXPROCS of its program. */
export interface ProcessorBudget {
  readonly limit: Quantity;
  readonly limitNode: YamlNode;
  readonly variable: GoVariable;
}

/** A full sentence says why there is nothing to judge: `isKnown` if that is so, and not only unknown. */
export function processorBudgetOf(
  container: Container,
  workspace: WorkspaceView,
): ProcessorBudget | { readonly isKnown: boolean; readonly because: string } {
  if (container.role === 'init' || runsToCompletion(container.workload)) return { isKnown: true, because: 'It ends before it matters.' };
  const limit = limitOf(container, 'cpu');
  if (limit === undefined) return { isKnown: true, because: 'There is no CPU limit.' };
  const amount = quantityOf(limit.node);
  if (limit.level === 'pod')
    return { isKnown: false, because: 'The CPU limit is that of the Pod, and how its containers share it is not known.' };
  if (amount === undefined || amount.nanos <= 0n) return { isKnown: false, because: 'The CPU limit is not a literal quantity.' };
  return { limit: amount, limitNode: limit.node, variable: goVariableOf(container, 'GOMAXPROCS', workspace) };
}

/** The first version whose runtime looks at the CPU limit of its container. */
const SINCE = 25;
const SETTING = 'containermaxprocs';

/**
 * Whether the runtime of a program looks at the CPU limit: since Go 1.25, if the `go` line of its module says so and no setting turns it off.
 * With it the sentence that says why.
 */
export function limitAwareness(
  container: Container,
  workspace: WorkspaceView,
): { readonly isAware: boolean | undefined; readonly because: string; readonly program: GoProgram | undefined } {
  const program = goProgramOf(container, workspace);
  if (typeof program === 'string') return { isAware: undefined, because: program, program: undefined };
  const debug = goVariableOf(container, 'GODEBUG', workspace);
  if (debug.kind === 'open' || debug.kind === 'field') return { isAware: undefined, because: 'What GODEBUG says is not known.', program };
  const setting = debug.kind === 'text' ? new RegExp(`(?:^|,)${SETTING}=([01])`).exec(debug.text)?.[1] : undefined;
  if (setting !== undefined) return { isAware: setting === '1', because: `GODEBUG sets ${SETTING}=${setting}.`, program };
  const { goVersion, godebug } = program.module.module;
  if (godebug[SETTING] === '0') return { isAware: false, because: `go.mod sets ${SETTING}=0.`, program };
  const language = godebug['default'] ?? goVersion;
  const isOld = isGoBefore(language, SINCE);
  if (isOld === undefined) return { isAware: undefined, because: 'The go.mod of the program says no version of Go.', program };
  return { isAware: !isOld, because: `go.mod says Go ${goVersion}.`, program };
}
