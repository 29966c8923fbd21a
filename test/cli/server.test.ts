import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { startClient } from '../support/language-client.js';

const CLI = join(import.meta.dirname, '../../server/src/cli.js');

describe('plimsoll server --stdio', () => {
  it('serves an editor, and ends when it is told to', async t => {
    const client = await startClient(t, { command: [CLI, 'server', '--stdio'] });
    assert.equal(client.initialized?.serverInfo?.name, 'plimsoll');
    assert.equal(await client.stop(), 0);
  });
});
