import { preStopOf } from '../../kubernetes/pre-stop.js';
import { isBeforeMinor } from '../../kubernetes/version.js';
import { pointAtKey } from '../../yaml/point-at.js';
import { replaceEntry } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

const SINCE = 30;

export const sleepActionVersion = defineRule({
  id: 'shutdown/sleep-action-version',
  title: 'Sleep action on a cluster that does not know it',
  severity: 'warning',
  release: 2,
  sop: ['beyond: the standard asks for the pause, not for how it is written'],
  why: `\`preStop.sleep\` is on by default since Kubernetes 1.${SINCE}. An older API server drops the field or rejects the hook, and there is no pause.`,
  remedy: `Run \`sleep\` with \`exec\`, if the image has it, or let the program wait.`,
  fixSafety: `The image has to have \`sleep\`.`,
  on: 'container',

  *check(container, { workspace }) {
    const hook = preStopOf(container);
    if (hook?.handler !== 'sleep' || hook.handlerNode === undefined) return yield notApplicable('It has no hook with the sleep action.');
    const isOld = isBeforeMinor(workspace.settings.kubernetesVersion, SINCE);
    if (isOld === undefined) return yield unknown('The version of Kubernetes is not configured.');
    if (!isOld) return yield satisfied();
    const { seconds, handlerNode } = hook;
    const lines = ['exec:', `  command: ["sleep", "${seconds}"]`];
    yield violated({
      span: pointAtKey(handlerNode),
      message: `The sleep action needs Kubernetes 1.${SINCE}, and the cluster has ${workspace.settings.kubernetesVersion}: there is no pause before SIGTERM.`,
      fixes: [seconds === undefined ? undefined : fix(`Run sleep ${seconds} instead`, 'unsafe', replaceEntry(handlerNode, lines))],
    });
  },
});
