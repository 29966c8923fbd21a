import { runsOnWindows, securityContextOf } from '../../kubernetes/security-context.js';
import { imageUserOf } from '../../workspace/image-user.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { whyOnOpenShift } from '../../workspace/open-shift.js';
import { pointAt } from '../../yaml/point-at.js';
import { insertEntry } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

export const nonrootVsImage = defineRule({
  id: 'security/nonroot-vs-image',
  title: 'runAsNonRoot with an image that the kubelet refuses',
  severity: 'error',
  rejected: 'runtime',
  release: 1,
  sop: ['S2.0/11'],
  why: `With \`runAsNonRoot: true\` and no \`runAsUser\` the kubelet looks at the user of the image. It starts neither an image that runs as root
nor one whose user is a name, since a name may be anybody's: the container stays in \`CreateContainerConfigError\`.`,
  remedy: `End the Dockerfile with \`USER\` and a number, or set \`runAsUser\`.`,
  fixSafety: `The program may need files that belong to the user of the image.`,
  options: { user: { type: 'number', default: 65532, minimum: 1, description: 'The user that the fix sets.' } },
  on: 'container',

  *check(container, { workspace, options }) {
    const { runAsUser, runAsNonRoot } = securityContextOf(container);
    if (runAsNonRoot?.value !== true) yield notApplicable('It does not ask for a user other than root.');
    else if (runAsUser !== undefined) yield notApplicable('It says who it runs as.');
    else if (runsOnWindows(container.workload)) yield notApplicable('Windows has no user root.');
    else {
      const user = imageUserOf(container, workspace);
      const isRefused = user !== undefined && user.kind !== 'number';
      const later = isRefused ? (laterAdditions(workspace, container) ?? whyOnOpenShift(workspace)) : undefined;
      if (user === undefined) yield unknown('The user of its image is not known.');
      else if (user.kind === 'number') yield satisfied(user.because);
      else if (later !== undefined) yield unknown(later);
      else {
        const number = KNOWN_USERS.get(user.name) ?? options.user;
        const why = user.kind === 'root' ? '' : ' Of a name the kubelet cannot tell that it is not root.';
        yield violated({
          span: pointAt(runAsNonRoot),
          message: `Container "${container.name}" does not start: runAsNonRoot is true, and no runAsUser is set. ${user.because}${why}`,
          defect: `user of ${container.name}`,
          fixes: [
            fix(
              `Set runAsUser to ${number}`,
              'unsafe',
              runAsNonRoot.parent && insertEntry(runAsNonRoot.parent, { after: 'runAsNonRoot' }, [`runAsUser: ${number}`]),
            ),
          ],
        });
      }
    }
  },
});

/** Users whose numbers are the same everywhere they are found. */
const KNOWN_USERS: ReadonlyMap<string, number> = new Map([
  ['nonroot', 65532],
  ['nobody', 65534],
]);
