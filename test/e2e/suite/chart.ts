import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { finding, findings, noFinding, until } from './findings.js';
import { MENU_ROW } from './fix.js';
import { page } from './page.js';
import type { Scenario } from './scenario.js';
import { placeCursor, replace, SECOND_FOLDER, show } from './workspace.js';

/** A chart whose template fixes GOMEMLIMIT, for memory limits that differ by environment. */
const CHART = {
  'Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
  'values.yaml': 'resources:\n  limits:\n    memory: 512Mi\n# -- How many Pods work at once.\nparallelism: 2\n',
  'values-staging.yaml': 'resources:\n  limits:\n    memory: 1Gi\n',
  'values-prod.yaml': 'resources:\n  limits:\n    memory: 256Mi\n',
  'templates/job.yaml': `apiVersion: batch/v1
kind: Job
metadata:
  name: {{ .Release.Name }}
spec:
  parallelism: {{ .Values.parallelism }}
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
const RULE = 'go/gomemlimit-exceeds-limit';

/** Charts, rendered while they are typed. */
export const chartScenarios: readonly Scenario[] = [
  {
    name: 'a chart has findings on the values that cause them, and is shown as it renders beside them',
    run: () => withChart(showFindingsAndRenderings),
  },
  {
    name: 'names in the templates of a chart complete, are explained, are found and renamed',
    run: () => withChart(followNames),
  },
  {
    name: 'the values of an environment complete from the defaults, and a schema is made of those',
    run: () => withChart(completeValues),
  },
];

/** The files of the chart that scenarios look at. */
interface Chart {
  readonly template: vscode.Uri;
  readonly defaults: vscode.Uri;
  readonly prod: vscode.Uri;
  readonly schema: vscode.Uri;
}

let made = 0;

/** Does something while the chart is in the workspace, in a folder of its own: the editor keeps documents for a while after they are closed. */
async function withChart(action: (chart: Chart) => Promise<void>): Promise<void> {
  const folder = vscode.Uri.joinPath(vscode.Uri.file(SECOND_FOLDER), `${++made}`);
  const file = (name: string) => vscode.Uri.joinPath(folder, 'chart', name);
  const [template, prod] = [file('templates/job.yaml'), file('values-prod.yaml')];
  for (const [name, text] of Object.entries(CHART)) await vscode.workspace.fs.writeFile(file(name), new TextEncoder().encode(text));
  vscode.workspace.updateWorkspaceFolders(1, 0, { uri: folder });
  try {
    await finding(prod, RULE);
    await action({ template, prod, defaults: file('values.yaml'), schema: file('values.schema.json') });
    const squiggles = vscode.languages.getDiagnostics(template).filter(({ severity }) => severity <= vscode.DiagnosticSeverity.Warning);
    assert.deepEqual(squiggles, [], 'a template has no errors and warnings, whatever was done to it');
  } finally {
    vscode.workspace.updateWorkspaceFolders(1, 1);
    await until('no finding in a folder that has left', () => findings(prod).length === 0);
  }
}

async function showFindingsAndRenderings({ template: job, prod }: Chart): Promise<void> {
  assert.match((await finding(prod, RULE)).place, /values-prod\.yaml:3:/);
  const template = await show(job);
  await until('the language of templates', () => template.document.languageId === 'helm');
  const values = await show(prod, '256Mi');
  const shown = vscode.commands.executeCommand('plimsoll.showRendered');
  await pick('values-prod.yaml');
  await shown;
  await until('the rendered chart', () => rendered().includes('memory: 256Mi'));
  await page.wait('.squiggly-error');
  await page.screenshot('chart');
  await replace(values, '256Mi', '600Mi');
  await noFinding(prod, RULE);
  await until('the rendered chart with the new value', () => rendered().includes('memory: 600Mi'));

  await vscode.commands.executeCommand('workbench.action.focusNextGroup');
  await until('the rendered chart in front', () => vscode.window.activeTextEditor?.document.uri.scheme === RENDERED);
  await placeCursor(vscode.window.activeTextEditor!, '600Mi');
  await page.press('F12');
  await until('the line that the value is from', () => isAt(prod, 2));

  const compared = vscode.commands.executeCommand('plimsoll.compareRendered');
  // The other one is the only one left to compare with.
  await pick('values-staging.yaml');
  await compared;
  await page.wait('.monaco-diff-editor .char-insert, .monaco-diff-editor .char-delete');
  await page.screenshot('comparison');
}

async function followNames({ template: job, defaults, prod }: Chart): Promise<void> {
  const template = await show(job, '400MiB');
  await until('the language of templates', () => template.document.languageId === 'helm');
  await page.wait('.monaco-editor.focused');
  await replace(template, '400MiB', '{{  }}');
  await placeCursor(template, ' }}\n          resources');
  await page.type('.Values.resources.limits.');
  await page.wait(SUGGESTION, 'memory');
  await page.screenshot('chart-completion');
  await page.press('Tab');
  await until('the name', () => template.document.getText().includes('value: {{ .Values.resources.limits.memory }}\n'));

  await page.press('Control+K');
  await page.press('Control+I');
  await page.wait('.monaco-hover:not(.hidden) .hover-contents', '256Mi');
  await page.screenshot('chart-hover');
  await page.press('Escape');

  await page.press('F12');
  await page.wait(PEEKED, 'values-prod.yaml');
  await page.screenshot('chart-definitions');
  await page.press('Escape');

  const tokens = await vscode.commands.executeCommand<vscode.SemanticTokens>('vscode.provideDocumentSemanticTokens', job);
  assert.ok(tokens.data.length > 0);
  await vscode.commands.executeCommand('outline.focus');
  await page.wait('.outline-tree .monaco-list-row', 'Job');
  await page.screenshot('chart-outline');

  await show(defaults, 'memory');
  await vscode.commands.executeCommand('editor.action.referenceSearch.trigger');
  await page.wait(PEEKED, 'job.yaml');
  await page.screenshot('chart-references');
  await page.press('Escape');
  await page.waitGone('.reference-zone-widget');
  await show(defaults, 'memory');
  await page.press('F2');
  await page.wait('.rename-box input:focus');
  await page.type('ceiling');
  await page.press('Enter');
  await until('the new name', () => template.document.getText().includes('.Values.resources.limits.ceiling }}'));
  await until('the new name in the values', async () =>
    (await vscode.workspace.openTextDocument(prod)).getText().includes('ceiling: 256Mi'),
  );
}

async function completeValues({ prod, defaults, schema }: Chart): Promise<void> {
  const values = await show(prod);
  await page.press('Control+End');
  await page.type('par');
  await page.wait(SUGGESTION, 'parallelism');
  await page.screenshot('values-completion');
  await page.press('Tab');
  await until('the key', () => /\nparallelism: /.test(values.document.getText()));

  await show(defaults);
  await vscode.commands.executeCommand('editor.action.sourceAction');
  await page.click(MENU_ROW, 'Generate values.schema.json');
  await until('the schema in front', () => isAt(schema, 0));
  const { document } = vscode.window.activeTextEditor!;
  await until('its text', () => document.getText().includes('"description": "How many Pods work at once."'));
  await page.screenshot('values-schema');
}

const RENDERED = 'plimsoll-rendered';
const PICK = '.quick-input-widget .monaco-list-row';
const SUGGESTION = '.suggest-widget .monaco-list-row';
const PEEKED = '.reference-zone-widget .monaco-list-row';

/** Picks by typing, which also works while the list is still being drawn. */
async function pick(label: string): Promise<void> {
  await page.wait(PICK, label);
  await page.type(label);
  await page.press('Enter');
}

function rendered(): string {
  return vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === RENDERED)?.getText() ?? '';
}

function isAt(uri: vscode.Uri, line: number): boolean {
  const editor = vscode.window.activeTextEditor;
  return editor?.document.uri.toString() === uri.toString() && editor.selection.active.line === line;
}
