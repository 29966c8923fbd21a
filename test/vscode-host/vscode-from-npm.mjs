#!/usr/bin/env node
// A real VS Code from npm packages behind VS Code's own command line: a drop-in `vscodeExecutablePath` for @vscode/test-electron.
// Ends with the exit code of the suite. The README beside it says what it needs and what it taught.
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isWithoutWindow, parseCommandLine } from './command-line.mjs';
import { findChromium } from './installation.mjs';
import { createProfile } from './profile.mjs';
import { createSuiteRun } from './suite-run.mjs';
import { listen, startVscodeServer, stop } from './vscode-server.mjs';
import { openWorkbench, workbenchAddress } from './workbench.mjs';

const COULD_NOT_RUN = 2;
const TIMED_OUT = 124;
const INTERRUPTED = 130;
const GRACE_AFTER_HOST_EXIT = 3000;

const commandLine = parseCommandLine(process.argv.slice(2));
const profile = createProfile(commandLine);
let server;
let window;
let suite;
let isEnding = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(INTERRUPTED, signal));

if (isWithoutWindow(commandLine)) manageExtensions();
else if (commandLine.options.serve) await serve();
else if (findChromium() === undefined) await end(COULD_NOT_RUN, 'there is no Chromium; CHROMIUM_PATH may name one');
else await show();

/** `--install-extension x.vsix` and the like: the server knows how. */
function manageExtensions() {
  server = startVscodeServer(profile, withoutProfile(process.argv.slice(2)), 'inherit');
  server.on('exit', code => end(code ?? 1));
}

/** `--serve`: prints the address of the workbench, for a browser of one's own, and stays until it is interrupted. */
async function serve() {
  const token = randomUUID();
  const started = listen(profile, { token, onHostExit: () => {}, onEnd: why => end(COULD_NOT_RUN, why) });
  server = started.server;
  console.log(workbenchAddress(commandLine, { port: await started.port, token }));
}

async function show() {
  const { options } = commandLine;
  const seconds = Number(process.env.VSCODE_HOST_TIMEOUT ?? 300);
  setTimeout(() => end(TIMED_OUT, `no result within ${seconds} s`), seconds * 1000).unref();
  if (options.extensionTestsPath) suite = createSuiteRun(options.extensionTestsPath, profile.scratch);
  const started = listen(profile, { log: options.log, onHostExit: endWithHost, onEnd: why => end(COULD_NOT_RUN, why) });
  server = started.server;
  const address = workbenchAddress(commandLine, { port: await started.port, suite: suite?.wrapper });
  if (suite !== undefined) setInterval(suite.print, 100).unref();
  window = await openWorkbench(commandLine, address, { onSuiteEnd: endWithSuite, onCrash: why => end(COULD_NOT_RUN, why) });
}

/** The workbench says 0 as well when the extension host died, so the suite's own record decides. */
function endWithSuite(code) {
  const outcome = suite?.outcome();
  if (outcome === undefined) endWithHost({ code });
  else void end(outcome.ok ? code : code || 1);
}

function endWithHost(exit) {
  setTimeout(() => {
    if (suite?.outcome() !== undefined) return;
    void end(exit.code || 1, `the extension host ended before the suite did (${JSON.stringify(exit)})`);
  }, GRACE_AFTER_HOST_EXIT);
}

async function end(code, why) {
  if (isEnding) return;
  isEnding = true;
  suite?.print();
  if (why !== undefined) console.error(`[vscode-host] ${why}`);
  if (code !== 0) await keepScreenshot();
  await Promise.race([window?.browser.close().catch(() => {}), new Promise(resolve => setTimeout(resolve, 5000))]);
  if (server !== undefined) await stop(server);
  if (process.env.VSCODE_HOST_KEEP === undefined) profile.remove();
  process.exit(code);
}

async function keepScreenshot() {
  const folder = process.env.VSCODE_HOST_SHOTS;
  if (folder === undefined || window === undefined) return;
  mkdirSync(folder, { recursive: true });
  await window.page.screenshot({ path: join(folder, 'at-the-end.png'), timeout: 5000 }).catch(() => {});
}

/** The words of a command line without those that the profile already says. */
function withoutProfile(words) {
  const own = /^--(user-data-dir|extensions-dir)(=|$)/;
  return words.filter(
    (word, index) => !own.test(word) && !(/^--(user-data-dir|extensions-dir)$/.test(words[index - 1] ?? '') && !word.startsWith('--')),
  );
}
