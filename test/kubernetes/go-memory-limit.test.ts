import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatGoMemoryLimit, goMemoryLimitFor, parseGoMemoryLimit } from '../../server/src/kubernetes/go-memory-limit.js';
import { parseQuantity } from '../../server/src/kubernetes/quantity.js';

describe('parseGoMemoryLimit', () => {
  const bytes: readonly (readonly [text: string, bytes: bigint])[] = [
    ['460', 460n],
    ['460B', 460n],
    ['1KiB', 1024n],
    ['460MiB', 460n * 2n ** 20n],
    ['2GiB', 2n ** 31n],
    ['1TiB', 2n ** 40n],
    ['007MiB', 7n * 2n ** 20n],
    ['-0', 0n],
    ['9223372036854775807', 2n ** 63n - 1n],
  ];
  for (const [text, expected] of bytes) {
    it(`reads ${text}`, () => assert.deepEqual(parseGoMemoryLimit(text), { kind: 'bytes', bytes: expected }));
  }

  it('knows what is unset and off', () => {
    assert.deepEqual(parseGoMemoryLimit(''), { kind: 'unset' });
    assert.deepEqual(parseGoMemoryLimit('off'), { kind: 'off' });
  });

  const malformed = [
    '460Mi',
    '460M',
    '460MB',
    '0.9',
    '1.5GiB',
    '90%',
    '460 MiB',
    ' 460',
    '460mib',
    '1PiB',
    '-1',
    '+1',
    'Off',
    'OFF',
    'B',
    'MiB',
    '1e9',
  ];
  for (const text of [...malformed, '9223372036854775808', '8388608TiB']) {
    it(`refuses ${JSON.stringify(text)}`, () => assert.deepEqual(parseGoMemoryLimit(text), { kind: 'malformed' }));
  }
});

describe('goMemoryLimitFor', () => {
  it('rounds down to whole MiB', () => {
    const value = (limit: string) => goMemoryLimitFor(parseQuantity(limit) ?? assert.fail(limit), 0.9);
    assert.deepEqual(['512Mi', '1Gi', '500M', '100Ki'].map(value), ['460MiB', '921MiB', '429MiB', '90KiB']);
    assert.equal(formatGoMemoryLimit(100n), '100B');
  });
});
