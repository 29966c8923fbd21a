import { defineRule, satisfied, violated } from '../define-rule.js';

export const syntaxError = defineRule({
  id: 'meta/syntax-error',
  title: 'Document that does not parse',
  severity: 'error',
  rejected: 'api-server',
  release: 1,
  sop: ['beyond: nothing else can be judged in a document that does not parse'],
  why: `What does not parse is rejected by \`kubectl\`, Helm or the image build, and no other rule can judge it with certainty.`,
  remedy: `Mend the place that the message names; the errors below it are often consequences of the first.`,
  on: 'document',

  *check({ errors, language }) {
    // What follows the first error of a manifest is often its consequence; a configuration is checked key by key.
    const shown = language === 'configuration' ? errors : errors.slice(0, 1);
    if (shown.length === 0) yield satisfied();
    for (const { message, span } of shown) yield violated({ span, message });
  },
});
