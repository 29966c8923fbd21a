import { defineRule, fix, notApplicable, violated } from '../define-rule.js';

export const buildRefused = defineRule({
  id: 'kustomize/build-refused',
  title: 'Kustomization that kustomize refuses to build',
  severity: 'error',
  rejected: 'build',
  release: 3,
  sop: ['beyond: an overlay that does not build cannot be deployed'],
  why: `Kustomize stops here, and nothing of the overlay is built. Plimsoll does not judge what it cannot build, either.`,
  remedy: `Mend what the message names.`,
  fixSafety: `The field is the likeliest one that kustomize knows.`,
  on: 'note',

  *check({ kind, span, message, meant }) {
    if (kind !== 'refused') return yield notApplicable('Kustomize does not refuse it.');
    const suggestion = meant === undefined ? '' : ` Is "${meant}" meant?`;
    const correction = meant === undefined ? undefined : fix(`Write "${meant}"`, 'unsafe', { span, newText: meant });
    yield violated({ span, message: `${message}${suggestion}`, fixes: [correction] });
  },
});
