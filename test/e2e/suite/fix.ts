import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { finding, findings, noFinding, until } from './findings.js';
import { page } from './page.js';
import type { Scenario } from './scenario.js';
import { open, replace, uriOf } from './workspace.js';

/** In the margin of the line with the cursor. */
export const LIGHT_BULB = '.monaco-editor [class*="codicon-gutter-lightbulb"], .monaco-editor .codicon-light-bulb';
/** A row of the menu that the light bulb opens. */
export const MENU_ROW = '.action-widget .monaco-list-row';
const DEPLOYMENT = uriOf('k8s/deployment.yaml');

/** Goes on into the document that a frame shows. */
const INSIDE = '>> internal:control=enter-frame >>';

/** What a person does about a finding. */
export const fixScenarios: readonly Scenario[] = [
  {
    name: 'the light bulb offers a fix, and the fix takes the finding away',
    async run() {
      const editor = await open('k8s/deployment.yaml', '600MiB');
      await finding(DEPLOYMENT, 'go/gomemlimit-exceeds-limit');
      const before = findings().length;
      await page.click(LIGHT_BULB);
      await page.wait(MENU_ROW, '460MiB');
      await page.screenshot('light-bulb');
      await page.click(MENU_ROW, '460MiB');
      await noFinding(DEPLOYMENT, 'go/gomemlimit-exceeds-limit');
      assert.match(editor.document.getText(), /value: 460MiB/);
      assert.equal(findings().length, before - 1);
    },
  },
  {
    name: 'a fix writes what is missing, where it belongs',
    async run() {
      const editor = await open('k8s/network-policies.yaml', 'quotes-egress');
      const { diagnostic } = await finding(uriOf('k8s/network-policies.yaml'), 'netpol/egress-without-dns');
      editor.selection = new vscode.Selection(diagnostic.range.start, diagnostic.range.start);
      await page.click(LIGHT_BULB);
      await page.click(MENU_ROW, 'DNS');
      await noFinding(uriOf('k8s/network-policies.yaml'), 'netpol/egress-without-dns');
      assert.match(editor.document.getText(), /kube-dns/);
    },
  },
  {
    name: 'fix all applies every safe fix of a document at once, and one undo takes them back',
    async run() {
      const editor = await open('k8s/deployment.yaml', 'quote\n');
      await finding(DEPLOYMENT, 'selector/template-mismatch');
      const before = editor.document.getText();
      await runCommand('Fix All');
      await noFinding(DEPLOYMENT, 'selector/template-mismatch');
      await page.press('Control+Z');
      await until('the text before', () => editor.document.getText() === before);
      await finding(DEPLOYMENT, 'selector/template-mismatch');
    },
  },
  {
    name: 'fixes are applied on save where a person wants that',
    async run() {
      const settings = vscode.workspace.getConfiguration('editor');
      await settings.update('codeActionsOnSave', { 'source.fixAll.plimsoll': 'explicit' }, vscode.ConfigurationTarget.Global);
      const editor = await open('k8s/deployment.yaml', 'quote\n');
      await finding(DEPLOYMENT, 'selector/template-mismatch');
      await page.press('End');
      await page.type(' ');
      await page.press('Control+S');
      await noFinding(DEPLOYMENT, 'selector/template-mismatch');
      await settings.update('codeActionsOnSave', undefined, vscode.ConfigurationTarget.Global);
      assert.doesNotMatch(editor.document.getText(), /name: quote *\n/);
    },
  },
  {
    name: 'the safe fixes of the whole workspace are applied on command',
    async run() {
      await open('k8s/service.yaml');
      await finding(uriOf('k8s/service.yaml'), 'selector/service-no-match');
      await runCommand('Plimsoll: Apply All Safe Fixes');
      await noFinding(DEPLOYMENT, 'selector/template-mismatch');
      await noFinding(uriOf('k8s/service.yaml'), 'selector/service-no-match');
    },
  },
  {
    name: 'a finding is ignored with a reason',
    async run() {
      const editor = await open('k8s/deployment.yaml', '600MiB');
      await finding(DEPLOYMENT, 'go/gomemlimit-exceeds-limit');
      await page.click(LIGHT_BULB);
      await page.click(MENU_ROW, 'Ignore go/gomemlimit-exceeds-limit here, with a reason');
      await page.wait('.quick-input-widget input');
      await page.type('the limit is raised next week');
      await page.screenshot('ignore');
      await page.press('Enter');
      await noFinding(DEPLOYMENT, 'go/gomemlimit-exceeds-limit');
      assert.match(editor.document.getText(), /# plimsoll-ignore go\/gomemlimit-exceeds-limit -- the limit is raised next week\n/);
    },
  },
  {
    name: 'a placeholder is selected to be typed over',
    async run() {
      const editor = await open('k8s/deployment.yaml', 'image: ');
      await replace(editor, /image: (\S+)/.exec(editor.document.getText())?.[1] ?? '', 'your-registry/quotes:1.0.0');
      const { diagnostic } = await finding(DEPLOYMENT, 'image/placeholder');
      editor.selection = new vscode.Selection(diagnostic.range.end, diagnostic.range.end);
      await vscode.commands.executeCommand('editor.action.quickFix');
      await page.click(MENU_ROW, 'Select "your-registry" to type over it');
      await until('the selection', () => editor.document.getText(editor.selection) === 'your-registry');
      // The window hears of it before it answers this.
      await vscode.commands.getCommands(true);
      await page.type('ghcr.io/shop');
      await noFinding(DEPLOYMENT, 'image/placeholder');
      await until('the image', () => /image: ghcr\.io\/shop\/quotes:1\.0\.0\n/.test(editor.document.getText()));
    },
  },
  {
    name: 'a rule is explained at the cursor',
    async run() {
      await open('k8s/deployment.yaml', '600MiB');
      await finding(DEPLOYMENT, 'go/gomemlimit-exceeds-limit');
      await runCommand('Plimsoll: Explain Findings Here');
      await until('the explanation', () => explanation()?.includes('600MiB') === true);
      await page.wait(`iframe.webview.ready ${INSIDE} iframe#active-frame ${INSIDE} body`, 'above the memory limit of 512Mi');
      await page.screenshot('explanation');
    },
  },
];

/** Runs a command as a person does who knows its name. */
async function runCommand(name: string): Promise<void> {
  await page.press('F1');
  await page.wait('.quick-input-widget input');
  await page.type(name);
  await page.click('.quick-input-widget .monaco-list-row', name);
}

function explanation(): string | undefined {
  return vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'plimsoll-explain')?.getText();
}
