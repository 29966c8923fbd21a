import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { format } from 'node:util';
import { findChromium } from './installation.mjs';

const BROWSER_SWITCHES = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The address that opens what the command line names, with the extension and the suite in place. */
export function workbenchAddress({ options, paths }, { port, token, suite }) {
  const authority = `127.0.0.1:${port}`;
  const remote = path => `vscode-remote://${authority}${encodeURI(resolve(path)).replaceAll('#', '%23').replaceAll('?', '%3F')}`;
  const address = new URL(`http://${authority}/`);
  const payload = [
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
    ...options.extensionDevelopmentPath.map(path => ['extensionDevelopmentPath', remote(path)]),
  ];
  if (suite !== undefined) payload.push(['extensionTestsPath', remote(suite)]);
  if (options['enable-proposed-api'].length > 0) payload.push(['enableProposedApi', options['enable-proposed-api'].join(',')]);
  for (const path of paths) {
    if (path.endsWith('.code-workspace')) address.searchParams.set('workspace', resolve(path));
    else if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) address.searchParams.set('folder', resolve(path));
    else payload.push(['openFile', remote(path)]);
  }
  for (const uri of options['folder-uri']) address.searchParams.set('folder', new URL(uri).pathname);
  if (!address.searchParams.has('folder') && !address.searchParams.has('workspace')) address.searchParams.set('ew', 'true');
  address.searchParams.set('payload', JSON.stringify(payload));
  if (token !== undefined) address.searchParams.set('tkn', token);
  return address.href;
}

/** Opens the workbench in headless Chromium. `onSuiteEnd` gets the exit code that the workbench itself believes in. */
export async function openWorkbench({ options }, address, { onSuiteEnd, onCrash }) {
  const { chromium } = await import('playwright-core');
  const debugging = [`--remote-debugging-port=${options['remote-debugging-port'] ?? 0}`];
  const browser = await chromium.launch({ executablePath: findChromium(), headless: true, args: [...BROWSER_SWITCHES, ...debugging] });
  const permissions = ['clipboard-read', 'clipboard-write'];
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: options.locale ?? 'en-US', permissions });
  await page.exposeFunction('codeAutomationLog', (level, values) => {
    if (process.env.VSCODE_HOST_VERBOSE) process.stderr.write(`[workbench ${level}] ${format(...values)}\n`);
  });
  await page.exposeFunction('codeAutomationExit', code => onSuiteEnd(code));
  page.on('crash', () => onCrash('the page crashed'));
  page.on('pageerror', error => process.stderr.write(`[page] ${error.message}\n`));
  await page.goto(address, { timeout: 60_000 });
  return { browser, page };
}
