import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { findNode, findServerProgram } from './installation.mjs';

/** VS Code's server, with the marketplace switched off. */
export function startVscodeServer(profile, words, stdio) {
  const env = { ...process.env, EXTENSIONS_GALLERY: '{"serviceUrl":""}' };
  delete env.NODE_OPTIONS;
  return spawn(findNode(), [findServerProgram(), ...profile.serverArguments, ...words], { stdio, env });
}

/**
 * A server that listens on a free port of this machine only. Without the smoke-test driver the workbench would ignore where the
 * extension and its tests are, and wait for ever. `onHostExit` hears of an extension host that ended: the workbench would only offer
 * to start another.
 */
export function listen(profile, { token, log, onHostExit, onEnd }) {
  const access = token === undefined ? ['--without-connection-token'] : ['--connection-token', token];
  const words = [
    '--host',
    '127.0.0.1',
    '--port',
    '0',
    '--enable-smoke-test-driver',
    ...access,
    ...(log === undefined ? [] : ['--log', log]),
  ];
  const server = startVscodeServer(profile, words, ['ignore', 'pipe', 'pipe']);
  const logFile = createWriteStream(join(profile.scratch, 'server.log'));
  const port = new Promise(resolve => {
    let text = '';
    const read = chunk => {
      logFile.write(chunk);
      text = (text + chunk).slice(-20_000);
      const [, listening] = /listening on (\d+)/.exec(text) ?? [];
      if (listening !== undefined) resolve(Number(listening));
      const [, code, signal] = /Extension Host Process exited with code: (\S+), signal: (\S+)\./.exec(text) ?? [];
      if (code !== undefined) onHostExit({ code: Number(code) || 0, signal });
    };
    server.stdout.on('data', read);
    server.stderr.on('data', read);
    server.on('exit', (code, signal) => onEnd(`VS Code's server ended (${code ?? signal}): ${text.slice(-2000)}`));
  });
  return { server, port };
}

/** Ends a server, and waits until it has gone. */
export async function stop(server) {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = new Promise(resolve => server.once('exit', resolve));
  server.kill('SIGTERM');
  const impatience = setTimeout(() => server.kill('SIGKILL'), 5000);
  await gone;
  clearTimeout(impatience);
}
