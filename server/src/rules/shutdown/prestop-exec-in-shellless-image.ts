import { preStopOf } from '../../kubernetes/pre-stop.js';
import { programOf } from '../../workspace/image-programs.js';
import { pointAt } from '../../yaml/point-at.js';
import { replaceEntry } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

export const prestopExecInShelllessImage = defineRule({
  id: 'shutdown/prestop-exec-in-shellless-image',
  title: 'preStop hook that runs a program which the image does not have',
  severity: 'error',
  release: 1,
  sop: ['S2.0/7', 'S5.0/7'],
  why: `An image on distroless or scratch has no shell and no \`sleep\`. The hook fails with an event that nobody reads, SIGTERM follows at once, and
the pause that was meant to let the endpoints' removal spread never happens.`,
  remedy: `Use the \`sleep\` action, which needs no program: \`preStop.sleep.seconds\` (since Kubernetes 1.30).`,
  fixSafety: `Clusters before Kubernetes 1.30 do not know the action.`,
  on: 'container',

  *check(container, { workspace }) {
    const hook = preStopOf(container);
    if (hook?.handler !== 'exec' || hook.handlerNode === undefined) return yield notApplicable('No hook of it runs a program.');
    const answer = programOf(container, hook.command, workspace);
    if (answer.kind === 'there') return yield satisfied(answer.because);
    if (answer.kind === 'unknown') return yield unknown(answer.because);
    const { seconds, isPause } = hook;
    const [first] = hook.command;
    yield violated({
      span: pointAt(first ?? hook.handlerNode),
      message: `The preStop hook runs "${answer.program}", which the image of container "${container.name}" does not have: ${answer.because} The hook fails, and SIGTERM comes at once.`,
      fixes: [
        isPause && seconds !== undefined
          ? fix(`Pause with the sleep action: ${seconds} s`, 'unsafe', replaceEntry(hook.handlerNode, ['sleep:', `  seconds: ${seconds}`]))
          : undefined,
      ],
    });
  },
});
