import { limitAwareness, processorBudgetOf } from '../../workspace/go-processors.js';
import { setIn } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

const AUTOMAXPROCS = 'go.uber.org/automaxprocs';

export const gomaxprocsNotContainerAware = defineRule({
  id: 'go/gomaxprocs-not-container-aware',
  title: 'Go program that does not know its CPU limit',
  severity: 'information',
  release: 2,
  sop: ['S6.0/3'],
  why: `Before Go 1.25 the runtime runs as many threads as the node has CPUs, whatever the limit of the container. They use up its share of a period
in a moment, and the whole program stands still for the rest of it: latencies of a tenth of a second come from nowhere. The \`go\` line of go.mod
decides, not the version that builds it.`,
  remedy: `Raise the \`go\` line to 1.25 or later, set \`GOMAXPROCS\` from \`limits.cpu\`, or import \`go.uber.org/automaxprocs\`.`,
  fixSafety: `The program runs fewer threads then: what it gains in latency it may lose in throughput.`,
  on: 'container',

  *check(container, { workspace }) {
    const budget = processorBudgetOf(container, workspace);
    if (!('limit' in budget)) return yield budget.isKnown ? notApplicable(budget.because) : unknown(budget.because);
    const { variable, limitNode } = budget;
    if (variable.kind === 'open') return yield unknown(variable.because);
    if (variable.kind !== 'unset') return yield satisfied('GOMAXPROCS is set.');
    const { isAware, because, program } = limitAwareness(container, workspace);
    if (isAware === undefined || program === undefined) return yield unknown(because);
    if (isAware) return yield satisfied(because);
    if (program.module.module.requires.some(({ path }) => path === AUTOMAXPROCS))
      return yield satisfied('The program requires automaxprocs, which sets it from the cgroup.');
    if (workspace.isBase) return yield unknown('It stands in a kustomize base: an overlay may set GOMAXPROCS.');
    const lines = ['name: GOMAXPROCS', 'valueFrom:', '  resourceFieldRef:', '    resource: limits.cpu'];
    yield violated({
      span: limitNode.span,
      message: `Container "${container.name}" has a CPU limit of ${limitNode.text}, but its Go runtime runs as many threads as the node has CPUs. ${because}`,
      fixes: [fix('Set GOMAXPROCS from limits.cpu', 'unsafe', setIn(container.node, ['env', '-'], lines))],
    });
  },
});
