import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { finding, findings, noFinding, until } from './findings.js';
import { page } from './page.js';
import type { Scenario } from './scenario.js';
import { replace, SECOND_FOLDER, show } from './workspace.js';

/** A chart whose template fixes GOMEMLIMIT, for memory limits that differ by environment. */
const CHART = {
  'chart/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
  'chart/values.yaml': 'resources:\n  limits:\n    memory: 512Mi\n',
  'chart/values-staging.yaml': 'resources:\n  limits:\n    memory: 1Gi\n',
  'chart/values-prod.yaml': 'resources:\n  limits:\n    memory: 256Mi\n',
  'chart/templates/job.yaml': `apiVersion: batch/v1
kind: Job
metadata:
  name: {{ .Release.Name }}
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: shop
          image: ghcr.io/quotes/shop:1.0.0
          env:
            - name: GOMEMLIMIT
              value: 400MiB
          resources: {{- toYaml .Values.resources | nindent 12 }}
`,
};
const FOLDER = vscode.Uri.file(SECOND_FOLDER);
const PROD = vscode.Uri.joinPath(FOLDER, 'chart/values-prod.yaml');
const RULE = 'go/gomemlimit-exceeds-limit';

/** Charts, rendered while they are typed. */
export const chartScenarios: readonly Scenario[] = [
  {
    name: 'a chart has findings on the values that cause them, and is shown as it renders beside them',
    async run() {
      for (const [name, text] of Object.entries(CHART)) {
        await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(FOLDER, name), new TextEncoder().encode(text));
      }
      vscode.workspace.updateWorkspaceFolders(1, 0, { uri: FOLDER });
      const { place } = await finding(PROD, RULE);
      assert.match(place, /values-prod\.yaml:3:/);
      const template = await show(vscode.Uri.joinPath(FOLDER, 'chart/templates/job.yaml'));
      await until('the language of templates', () => template.document.languageId === 'helm');
      const squiggles = () => vscode.languages.getDiagnostics(template.document.uri);
      assert.deepEqual(squiggles(), [], 'a template has no squiggles');
      const values = await show(PROD, '256Mi');
      const shown = vscode.commands.executeCommand('plimsoll.showRendered');
      await page.click('.quick-input-widget .monaco-list-row', 'values-prod.yaml');
      await shown;
      const rendered = () => vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'plimsoll-rendered')?.getText() ?? '';
      await until('the rendered chart', () => rendered().includes('memory: 256Mi'));
      await page.wait('.squiggly-error');
      await page.screenshot('chart');
      await replace(values, '256Mi', '600Mi');
      await noFinding(PROD, RULE);
      await until('the rendered chart with the new value', () => rendered().includes('memory: 600Mi'));
      assert.deepEqual(squiggles(), [], 'a template still has no squiggles');
      vscode.workspace.updateWorkspaceFolders(1, 1);
      await until('no finding in a folder that has left', () => findings(PROD).length === 0);
    },
  },
];
