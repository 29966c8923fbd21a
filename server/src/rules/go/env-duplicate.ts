import { mapsOf } from '../../kubernetes/container.js';
import { pointAt } from '../../yaml/point-at.js';
import { removeEntry } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, violated } from '../define-rule.js';

export const envDuplicate = defineRule({
  id: 'go/env-duplicate',
  title: 'Environment variable that is set twice',
  severity: 'warning',
  release: 1,
  sop: ['beyond: the standard takes it for granted that a variable is set once'],
  why: `The container gets the last of the values, and whoever edits the first wonders why nothing changes. Server-side apply, and with it Argo CD
and Flux, may refuse the object: names are the keys of that list.`,
  remedy: `Keep one of them.`,
  on: 'container',

  *check({ node }) {
    const items = mapsOf(node.get('env')).flatMap(item => {
      const name = item.get('name');
      return name?.text === undefined ? [] : [{ item, name, text: name.text }];
    });
    if (items.length === 0) return yield notApplicable('It sets no variables.');
    const last = new Map(items.map(entry => [entry.text, entry]));
    const earlier = items.filter(entry => last.get(entry.text) !== entry);
    if (earlier.length === 0) return yield satisfied();
    for (const { item, name, text } of earlier) {
      const winner = last.get(text);
      if (winner === undefined || /\{\{|<%/.test(text)) continue;
      const isUsed = items.some(other => other.item.get('value')?.text?.includes(`$(${text})`));
      const value = winner.item.get('value')?.text;
      yield violated({
        span: pointAt(name),
        message: `${text} is set again below${value === undefined ? '' : ` (to "${value}")`}, and the last value wins.`,
        related: [{ span: pointAt(winner.name), message: 'The value that wins is here.' }],
        fixes: [isUsed ? undefined : fix(`Remove this ${text}`, 'safe', removeEntry(item))],
      });
    }
  },
});
