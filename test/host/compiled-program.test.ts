import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { temporaryFolder } from './temporary-folder.js';

const MODULE = pathToFileURL(join(import.meta.dirname, '../../server/src/host/compiled-program.js')).href;
const PROGRAM = `const { basename } = require('path');
function greeting() { return 'hello from ' + basename(__filename); }
console.log(greeting(), typeof exports, module.exports === exports);`;
const GREETING = 'hello from program.cjs object true\n';

describe('a program whose compiled code is kept', () => {
  it('runs, and the next time from what was kept', () => {
    const { run, kept } = setUp();
    assert.equal(run('1'), GREETING);
    const [path, ...others] = kept();
    assert.ok(path !== undefined && others.length === 0);
    const { ino } = statSync(path);
    assert.equal(run('1'), GREETING);
    assert.equal(statSync(path).ino, ino, 'it was kept again');
  });

  it('keeps in the place of another version', () => {
    const { run, kept } = setUp();
    run('1');
    const before = kept().map(path => readFileSync(path));
    assert.equal(run('2'), GREETING);
    const after = kept().map(path => readFileSync(path));
    assert.equal(after.length, 1);
    assert.notDeepEqual(after, before);
  });

  it('does not run what is damaged', () => {
    const { run, kept } = setUp();
    run('1');
    const [path = ''] = kept();
    const whole = readFileSync(path);
    const damaged = Buffer.from(whole);
    for (let offset = 40; offset < damaged.length; offset++) damaged[offset]! ^= 0x5a;
    for (const content of [damaged, whole.subarray(0, whole.length / 2), Buffer.alloc(0)]) {
      writeFileSync(path, content);
      assert.equal(run('1'), GREETING);
      assert.equal(run('1'), GREETING);
      assert.ok(!readFileSync(path).equals(content), 'what is damaged was left');
    }
  });

  it('runs where nothing can be kept', () => {
    const { run, folder, kept } = setUp();
    writeFileSync(join(folder, 'file'), '');
    assert.equal(run('1', { NODE_COMPILE_CACHE: join(folder, 'file') }), GREETING);
    assert.equal(run('1', { NODE_DISABLE_COMPILE_CACHE: '1' }), GREETING);
    assert.deepEqual(kept(), []);
  });
});

function setUp() {
  const folder = temporaryFolder({ 'program.cjs': PROGRAM });
  const cache = join(folder, 'cache');
  const path = join(folder, 'program.cjs');
  const run = (version: string, env: NodeJS.ProcessEnv = {}) => {
    const script = `import { runProgram } from ${JSON.stringify(MODULE)}; runProgram(${JSON.stringify({ path, version })});`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      env: { ...process.env, NODE_COMPILE_CACHE: cache, ...env },
    });
    assert.equal(stderr, '');
    return stdout;
  };
  return { folder, run, kept: () => keptIn(cache) };
}

/** Node keeps something of its own beside it where it can. */
function keptIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter(name => name.startsWith('program-'))
      .map(name => join(folder, name));
  } catch {
    return [];
  }
}
