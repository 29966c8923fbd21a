import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath, runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import type { Editor } from './find-editor.js';
import { PageBridge, type ScenarioResult } from './page-bridge.js';

/** The root of the repository, which is the folder of the extension. */
export const ROOT = join(import.meta.dirname, '../../..');

interface SuiteOutcome {
  readonly results: readonly ScenarioResult[];
  readonly exitCode: number;
}

type UsableEditor = Exclude<Editor, { kind: 'none' }>;

/** Where VS Code gets the extension from: a folder to develop in, or a package to install. */
export type Extension = { readonly folder: string } | { readonly vsix: string };

/** Runs the scenarios on a copy of `examples/broken`. Pictures go to the folder that `PLIMSOLL_PICTURES` names. */
export async function runSuite(editor: UsableEditor, extension: Extension): Promise<SuiteOutcome> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'plimsoll-e2e-')));
  const debuggingPort = await freePort();
  const bridge = new PageBridge(debuggingPort, process.env['PLIMSOLL_PICTURES']);
  try {
    const workspace = createWorkspace(root);
    const vscodeExecutablePath = editor.kind === 'installed' ? editor.executable : await downloadAndUnzipVSCode();
    const profile = [`--extensions-dir=${join(root, 'extensions')}`, `--user-data-dir=${join(root, 'user-data')}`];
    if ('vsix' in extension) install(vscodeExecutablePath, editor, profile, extension.vsix);
    const exitCode = await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: 'folder' in extension ? extension.folder : createEmptyExtension(root),
      extensionTestsPath: await bundledSuite(),
      extensionTestsEnv: {
        ...{ PLIMSOLL_PAGE: await bridge.listen(), PLIMSOLL_FOLDERS: root, NODE_TEST_CONTEXT: undefined },
        PLIMSOLL_EXPECTED: JSON.stringify(findingsOfCommandLine(root)),
      },
      launchArgs: [workspace, `--remote-debugging-port=${debuggingPort}`, ...profile],
    }).catch((error: { code?: number }) => error.code ?? 1);
    return { results: bridge.results, exitCode };
  } finally {
    await bridge.close();
    rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  }
}

function install(executable: string, editor: UsableEditor, profile: readonly string[], vsix: string): void {
  const own =
    editor.kind === 'installed' ? [executable] : resolveCliArgsFromVSCodeExecutablePath(executable, { reuseMachineInstall: true });
  const [program, ...words] = [...own, ...profile, '--install-extension', vsix];
  const { status, error } = spawnSync(program!, words, { stdio: 'inherit' });
  if (status !== 0) throw error ?? new Error(`The package could not be installed (${status}).`);
}

/** VS Code runs a suite only beside an extension in development. */
function createEmptyExtension(root: string): string {
  const folder = join(root, 'nothing');
  mkdirSync(folder);
  const manifest = { name: 'nothing', publisher: 'plimsoll-test', version: '0.0.1', engines: { vscode: '*' } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
}

/** A workspace of one folder to which a scenario can add a second without a reload, and an untouched copy beside it. */
function createWorkspace(root: string): string {
  for (const copy of ['work', 'original']) cpSync(join(ROOT, 'examples/broken'), join(root, copy, 'quotes'), { recursive: true });
  const file = join(root, 'shop.code-workspace');
  writeFileSync(file, JSON.stringify({ folders: [{ path: 'work/quotes' }], settings: { 'files.autoSave': 'off' } }));
  return file;
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
