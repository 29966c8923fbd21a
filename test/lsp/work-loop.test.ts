import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MessageTraffic } from '../../server/src/lsp/message-traffic.js';
import { WorkLoop } from '../../server/src/lsp/work-loop.js';

describe('a loop of work', () => {
  it('does what is left when a step crashes, and rests', async () => {
    const { done, crashes } = await work(['a', 'crash', 'b', 'crash', 'crash', 'c']);
    assert.deepEqual(done, ['a', 'b', 'c']);
    assert.equal(crashes, 3);
  });

  it('gives up when nothing but crashes comes, and does the next work all the same', async () => {
    const { done, crashes, again } = await work([...Array.from({ length: 100 }, () => 'crash'), 'a']);
    assert.deepEqual(done, []);
    assert.equal(crashes, 100);
    assert.deepEqual(await again(), ['a']);
  });

  it('can be woken after resting has crashed', async () => {
    const { done, crashes, again } = await work(['a', 'crash at rest', 'b']);
    assert.deepEqual(done, ['a']);
    assert.equal(crashes, 1);
    assert.deepEqual(await again(), ['a', 'b']);
  });
});

/** Runs a queue until the loop rests for the first time, and again on demand. */
async function work(queue: string[]) {
  const done: string[] = [];
  let crashes = 0;
  let ended = () => {};
  const step = () => {
    if (queue[0] === undefined || queue[0] === 'crash at rest') return false;
    const next = queue.shift()!;
    if (next === 'crash') throw new Error('A step crashed.');
    done.push(next);
    return true;
  };
  const rest = () => {
    ended();
    if (queue[0] !== 'crash at rest') return;
    queue.shift();
    throw new Error('Resting crashed.');
  };
  const loop = new WorkLoop(new MessageTraffic(), { step, pause: () => {}, rest }, () => crashes++);
  const again = async () => {
    await new Promise<void>(resolve => {
      ended = resolve;
      loop.wake();
    });
    return done;
  };
  await again();
  return { done: [...done], crashes, again };
}
