import type { Container } from '../../kubernetes/container.js';
import { limitOf } from '../../kubernetes/container-resources.js';
import { goMemoryLimitFor } from '../../kubernetes/go-memory-limit.js';
import { quantityOf } from '../../kubernetes/quantity.js';
import type { GoModuleFact } from '../../workspace/facts.js';
import { goEvidenceOf } from '../../workspace/go-evidence.js';
import { goVariableOf } from '../../workspace/go-variable.js';
import { folderOf } from '../../workspace/uri-path.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { setIn } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';
import { goMemoryLimitDefect } from '../go-memory-limit-defect.js';
import { HEAP_SHARE } from '../heap-share.js';

const AUTOMEMLIMIT = 'github.com/KimMachineGun/automemlimit';

export const gomemlimitMissing = defineRule({
  id: 'go/gomemlimit-missing',
  title: 'Go container with a memory limit and no GOMEMLIMIT',
  severity: 'warning',
  release: 1,
  sop: ['S6.0', 'G6.3'],
  why: `The Go garbage collector does not read the container's memory limit. It lets the heap grow to about twice what is in use, and the
kernel kills the container (\`OOMKilled\`) before a collection that would have made room. \`GOMEMLIMIT\` tells the runtime where to
collect harder instead. It is a static number: it has to move when the limit moves.`,
  remedy: `Set \`GOMEMLIMIT\` to about 90 % of \`resources.limits.memory\`, with Go's units (\`460MiB\`), or let the program set it from
its cgroup with \`github.com/KimMachineGun/automemlimit\`.`,
  options: {
    ratio: HEAP_SHARE,
  },
  on: 'container',

  *check(container, { workspace, options }) {
    if (container.role === 'init') {
      yield notApplicable('An init container ends before its heap matters.');
      return;
    }
    const limit = limitOf(container, 'memory');
    const amount = quantityOf(limit?.node);
    if (limit === undefined) {
      yield notApplicable('There is no memory limit to stay below.');
      return;
    }
    if (workspace.isBase) {
      yield unknown('It stands in a kustomize base: an overlay may set GOMEMLIMIT.');
      return;
    }
    const evidence = goEvidenceOf(container, workspace);
    if (evidence.isGo === false) {
      yield notApplicable(evidence.because);
      return;
    }
    if (evidence.isGo === undefined || amount === undefined) {
      yield unknown(amount === undefined ? 'The memory limit is not a literal quantity.' : evidence.because);
      return;
    }
    const setter = whatSetsTheLimit(evidence.module, workspace);
    if (setter !== undefined) {
      yield notApplicable(setter);
      return;
    }
    const variable = goVariableOf(container, 'GOMEMLIMIT', workspace);
    if (variable.kind === 'text' || variable.kind === 'field') {
      yield satisfied('GOMEMLIMIT is set.');
      return;
    }
    if (limit.level === 'pod' && countOfSharers(container) > 1) {
      yield unknown('The memory limit is that of the Pod, and how its containers share it is not known.');
      return;
    }
    const wanted = goMemoryLimitFor(amount, options.ratio);
    yield violated({
      span: limit.node.span,
      message: `Container "${container.name}" may use ${limit.node.text} of memory, but GOMEMLIMIT is not set. ${evidence.because}`,
      defect: goMemoryLimitDefect(container),
      ...(variable.kind === 'open' ? { severity: 'information' } : {}),
      fixes: [fix(`Set GOMEMLIMIT to ${wanted}`, 'safe', addVariable(container, wanted))],
    });
  },
});

/** Why the program needs no variable; `undefined` if nothing says so. */
function whatSetsTheLimit(module: GoModuleFact | undefined, workspace: WorkspaceView): string | undefined {
  if (module === undefined) return undefined;
  const requirement = module.module.requires.find(({ path }) => path === AUTOMEMLIMIT);
  if (requirement !== undefined && !requirement.indirect) return 'The program requires automemlimit, which sets the limit from the cgroup.';
  const isSet = workspace.goSources(folderOf(module.uri)).some(({ setsMemoryLimit }) => setsMemoryLimit);
  return isSet ? 'The program sets its memory limit itself, with debug.SetMemoryLimit.' : undefined;
}

function countOfSharers({ workload }: Container): number {
  return workload.containers.filter(({ role }) => role !== 'init').length;
}

function addVariable(container: Container, value: string) {
  return setIn(container.node, ['env', '-'], ['name: GOMEMLIMIT', `value: ${value}`]);
}
