import { headOf } from '../../kubernetes/container.js';
import { parseGoMaxProcs } from '../../kubernetes/go-processors.js';
import { wholeUnitsOf } from '../../kubernetes/quantity.js';
import { limitAwareness, processorBudgetOf } from '../../workspace/go-processors.js';
import { pointAt } from '../../yaml/point-at.js';
import { removeEntry } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

const AUTOMAXPROCS = 'go.uber.org/automaxprocs';

export const gomaxprocsRedundant = defineRule({
  id: 'go/gomaxprocs-redundant',
  title: 'GOMAXPROCS that the runtime would choose by itself',
  severity: 'hint',
  release: 3,
  sop: ['beyond: newer than the standard, which describes Go 1.21'],
  why: `Since Go 1.25 the runtime reads the CPU limit, and follows it when it changes. A fixed number, from the environment or from automaxprocs, is
read once: a limit that is raised in place changes nothing.`,
  remedy: `Leave \`GOMAXPROCS\` and automaxprocs out.`,
  fixSafety: `A program that is built with an older Go needs it still.`,
  on: 'container',

  *check(container, { workspace }) {
    const budget = processorBudgetOf(container, workspace);
    if (!('limit' in budget)) return yield budget.isKnown ? notApplicable(budget.because) : unknown(budget.because);
    const { limit, variable } = budget;
    const cpus = Number(wholeUnitsOf(limit));
    if (cpus < 2) return yield notApplicable('Below two CPUs the runtime would choose 2, and the variable may say less.');
    const { isAware, because, program } = limitAwareness(container, workspace);
    if (isAware === undefined || program === undefined) return yield unknown(because);
    if (!isAware) return yield notApplicable(because);
    const isSame =
      variable.kind === 'field' ? variable.resource === 'limits.cpu' : variable.kind === 'text' && parseGoMaxProcs(variable.text) === cpus;
    const entry = container.env.get('GOMAXPROCS');
    if (isSame && entry !== undefined)
      return yield violated({
        span: pointAt(entry.node.get('name') ?? entry.node),
        message: `The Go runtime chooses GOMAXPROCS ${cpus} from the CPU limit by itself, and follows it when it changes. ${because}`,
        fixes: [fix('Remove GOMAXPROCS', 'unsafe', removeEntry(entry.node))],
      });
    const requirement = program.module.module.requires.find(({ path, indirect }) => path === AUTOMAXPROCS && !indirect);
    if (requirement === undefined) return yield satisfied();
    yield violated({
      span: headOf(container),
      message: `The program of container "${container.name}" requires automaxprocs, which its Go runtime no longer needs. ${because}`,
    });
  },
});
