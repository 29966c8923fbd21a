import { isStandIn, literalText } from '../../kubernetes/unresolved-text.js';
import { pointAt } from '../../yaml/point-at.js';
import { replaceScalar } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, type Fix, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

/** Where each kind keeps numbers that may be percentages. */
const FIELDS: ReadonlyMap<string, { readonly path: readonly string[]; readonly names: readonly string[] }> = new Map([
  ['Deployment', { path: ['spec', 'strategy', 'rollingUpdate'], names: ['maxSurge', 'maxUnavailable'] }],
  ['DaemonSet', { path: ['spec', 'updateStrategy', 'rollingUpdate'], names: ['maxSurge', 'maxUnavailable'] }],
  ['StatefulSet', { path: ['spec', 'updateStrategy', 'rollingUpdate'], names: ['maxUnavailable'] }],
  ['PodDisruptionBudget', { path: ['spec'], names: ['minAvailable', 'maxUnavailable'] }],
]);

export const badValue = defineRule({
  id: 'rollout/bad-value',
  title: 'Number of Pods that the API server rejects',
  severity: 'error',
  rejected: 'api-server',
  release: 2,
  sop: ['G3.2/1'],
  why: `These fields take a whole number or a percentage in quotes. Text without a percent sign, a negative number, a fraction or more than all Pods is
rejected, and with it the object.`,
  remedy: `Write \`1\` or \`"25%"\`.`,
  fixSafety: `Whether a number in quotes was meant as a percentage is not in the file.`,
  on: 'resource',

  *check(resource) {
    const fields = FIELDS.get(resource.kind);
    const holder = fields && resource.node.find(...fields.path);
    const nodes = (fields?.names ?? []).flatMap(name => {
      const node = holder?.get(name);
      return node === undefined || node.value === null ? [] : [{ name, node }];
    });
    if (nodes.length === 0) return yield notApplicable('It has no such fields.');
    for (const { name, node } of nodes) yield judge(name, node);
  },
});

function judge(name: string, node: YamlNode): Outcome {
  const { value, text } = node;
  const wrong = (problem: string, ...fixes: readonly (Fix | undefined)[]) =>
    violated({ span: pointAt(node), message: `${name} ${problem}: the API server rejects it.`, fixes });
  if (node.kind !== 'scalar' || text === undefined || typeof value === 'boolean') return wrong('is neither a number nor a percentage');
  if (typeof value === 'string' && (literalText(node) === undefined || isStandIn(text))) return unknown(`${name} is filled in later.`);
  if (typeof value === 'number') {
    if (!Number.isInteger(value)) return wrong(`is ${text}, and has to be whole`);
    return value < 0 ? wrong(`is ${text}, and must not be negative`) : satisfied();
  }
  const percent = /^(\d+)%$/.exec(text)?.[1];
  if (percent !== undefined)
    return Number(percent) > 100 && name !== 'maxSurge' ? wrong(`is ${text}, more than all Pods`, set(node, '100%')) : satisfied();
  const number = /^\s*(\d+)\s*(%?)\s*$/.exec(text);
  if (number?.[2] === '%')
    return wrong(`is "${text}", with white space`, fix(`Write ${number[1]}%`, 'safe', replaceScalar(node, `${number[1]}%`)));
  if (number === null) return wrong(`is "${text}", neither a number nor a percentage`);
  const amount = Number(number[1]);
  const asNumber = fix(`Write the number ${amount}`, amount < 10 ? 'safe' : 'unsafe', replaceScalar(node, amount));
  const asPercent = amount <= 100 ? set(node, `${amount}%`) : undefined;
  return wrong(`is "${text}" in quotes, which is no percentage`, ...(amount < 10 ? [asNumber, asPercent] : [asPercent, asNumber]));
}

function set(node: YamlNode, text: string): Fix | undefined {
  return fix(`Write ${text}`, 'unsafe', replaceScalar(node, text));
}
