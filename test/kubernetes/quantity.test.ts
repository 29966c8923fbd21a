import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  compareQuantities,
  formatBytes,
  formatThousandths,
  parseQuantity,
  thousandthsOf,
  wholeUnitsOf,
} from '../../server/src/kubernetes/quantity.js';

describe('parseQuantity', () => {
  const nanos: readonly (readonly [text: string, nanos: bigint])[] = [
    ['0', 0n],
    ['1', 1_000_000_000n],
    ['+1', 1_000_000_000n],
    ['-1', -1_000_000_000n],
    ['007', 7_000_000_000n],
    ['1.', 1_000_000_000n],
    ['.5', 500_000_000n],
    ['100m', 100_000_000n],
    ['1u', 1_000n],
    ['1n', 1n],
    ['0.5n', 1n],
    ['-0.5n', -1n],
    ['1.0000000001', 1_000_000_001n],
    ['1k', 1_000n * 10n ** 9n],
    ['1M', 10n ** 15n],
    ['1E', 10n ** 27n],
    ['1e3', 10n ** 12n],
    ['1E3', 10n ** 12n],
    ['1e+3', 10n ** 12n],
    ['5e-3', 5_000_000n],
    ['1e-20', 1n],
    ['0e-20', 0n],
    ['1Ki', 1024n * 10n ** 9n],
    ['0.5Ki', 512n * 10n ** 9n],
    ['512Mi', 536_870_912n * 10n ** 9n],
    ['1.5Gi', 1_610_612_736n * 10n ** 9n],
    ['9Ei', (2n ** 63n - 1n) * 10n ** 9n],
    ['10Ei', (2n ** 63n - 1n) * 10n ** 9n],
    ['10E', 10n ** 28n],
    ['1e999999999', 10n ** 60n],
    ['Mi', 0n],
    ['.', 0n],
    ['1e-999999999', 1n],
  ];
  for (const [text, expected] of nanos) it(`reads ${text}`, () => assert.equal(parseQuantity(text)?.nanos, expected));

  for (const text of [
    '',
    ' 1',
    '1 ',
    '1 Mi',
    '1MB',
    '512mi',
    '1i',
    '1K',
    '1mm',
    '1e',
    '1e3m',
    '1Mi1',
    '1.1.M',
    '1+1.0M',
    '0.1am',
    'aoeu',
    '-3.01e-',
    '0x10',
    '1,5',
    '٣',
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => assert.equal(parseQuantity(text), undefined));
  }
});

describe('quantities', () => {
  const quantity = (text: string) => parseQuantity(text) ?? assert.fail(text);

  it('are compared without error', () => {
    assert.equal(compareQuantities(quantity('0.1'), quantity('100m')), 0);
    assert.ok(compareQuantities(quantity('1G'), quantity('1Gi')) < 0);
    assert.ok(compareQuantities(quantity('9007199254740993'), quantity('9007199254740992')) > 0);
  });

  it('are rounded up to whole units', () => {
    assert.equal(wholeUnitsOf(quantity('512m')), 1n);
    assert.equal(wholeUnitsOf(quantity('-512m')), 0n);
    assert.equal(thousandthsOf(quantity('0.0001')), 1n);
  });

  it('are written in the largest unit that is exact', () => {
    assert.deepEqual([1024n, 1536n * 2n ** 20n, 2n ** 30n, 1000n, 0n].map(formatBytes), ['1Ki', '1536Mi', '1Gi', '1000', '0']);
    assert.deepEqual([500n, 2000n, 1500n].map(formatThousandths), ['500m', '2', '1500m']);
  });
});
