import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { editDistance, nearestText } from '../../server/src/text/edit-distance.js';

describe('editDistance', () => {
  const cases: readonly (readonly [a: string, b: string, limit: number, distance: number])[] = [
    ['', '', 3, 0],
    ['web', 'web', 3, 0],
    ['web', 'wbe', 3, 1],
    ['web', 'webb', 3, 1],
    ['checkout', 'chekcuot', 3, 2],
    ['kitten', 'sitting', 3, 3],
    ['abc', 'xyz', 2, 3],
    ['a', 'abcdef', 2, 3],
  ];
  for (const [a, b, limit, distance] of cases) it(`${a} to ${b}`, () => assert.equal(editDistance(a, b, limit), distance));
});

describe('nearestText', () => {
  it('is the one that differs by a slip', () => assert.equal(nearestText('chekcout', ['cart', 'checkout', 'payment']), 'checkout'));
  it('is none of two equally near', () => assert.equal(nearestText('port-c', ['port-a', 'port-b']), undefined));
  it('is not another short word', () => assert.equal(nearestText('db', ['dx']), undefined));
  it('is not the text itself', () => assert.equal(nearestText('checkout', ['checkout']), undefined));
});
