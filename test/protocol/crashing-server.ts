/** A server with rules that fail, each in its own way. The names of the objects say which. */
import { startServer } from '../../server/src/lsp/server.js';
import { defineRule, satisfied, violated } from '../../server/src/rules/define-rule.js';
import { pointAt } from '../../server/src/yaml/point-at.js';

const COMMON = {
  severity: 'warning',
  release: 1,
  sop: ['beyond: nothing in the standard says so'],
  why: 'Servers have to survive it.',
  remedy: 'None.',
  on: 'resource',
} as const;

const named = defineRule({
  ...COMMON,
  id: 'probe/named',
  title: 'Object with a name',
  *check({ node }) {
    yield violated({ span: pointAt(node), message: 'It has a name.' });
  },
});

const failing = defineRule({
  ...COMMON,
  id: 'probe/failing',
  title: 'Rule that fails',
  *check({ name }) {
    if (name === 'fails-in-rule') throw new Error('The rule failed.');
    yield satisfied();
  },
});

const unreadable = defineRule({
  ...COMMON,
  id: 'probe/unreadable',
  title: 'Finding that nobody can read',
  *check({ node, name }) {
    if (name !== 'fails-after-rule') return;
    yield violated({
      span: pointAt(node),
      get message(): string {
        throw new Error('The finding failed.');
      },
    });
  },
});

startServer([named, failing, unreadable]);
