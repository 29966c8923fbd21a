import { defineRule, fix, satisfied, violated } from '../define-rule.js';

export const unusedSuppression = defineRule({
  id: 'meta/unused-suppression',
  title: 'Suppression that silences nothing',
  severity: 'information',
  profiles: { minimal: 'off', strict: 'warning' },
  release: 1,
  sop: ['beyond: a stale suppression hides the next mistake of its kind'],
  why: `A directive that silences nothing today will silence a new mistake tomorrow; one without a reason cannot be reviewed, and has no effect.`,
  remedy: `Remove it, or the rule that it no longer needs. Give a reason after \` -- \`.`,
  on: 'suppression',

  *check({ span, problem, rules, removal }) {
    if (problem !== undefined) {
      yield violated({ span, message: `${problem} It has no effect.` });
      return;
    }
    const idle = rules.filter(({ used }) => !used);
    for (const { id, span: place, known } of idle) {
      const message = known ? `"${id}" finds nothing here that this directive could silence.` : `There is no rule "${id}".`;
      const edit = removal(idle.length === rules.length ? undefined : id);
      yield violated({ span: place, message, fixes: [fix(`Remove "${id}" from the directive`, 'safe', edit)] });
    }
    if (idle.length === 0) yield satisfied();
  },
});
