// `npm start [-- PATH]`: shows what Plimsoll finds in a folder, in the terminal first and then in an editor.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { installMissing, ROOT, run } from './install-missing.mjs';

const TEST_HOST = join(ROOT, 'test/vscode-host');
// npm runs scripts in the folder of the package; a path was typed in the folder that npm was started in.
const typed = process.argv[2];
const folder = typed === undefined ? join(ROOT, 'examples/broken') : resolve(process.env.INIT_CWD ?? '.', typed);

if (!existsSync(folder)) {
  console.error(`There is no ${folder}.`);
  process.exit(2);
}
installMissing();
run('npm', ['run', '--silent', 'build']);
check();
openEditor();

function check() {
  console.log(`\nplimsoll check ${typed ?? 'examples/broken'}\n`);
  const { status } = spawnSync(process.execPath, [join(ROOT, 'dist/cli.cjs'), 'check', folder], { cwd: ROOT, stdio: 'inherit' });
  // 1 says that there are findings, which is what is to be shown here.
  if (status !== 0 && status !== 1) process.exit(status ?? 2);
}

function openEditor() {
  const words = [`--extensionDevelopmentPath=${ROOT}`, folder];
  if (isOnPath('code')) {
    console.log('\nOpening VS Code with the extension on this folder.');
    run('code', ['--new-window', ...words]);
  } else if (existsSync(join(TEST_HOST, 'node_modules/code-server'))) {
    console.log('\nThere is no `code` on the PATH. The VS Code of the tests is at this address until you press Ctrl+C:');
    serve(words);
  } else {
    console.log('\nTo see the same in an editor, put `code` on the PATH (VS Code: "Shell Command: Install \'code\' command in PATH"),');
    console.log(
      'or install the VS Code of the tests with `npm ci --ignore-scripts --prefix test/vscode-host` (550 MB). Then run this again.',
    );
  }
}

/** Runs until it is interrupted. Whoever ends this process, by whatever signal, ends the editor with it. */
function serve(words) {
  const server = spawn(process.execPath, [join(TEST_HOST, 'vscode-from-npm.mjs'), '--serve', ...words], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal));
  server.on('exit', code => process.exit(code ?? 1));
}

function isOnPath(program) {
  const names = process.platform === 'win32' ? [`${program}.cmd`, `${program}.exe`] : [program];
  return (process.env.PATH ?? '').split(delimiter).some(place => names.some(name => existsSync(join(place, name))));
}
