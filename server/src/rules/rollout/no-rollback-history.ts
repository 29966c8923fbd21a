import { literalInteger } from '../../kubernetes/unresolved-text.js';
import { pointAt } from '../../yaml/point-at.js';
import { removeEntry } from '../../yaml/yaml-edit.js';
import { defineRule, fix, satisfied, unknown, violated } from '../define-rule.js';

export const noRollbackHistory = defineRule({
  id: 'rollout/no-rollback-history',
  title: 'Workload that keeps no revision to go back to',
  severity: 'warning',
  release: 2,
  sop: ['S9.0/2'],
  why: `With \`revisionHistoryLimit: 0\` nothing is left of the version before: \`kubectl rollout undo\` fails when it is needed.`,
  remedy: `Leave the field out (10 revisions), or keep at least one.`,
  on: 'workload',

  *check({ resource }) {
    const node = resource.node.find('spec', 'revisionHistoryLimit');
    if (node === undefined || node.value === null) return yield satisfied('The default of 10 holds.');
    const limit = literalInteger(node);
    if (limit === undefined) return yield unknown('revisionHistoryLimit is filled in later.');
    if (limit !== 0) return yield satisfied();
    yield violated({
      span: pointAt(node),
      message: `revisionHistoryLimit is 0: no revision of ${resource.kind} "${resource.name}" is kept, so a faulty rollout cannot be undone.`,
      fixes: [fix('Remove revisionHistoryLimit', 'safe', removeEntry(node))],
    });
  },
});
