import * as vscode from 'vscode';
import { until } from './findings.js';
import { page } from './page.js';
import type { Scenario } from './scenario.js';
import { open, placeCursor, write } from './workspace.js';

const KUSTOMIZATION = `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - service.yaml
`;

/** Kustomizations, while they are typed. */
export const kustomizationScenarios: readonly Scenario[] = [
  {
    name: 'files that a kustomization does not list yet are offered to it, and lead to themselves',
    async run() {
      write('k8s/kustomization.yaml', KUSTOMIZATION);
      const editor = await open('k8s/kustomization.yaml');
      await page.press('Control+End');
      await page.type('  - dep');
      await page.press('Control+Space');
      await page.wait('.suggest-widget .monaco-list-row', 'deployment.yaml');
      await page.screenshot('kustomization');
      await page.press('Tab');
      await until('the file in the list', () => editor.document.getText() === `${KUSTOMIZATION}  - deployment.yaml`);
      await placeCursor(editor, 'service.yaml');
      await page.press('F12');
      await until('the file that is listed', () => vscode.window.activeTextEditor?.document.fileName.endsWith('service.yaml') === true);
    },
  },
];
