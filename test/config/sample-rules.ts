import { defineRule, type Rule } from '../../server/src/rules/define-rule.js';

const TEXTS = { title: 'Something is wrong', release: 1, sop: ['S1.0'], why: 'Because.', remedy: 'Change it.', on: 'document' } as const;

/** Rules that find nothing: one for each way to be in a profile. */
export const sampleRules: readonly Rule[] = [
  defineRule({ ...TEXTS, id: 'go/over-limit', severity: 'error', rejected: 'runtime', *check() {} }),
  defineRule({
    ...TEXTS,
    id: 'go/headroom',
    severity: 'warning',
    options: {
      maxRatio: { type: 'number', default: 0.95, minimum: 0.1, maximum: 1, description: 'The largest share of the limit.' },
      ignoredNames: { type: 'strings', default: [], description: 'Containers to leave alone.' },
    },
    *check() {},
  }),
  defineRule({ ...TEXTS, id: 'probe/liveness', severity: 'hint', *check() {} }),
  defineRule({
    ...TEXTS,
    id: 'security/writable-root',
    severity: 'information',
    profiles: { sop: 'off', hardening: 'warning' },
    *check() {},
  }),
];
