import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { findings, until } from './findings.js';
import { page } from './page.js';
import type { Scenario } from './scenario.js';
import { open, uriOf, write } from './workspace.js';

/** What a person writes with snippets. */
export const snippetScenarios: readonly Scenario[] = [
  {
    name: 'a snippet is offered by its prefix, and what it writes is without findings',
    async run() {
      write('k8s/dns.yaml', '');
      const editor = await open('k8s/dns.yaml');
      const isWritten = () => /kind: NetworkPolicy/.test(editor.document.getText());
      // On a busy machine the list may go between its appearance and the key.
      for (let attempt = 0; attempt < 3 && !isWritten(); attempt++) {
        await page.press('Control+A');
        await page.type('k8s-netpol-allow-dns');
        await page.wait('.suggest-widget .monaco-list-row', 'k8s-netpol-allow-dns');
        await page.screenshot('snippet');
        await page.press('Tab');
        for (const soon = Date.now() + 5000; !isWritten() && Date.now() < soon; ) await new Promise(resolve => setTimeout(resolve, 50));
      }
      await until('the policy', isWritten);
      await page.type('shop');
      await page.press('Escape');
      await until(
        'nothing but the findings of before',
        () => findings(uriOf('k8s/network-policies.yaml'), 'netpol/egress-without-dns').length === 0,
      );
      assert.deepEqual(findings(uriOf('k8s/dns.yaml')), []);
    },
  },
  {
    name: 'an unsaved document is checked as it is typed',
    async run() {
      const document = await vscode.workspace.openTextDocument({
        language: 'yaml',
        content: 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: a\n      image: busybox',
      });
      await vscode.window.showTextDocument(document);
      await page.press('Control+End');
      await page.type(':latest');
      await until('the tag is reported', () => findings(document.uri, 'image/latest-tag').length > 0);
    },
  },
];
