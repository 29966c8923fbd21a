import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { temporaryFolder } from './host/temporary-folder.js';

const SCRIPTS = join(import.meta.dirname, '../../scripts');

/** Stands for the whole repository: it builds at once, and its programs say what they were given. */
const REPOSITORY = {
  'package.json': '{"scripts":{"build":"node -e 0"}}',
  'dist/cli.cjs': 'console.log("findings in", process.argv.slice(2).join(" ")); process.exitCode = 1;',
  'examples/broken/k8s.yaml': '',
};
/** Stands for the VS Code of the tests. */
const TEST_HOST = {
  'test/vscode-host/node_modules/code-server/package.json': '{}',
  'test/vscode-host/vscode-from-npm.mjs': `process.on('SIGTERM', () => { console.log('stopped'); process.exit(130); });
    console.log('serving', process.argv.slice(2).join(' '));
    setInterval(() => {}, 1000);`,
};

describe('npm start', () => {
  it('says where to get an editor where there is none, after the findings', () => {
    const { status, stdout } = start(repository({}));
    assert.equal(status, 0);
    assert.match(stdout, /findings in check .*broken\n[\s\S]*npm ci --ignore-scripts --prefix test\/vscode-host/);
  });

  it('takes a folder, and says that there is none of that name', () => {
    const root = repository({ 'mine/pod.yaml': '' });
    assert.match(start(root, 'mine').stdout, /findings in check .*mine\n/);
    const { status, stderr } = start(root, 'yours');
    assert.equal(status, 2);
    assert.match(stderr, /There is no .*yours\./);
  });

  it('opens the editor that is on the path', { skip: process.platform === 'win32' && 'programs are batch files there' }, () => {
    const root = repository({ ...TEST_HOST, 'bin/code': '#!/bin/sh\necho opened "$@"\n' });
    chmodSync(join(root, 'bin/code'), 0o755);
    assert.match(start(root).stdout, /opened --new-window --extensionDevelopmentPath=\S+ \S+broken\n/);
  });

  it('says where the editor of the tests is, and ends it with itself', {
    skip: process.platform === 'win32' && 'no signals there',
  }, async () => {
    const root = repository(TEST_HOST);
    const started = spawn(process.execPath, [join(root, 'scripts/start.mjs')], {
      env: environment(root),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await said(started, /serving --serve --extensionDevelopmentPath=\S+ \S+broken\n/);
    started.kill('SIGTERM');
    const [[code]] = await Promise.all([once(started, 'close'), said(started, /stopped/)]);
    assert.equal(code, 130);
  });
});

function repository(files: Readonly<Record<string, string>>): string {
  const root = temporaryFolder({ ...REPOSITORY, ...files });
  cpSync(SCRIPTS, join(root, 'scripts'), { recursive: true, filter: path => path === SCRIPTS || path.endsWith('.mjs') });
  return root;
}

function start(root: string, ...words: string[]) {
  return spawnSync(process.execPath, [join(root, 'scripts/start.mjs'), ...words], { env: environment(root), encoding: 'utf8' });
}

/** Without an editor on the path but the one of the test. */
function environment(root: string): NodeJS.ProcessEnv {
  const places = (process.env['PATH'] ?? '').split(delimiter).filter(place => !existsSync(join(place, 'code')));
  return { ...process.env, PATH: [join(root, 'bin'), dirname(process.execPath), ...places].join(delimiter), INIT_CWD: root };
}

async function said(program: ChildProcess, pattern: RegExp): Promise<void> {
  let text = '';
  await new Promise<void>((resolve, reject) => {
    program.stdout?.on('data', chunk => {
      text += chunk;
      if (pattern.test(text)) resolve();
    });
    program.once('close', () => reject(new Error(`Ended after saying ${text}`)));
  });
}
