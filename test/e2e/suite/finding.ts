import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { finding, findings, until } from './findings.js';
import { page } from './page.js';
import type { Scenario } from './scenario.js';
import { expectedFindings, open, uriOf } from './workspace.js';

/** What a person sees of a finding. */
export const findingScenarios: readonly Scenario[] = [
  {
    name: 'the editor has the findings of the command line',
    async run() {
      assert.deepEqual(
        findings().map(({ place, rule }) => `${place} ${rule}`),
        expectedFindings(),
      );
    },
  },
  {
    name: 'a finding is underlined, exactly where it stands',
    async run() {
      await open('k8s/deployment.yaml', 'quote\n');
      const { diagnostic } = await finding(uriOf('k8s/deployment.yaml'), 'selector/template-mismatch');
      assert.equal(diagnostic.severity, vscode.DiagnosticSeverity.Error);
      const [line] = await page.boxes('.squiggly-error');
      const [word] = await page.boxes('.view-lines >> text="quote"');
      assert.ok(line && word);
      assert.ok(Math.abs(line.left - word.left) < 3 && Math.abs(line.right - word.right) < 3, JSON.stringify({ line, word }));
      await page.screenshot('squiggle');
    },
  },
  {
    name: 'the Problems view lists findings with their rules',
    async run() {
      await open('k8s/service.yaml');
      await page.press('Control+Shift+M');
      await page.wait('.markers-panel .monaco-list-row');
      // The view draws only the rows that there is room for.
      await vscode.commands.executeCommand('workbench.action.toggleMaximizedPanel');
      await page.wait('.markers-panel .monaco-list-row', 'netpol/egress-without-dns');
      await page.screenshot('problems');
      await page.click('.markers-panel .monaco-list-row', 'netpol/egress-without-dns');
      await vscode.commands.executeCommand('workbench.action.toggleMaximizedPanel');
      await until('the place of the finding', () => {
        const editor = vscode.window.activeTextEditor;
        return editor?.document.fileName.endsWith('network-policies.yaml') === true && editor.selection.active.line === 41;
      });
    },
  },
  {
    name: 'hovering says what is wrong, why, and links to the page of the rule',
    async run() {
      await open('k8s/deployment.yaml', '600MiB');
      await finding(uriOf('k8s/deployment.yaml'), 'go/gomemlimit-exceeds-limit');
      await page.hover('.view-lines >> text="600MiB"');
      await page.wait('.monaco-hover:not(.hidden) .hover-contents', 'GOMEMLIMIT');
      const text = (await page.texts('.monaco-hover:not(.hidden) .hover-contents')).join('\n');
      assert.match(text, /512Mi/);
      assert.match(text, /go\/gomemlimit-exceeds-limit/);
      await page.screenshot('hover');
    },
  },
];
