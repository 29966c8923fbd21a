import { execFileSync } from 'node:child_process';
import * as vscode from 'vscode';
import { finding, findings, noFinding, until } from './findings.js';
import { page } from './page.js';
import type { Scenario } from './scenario.js';
import { open, uriOf } from './workspace.js';

const SERVICE = uriOf('k8s/service.yaml');

/** What happens when the server goes. */
export const serverScenarios: readonly Scenario[] = [
  {
    name: 'a server that is killed comes back and goes on with the text as it is',
    async run() {
      await open('k8s/deployment.yaml', 'quote\n');
      await finding(SERVICE, 'selector/service-no-match');
      const [killed] = servers();
      process.kill(killed!, 'SIGKILL');
      await until('another server', () => servers().some(id => id !== killed));
      await finding(SERVICE, 'selector/service-no-match');
      await page.press('End');
      await page.type('s');
      await noFinding(SERVICE, 'selector/service-no-match');
    },
  },
  {
    name: 'the server is restarted on command',
    async run() {
      await finding(SERVICE, 'selector/service-no-match');
      const [before] = servers();
      await vscode.commands.executeCommand('plimsoll.restart');
      await until('another server', () => servers().length === 1 && servers()[0] !== before);
      await finding(SERVICE, 'selector/service-no-match');
    },
  },
  {
    name: 'the setting switches everything off and on',
    async run() {
      const settings = vscode.workspace.getConfiguration('plimsoll');
      await settings.update('enable', false, vscode.ConfigurationTarget.Global);
      await until('no server and no findings', () => servers().length === 0 && findings().length === 0);
      await settings.update('enable', undefined, vscode.ConfigurationTarget.Global);
      await finding(SERVICE, 'selector/service-no-match');
    },
  },
  {
    name: 'the status says what was read',
    async run() {
      await open('k8s/service.yaml');
      await page.click('#status\\.languageStatus, [id="status.languageStatus"]');
      await page.wait('.hover-language-status', 'Plimsoll');
      await page.screenshot('status');
      await page.press('Escape');
    },
  },
];

/** The process ids of the servers that this window has started. */
function servers(): number[] {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  return rows.flatMap(row => {
    const [id, parent, ...words] = row.trim().split(/\s+/);
    return Number(parent) === process.pid && words.join(' ').includes('server.cjs') ? [Number(id)] : [];
  });
}
