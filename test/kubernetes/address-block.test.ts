import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addressBlockOf, holdsAddresses, mayHoldPods, shareAddresses } from '../../server/src/kubernetes/address-block.js';

const block = (text: string) => addressBlockOf(text) ?? assert.fail(`"${text}" is a block`);

describe('addressBlockOf', () => {
  it('reads blocks and addresses of both versions', () => {
    assert.deepEqual(block('10.1.2.3/8'), { version: 4, first: 0x0a000000n, last: 0x0affffffn });
    assert.deepEqual(block('0.0.0.0/0'), { version: 4, first: 0n, last: 0xffffffffn });
    assert.deepEqual(block('203.0.113.7'), { version: 4, first: 0xcb007107n, last: 0xcb007107n });
    assert.deepEqual(block('::1'), { version: 6, first: 1n, last: 1n });
    assert.deepEqual(block('fd00::/8').first, 0xfdn << 120n);
    assert.deepEqual(block('1:2:3:4:5:6:7:8/128').first, block('1:2:3:4:5:6:7:8').last);
  });

  for (const text of [
    '',
    '10.0.0',
    '10.0.0.256',
    '10.0.0.0/33',
    '::/129',
    '1::2::3',
    '1:2:3',
    '12345::',
    'web',
    '10.0.0.0/',
    ':::',
    '1:2:3:4:5:6:7::8',
  ])
    it(`does not read "${text}"`, () => assert.equal(addressBlockOf(text), undefined));
});

describe('blocks', () => {
  it('hold and share addresses of their own version only', () => {
    assert.ok(holdsAddresses(block('10.0.0.0/8'), block('10.9.0.0/16')));
    assert.ok(!holdsAddresses(block('10.9.0.0/16'), block('10.0.0.0/8')));
    assert.ok(shareAddresses(block('10.9.0.0/16'), block('10.0.0.0/8')));
    assert.ok(!shareAddresses(block('::/0'), block('10.0.0.0/8')));
  });

  it('may hold Pods where clusters have them', () => {
    for (const text of ['0.0.0.0/0', '10.96.0.10', '192.168.1.0/24', '100.64.0.0/10', 'fd00::/8'])
      assert.ok(mayHoldPods(block(text)), text);
    for (const text of ['203.0.113.0/24', '8.8.8.8']) assert.ok(!mayHoldPods(block(text)), text);
  });
});
