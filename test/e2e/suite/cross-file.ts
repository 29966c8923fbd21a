import { mkdirSync } from 'node:fs';
import * as vscode from 'vscode';
import { finding, findings, noFinding, until } from './findings.js';
import { LIGHT_BULB, MENU_ROW } from './fix.js';
import { page } from './page.js';
import type { Scenario } from './scenario.js';
import { open, replace, SECOND_FOLDER, uriOf, write } from './workspace.js';

const SERVICE = uriOf('k8s/service.yaml');

/** What an edit changes elsewhere. */
export const crossFileScenarios: readonly Scenario[] = [
  {
    name: 'a label typed in one file clears the finding in another',
    async run() {
      await finding(SERVICE, 'selector/service-no-match');
      await open('k8s/deployment.yaml', 'quote\n');
      await page.press('End');
      await page.type('s');
      await noFinding(SERVICE, 'selector/service-no-match');
      await page.press('Backspace');
      await finding(SERVICE, 'selector/service-no-match');
    },
  },
  {
    name: 'a file that changes on disk, comes or goes is followed',
    async run() {
      write(
        'k8s/extra.yaml',
        'apiVersion: v1\nkind: Service\nmetadata: {name: extra, namespace: shop}\nspec:\n  selector: {app: nobody}\n  ports: [{port: 80}]\n',
      );
      await finding(uriOf('k8s/extra.yaml'), 'selector/service-no-match');
      await vscode.workspace.fs.delete(uriOf('k8s/extra.yaml'));
      await until('no finding in a file that is gone', () => findings(uriOf('k8s/extra.yaml')).length === 0);
    },
  },
  {
    name: 'a rule is switched off in the configuration, from the light bulb',
    async run() {
      await open('k8s/deployment.yaml', '600MiB');
      await finding(uriOf('k8s/deployment.yaml'), 'go/gomemlimit-exceeds-limit');
      await page.click(LIGHT_BULB);
      await page.click(MENU_ROW, 'Configure go/gomemlimit-exceeds-limit');
      await page.click('.quick-input-widget .monaco-list-row', 'off');
      await noFinding(uriOf('k8s/deployment.yaml'), 'go/gomemlimit-exceeds-limit');
      const config = await open('.plimsoll.yaml');
      await page.screenshot('configuration');
      await replace(config, 'off', 'hint');
      await until('the finding as a hint', () =>
        findings(undefined, 'go/gomemlimit-exceeds-limit').some(({ diagnostic }) => diagnostic.severity === vscode.DiagnosticSeverity.Hint),
      );
    },
  },
  {
    name: 'a folder that joins the workspace is checked, and one that leaves is forgotten',
    async run() {
      mkdirSync(SECOND_FOLDER, { recursive: true });
      const folder = vscode.Uri.file(SECOND_FOLDER);
      const manifest = vscode.Uri.joinPath(folder, 'service.yaml');
      const pod =
        'apiVersion: v1\nkind: Pod\nmetadata: {name: other, labels: {app: other}}\nspec: {containers: [{name: a, image: "a:1"}]}\n';
      const service = 'apiVersion: v1\nkind: Service\nmetadata: {name: other}\nspec: {selector: {app: othre}, ports: [{port: 80}]}\n';
      await vscode.workspace.fs.writeFile(manifest, new TextEncoder().encode(`${pod}---\n${service}`));
      vscode.workspace.updateWorkspaceFolders(1, 0, { uri: folder });
      await finding(manifest, 'selector/service-no-match');
      vscode.workspace.updateWorkspaceFolders(1, 1);
      await until('no finding in a folder that has left', () => findings(manifest).length === 0);
    },
  },
];
