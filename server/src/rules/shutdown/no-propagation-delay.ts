import { headOf } from '../../kubernetes/container.js';
import { preStopOf } from '../../kubernetes/pre-stop.js';
import { runsToCompletion } from '../../kubernetes/workload.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { programShutdownOf } from '../../workspace/program-shutdown.js';
import { isInFrontOf, servicesInFront } from '../../workspace/services-in-front.js';
import { setIn } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

export const noPropagationDelay = defineRule({
  id: 'shutdown/no-propagation-delay',
  title: 'Go program behind a Service that stops listening at once',
  severity: 'information',
  release: 1,
  sop: ['S5.0/7'],
  why: `A Pod that is deleted gets SIGTERM while proxies and load balancers still know its address. For some seconds they go on sending requests; a
program that closes its listener at once refuses them, in every rollout. Failing the readiness probe does not help: nobody waits for it.`,
  remedy: `Wait some seconds before SIGTERM, with a \`preStop\` hook, or in the program before it calls \`Shutdown\`.`,
  fixSafety: `Stopping a Pod takes that much longer, and the \`sleep\` action needs Kubernetes 1.30.`,
  options: {
    seconds: { type: 'number', default: 5, minimum: 1, description: 'The pause that the fix writes.' },
    appDelaySeconds: {
      type: 'number',
      default: 0,
      minimum: 0,
      description: 'What all programs wait by themselves; more than 0 turns the rule off.',
    },
  },
  on: 'container',

  *check(container, { workspace, options }) {
    const { workload } = container;
    if (container.role !== 'container' || runsToCompletion(workload)) return yield notApplicable('It serves nobody when it ends.');
    if (preStopOf(container) !== undefined) return yield satisfied('It has a preStop hook.');
    if (options.appDelaySeconds > 0) return yield satisfied('The configuration says that the programs wait by themselves.');
    const program = programShutdownOf(container, workspace);
    if (!program.isKnown) return yield unknown('What the program does after SIGTERM is not in the files.');
    if (program.waits === true) return yield satisfied('The program waits before it shuts its server down.');
    const services = servicesInFront(workload, workspace);
    const service = services?.find(each => isInFrontOf(each, container));
    if (service === undefined)
      return yield services === undefined
        ? unknown('Not all labels of its Pods are literal.')
        : notApplicable('No Service sends requests of users to it.');
    const later = laterAdditions(workspace, container);
    if (later !== undefined) return yield unknown(later);
    const lines = ['sleep:', `  seconds: ${options.seconds}`];
    yield violated({
      span: headOf(container),
      message: `Container "${container.name}" gets SIGTERM while Service "${service.object.name}" still sends it requests: neither a preStop hook nor its program waits.`,
      comesToLight: true,
      fixes: [fix(`Add a preStop hook that sleeps ${options.seconds} s`, 'unsafe', setIn(container.node, ['lifecycle', 'preStop'], lines))],
    });
  },
});
