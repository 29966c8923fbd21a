import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath, runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import type { Editor } from './find-editor.js';
import { PageBridge, type ScenarioResult } from './page-bridge.js';

const ROOT = join(import.meta.dirname, '../../..');

type UsableEditor = Exclude<Editor, { kind: 'none' }>;

/** Where VS Code gets the extension from. */
interface Extension {
  readonly developmentPath: string;
  readonly launchArguments: readonly string[];
}

/** The extension as it is built in `dist/`. */
export function sourceExtension(): Extension {
  return { developmentPath: ROOT, launchArguments: [] };
}

/** The extension as a person installs it. VS Code needs something to develop beside it. */
export async function installedExtension(editor: UsableEditor, vsix: string): Promise<Extension> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-installed-'));
  const developmentPath = join(folder, 'nothing');
  mkdirSync(developmentPath);
  const nothing = { name: 'nothing', publisher: 'plimsoll-test', version: '0.0.1', engines: { vscode: '*' } };
  writeFileSync(join(developmentPath, 'package.json'), JSON.stringify(nothing));
  const launchArguments = [`--extensions-dir=${join(folder, 'extensions')}`, `--user-data-dir=${join(folder, 'user-data')}`];
  const [program, ...words] =
    editor.kind === 'installed'
      ? [editor.executable, ...launchArguments]
      : resolveCliArgsFromVSCodeExecutablePath(await downloadAndUnzipVSCode(), { reuseMachineInstall: true }).concat(launchArguments);
  const { status, error } = spawnSync(program!, [...words, '--install-extension', vsix], { stdio: 'inherit' });
  if (status !== 0) throw error ?? new Error(`The package could not be installed (${status}).`);
  return { developmentPath, launchArguments };
}

/** Runs the scenarios on a copy of `examples/broken`. Pictures go to the folder that `PLIMSOLL_PICTURES` names. */
export async function runSuite(
  editor: UsableEditor,
  extension: Extension | Promise<Extension>,
): Promise<{ results: readonly ScenarioResult[]; exitCode: number }> {
  const { developmentPath, launchArguments } = await extension;
  const workspace = createWorkspace();
  const debuggingPort = await freePort();
  const bridge = new PageBridge(debuggingPort, process.env['PLIMSOLL_PICTURES']);
  const extensionTestsEnv = {
    ...{ PLIMSOLL_PAGE: await bridge.listen(), PLIMSOLL_FOLDERS: workspace.root, NODE_TEST_CONTEXT: undefined },
    PLIMSOLL_EXPECTED: JSON.stringify(findingsOfCommandLine(workspace.root)),
  };
  try {
    const exitCode = await runTests({
      ...(editor.kind === 'installed' ? { vscodeExecutablePath: editor.executable } : {}),
      extensionDevelopmentPath: developmentPath,
      extensionTestsPath: await bundledSuite(),
      extensionTestsEnv,
      launchArgs: [workspace.file, `--remote-debugging-port=${debuggingPort}`, ...launchArguments],
    }).catch((error: { code?: number }) => error.code ?? 1);
    return { results: bridge.results, exitCode };
  } finally {
    await bridge.close();
    rmSync(workspace.root, { recursive: true, force: true });
  }
}

/** A workspace of one folder to which a scenario can add a second without a reload, and an untouched copy of both. */
function createWorkspace(): { readonly root: string; readonly file: string } {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'plimsoll-e2e-')));
  for (const copy of ['work', 'original']) cpSync(join(ROOT, 'examples/broken'), join(root, copy, 'quotes'), { recursive: true });
  const file = join(root, 'shop.code-workspace');
  writeFileSync(file, JSON.stringify({ folders: [{ path: 'work/quotes' }] }));
  return { root, file };
}

/** What the same rules say in a terminal: the editor has to show the same. */
function findingsOfCommandLine(root: string): unknown {
  const folder = join(root, 'work/quotes');
  const { stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'dist/cli.cjs'), 'check', folder, '--format', 'json'], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout).findings;
}

async function bundledSuite(): Promise<string> {
  const outfile = join(ROOT, 'out/e2e/suite.cjs');
  const entryPoints = [join(ROOT, 'test/e2e/suite/index.ts')];
  await build({
    entryPoints,
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    logLevel: 'warning',
  });
  return outfile;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise(resolve => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}
