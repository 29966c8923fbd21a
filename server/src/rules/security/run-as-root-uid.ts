import type { Container } from '../../kubernetes/container.js';
import { isNodeAgent, isPrivileged, runsOnWindows } from '../../kubernetes/security-context.js';
import type { Workload } from '../../kubernetes/workload.js';
import { pointAt } from '../../yaml/point-at.js';
import { replaceScalar } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, type Finding, fix, notApplicable, type Outcome, satisfied, violated } from '../define-rule.js';

export const runAsRootUid = defineRule({
  id: 'security/run-as-root-uid',
  title: 'Pod that asks to run as root',
  severity: 'warning',
  profiles: { strict: 'error', hardening: 'error' },
  release: 1,
  sop: ['S2.0/11'],
  why: `User 0 of a container is root on the node as soon as one wall between them has a hole, and root of the container in any case: it can
replace programs, read what other processes hold, and use each capability that the container has.`,
  remedy: `Run as another user, and give that one the rights that it needs: \`fsGroup\` for volumes, a port above 1023.`,
  fixSafety: `Files of the image or of a volume may belong to root, and the program may need to write them.`,
  options: { user: { type: 'number', default: 65532, minimum: 1, description: 'The user that the fix sets.' } },
  on: 'workload',

  *check(workload, { options }) {
    const { podSpec } = workload;
    const settings = settingsOf(workload);
    if (runsOnWindows(workload)) yield notApplicable('Windows has no user root.');
    else if (settings.length === 0) yield notApplicable('It does not say who it runs as.');
    else {
      const hasOwnUsers = podSpec?.get('hostUsers')?.value === false;
      for (const setting of settings) yield judge(setting, { hasOwnUsers, isAgent: isNodeAgent(workload), user: options.user });
    }
  },
});

/** A place that says who runs, and the containers that go by it. */
interface Setting {
  readonly runAsUser: YamlNode | undefined;
  readonly runAsNonRoot: YamlNode | undefined;
  readonly containers: readonly Container[];
  readonly what: string;
}

interface Circumstances {
  readonly hasOwnUsers: boolean;
  readonly isAgent: boolean;
  readonly user: number;
}

function settingsOf({ podSpec, containers }: Workload): Setting[] {
  const inherits = (container: Container) => container.node.find('securityContext', 'runAsUser') === undefined;
  const all = [
    settingOf(podSpec?.get('securityContext'), containers.filter(inherits), 'The Pod'),
    ...containers.map(container => settingOf(container.node.get('securityContext'), [container], `Container "${container.name}"`)),
  ];
  return all.filter(({ runAsUser, runAsNonRoot }) => runAsUser !== undefined || runAsNonRoot !== undefined);
}

function settingOf(context: YamlNode | undefined, containers: readonly Container[], what: string): Setting {
  return { runAsUser: context?.get('runAsUser'), runAsNonRoot: context?.get('runAsNonRoot'), containers, what };
}

function judge({ runAsUser, runAsNonRoot, containers, what }: Setting, { hasOwnUsers, isAgent, user }: Circumstances): Outcome {
  if (containers.length === 0) return satisfied('Each container says itself who it runs as.');
  if (runAsUser?.value === 0) {
    const severity = severityFor(containers, hasOwnUsers, isAgent);
    const less = hasOwnUsers ? ' inside of its own user namespace' : '';
    return violated({
      span: pointAt(runAsUser),
      ...(severity === undefined ? {} : { severity }),
      message: `${what} runs as root${less}: runAsUser is 0.`,
      fixes: [fix(`Set runAsUser to ${user}`, 'unsafe', replaceScalar(runAsUser, user))],
    });
  }
  if (runAsNonRoot?.value !== false || runAsUser !== undefined || hasOwnUsers) return satisfied();
  return violated({
    span: pointAt(runAsNonRoot),
    severity: 'information',
    message: `${what} may run as root: runAsNonRoot is false.`,
    fixes: [fix('Set runAsNonRoot to true', 'unsafe', replaceScalar(runAsNonRoot, true))],
  });
}

/** What prepares the node or a volume needs root more often than not; `undefined` is the severity of the rule. */
function severityFor(containers: readonly Container[], hasOwnUsers: boolean, isAgent: boolean): Finding['severity'] {
  const isUsual = containers.every(isPrivileged) || isAgent;
  return isUsual || hasOwnUsers || containers.every(({ role }) => role === 'init') ? 'information' : undefined;
}
