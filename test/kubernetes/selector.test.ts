import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { labelsMatch, nearestLabel, selectorMatches } from '../../server/src/kubernetes/selector.js';

const known = (labels: Record<string, string>) => ({ labels, known: true });
const partly = (labels: Record<string, string>) => ({ labels, known: false });

describe('selectorMatches', () => {
  const selector = (operator: string, ...values: string[]) => ({ matchLabels: {}, matchExpressions: [{ key: 'app', operator, values }] });
  const web = known({ app: 'web' });
  const cases: readonly (readonly [title: string, actual: boolean | undefined, expected: boolean | undefined])[] = [
    ['an empty selector matches everything', selectorMatches({ matchLabels: {}, matchExpressions: [] }, known({})), true],
    ['labels are a subset', labelsMatch({ app: 'web' }, known({ app: 'web', tier: 'front' })), true],
    ['another value', labelsMatch({ app: 'web' }, known({ app: 'wbe' })), false],
    ['a label that may be there', labelsMatch({ app: 'web' }, partly({ tier: 'front' })), undefined],
    ['a label that is surely another', labelsMatch({ app: 'web', tier: 'x' }, partly({ app: 'db' })), false],
    ['In', selectorMatches(selector('In', 'api', 'web'), web), true],
    ['NotIn', selectorMatches(selector('NotIn', 'web'), web), false],
    ['NotIn without the label', selectorMatches(selector('NotIn', 'web'), known({})), true],
    ['Exists', selectorMatches(selector('Exists'), known({})), false],
    ['DoesNotExist', selectorMatches(selector('DoesNotExist'), web), false],
    ['an operator that does not exist', selectorMatches(selector('Equals', 'web'), web), undefined],
    ['a selector that is not literal', selectorMatches('unknown', web), undefined],
    ['a key that every object inherits', labelsMatch({ constructor: 'x' }, known({})), false],
  ];
  for (const [title, actual, expected] of cases) it(title, () => assert.equal(actual, expected));
});

describe('nearestLabel', () => {
  it('finds the value that differs', () => {
    const near = nearestLabel({ app: 'checkout' }, { app: 'chekout', tier: 'back' });
    assert.deepEqual(near, { wanted: { key: 'app', value: 'checkout' }, actual: { key: 'app', value: 'chekout' }, differs: 'value' });
  });
  it('finds the key that differs', () => {
    const near = nearestLabel({ app: 'checkout' }, { 'app.kubernetes.io/name': 'checkout' });
    assert.deepEqual(near?.actual, { key: 'app.kubernetes.io/name', value: 'checkout' });
    assert.equal(near?.differs, 'key');
  });
  it('takes any value where all other labels match', () => {
    assert.equal(nearestLabel({ app: 'shop', tier: 'front' }, { app: 'shop', tier: 'web' })?.actual.value, 'web');
  });
  it('finds nothing in another application', () => assert.equal(nearestLabel({ app: 'checkout' }, { app: 'redis' }), undefined));
  it('finds nothing if two differ', () => assert.equal(nearestLabel({ app: 'a1', tier: 'b1' }, { app: 'a2', tier: 'b2' }), undefined));
});
