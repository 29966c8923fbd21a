import { literalInteger } from '../../kubernetes/unresolved-text.js';
import { onlyWaits, runsToCompletion } from '../../kubernetes/workload.js';
import { isForDevelopment } from '../../workspace/development.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import { servicesForUsers } from '../../workspace/services-in-front.js';
import { pointAt } from '../../yaml/point-at.js';
import { replaceScalar } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';
import { graceDefect } from '../grace-defect.js';

const USUAL_SECONDS = 30;

export const graceZero = defineRule({
  id: 'shutdown/grace-zero',
  title: 'Grace period that leaves no time to shut down',
  severity: 'error',
  release: 1,
  sop: ['S5.0/5'],
  why: `With a grace period of zero the containers get SIGKILL at once: requests in flight are cut off, and nothing is flushed or handed over.
A few seconds are hardly better behind a Service, since it takes some of them until no new requests arrive.`,
  remedy: `Leave \`terminationGracePeriodSeconds\` at its default of ${USUAL_SECONDS}, or give it what shutting down takes.`,
  fixSafety: `Pods that were removed at once may take up to ${USUAL_SECONDS} seconds then.`,
  options: {
    leastSeconds: {
      type: 'number',
      default: 10,
      minimum: 1,
      description: 'A shorter grace period is reported for Pods that a Service sends requests to.',
    },
  },
  on: 'workload',

  *check(workload, { workspace, options }) {
    const node = workload.podSpec?.get('terminationGracePeriodSeconds');
    const seconds = literalInteger(node);
    if (node === undefined || node.value === null) {
      yield satisfied(`The default is ${USUAL_SECONDS} seconds.`);
      return;
    }
    if (seconds === undefined) {
      yield unknown('The grace period is not a literal number.');
      return;
    }
    if (runsToCompletion(workload)) return yield notApplicable('Its Pods run to completion.');
    if (onlyWaits(workload)) return yield notApplicable('Its containers do nothing but wait, and SIGTERM does not end them sooner.');
    if (isForDevelopment(workspace, namespaceIn(workspace, workload.resource))) return yield notApplicable('It is for development.');
    const [service] = seconds < options.leastSeconds ? (servicesForUsers(workload, workspace) ?? []) : [];
    const fixes = [fix(`Set terminationGracePeriodSeconds to ${USUAL_SECONDS}`, 'unsafe', replaceScalar(node, USUAL_SECONDS))];
    if (seconds === 0) {
      const message = 'terminationGracePeriodSeconds is 0: the Pods are deleted at once, and their containers get no time to shut down.';
      yield violated({
        span: pointAt(node),
        message,
        ...(service === undefined ? { severity: 'warning' } : {}),
        defect: graceDefect(workload),
        fixes,
      });
    } else if (service !== undefined) {
      const message = `terminationGracePeriodSeconds is ${seconds}: for some of these seconds Service "${service.object.name}" still sends requests.`;
      yield violated({ span: pointAt(node), message, severity: 'warning', fixes });
    } else yield satisfied();
  },
});
