import { fileOfMade } from '../../workspace/made-unit.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { defineRule, notApplicable, satisfied, violated } from '../define-rule.js';
import { misplacedYaml } from '../misplaced-yaml.js';

export const syntaxError = defineRule({
  id: 'meta/syntax-error',
  title: 'Document that does not parse',
  severity: 'error',
  rejected: 'api-server',
  release: 1,
  sop: ['beyond: nothing else can be judged in a document that does not parse'],
  why: `What does not parse is rejected by \`kubectl\`, Helm or the image build, and no other rule can judge it with certainty.`,
  remedy: `Mend the place that the message names; the errors below it are often consequences of the first.`,
  on: 'document',

  *check({ errors, language }, { workspace }) {
    // What follows the first error of a manifest is often its consequence; a configuration is checked key by key.
    const shown = language === 'configuration' ? errors : errors.slice(0, 1);
    if (shown.length === 0) return yield satisfied();
    if (isMisplaced(workspace)) return yield notApplicable('The template prints YAML where it does not belong, and `helm/indent` says so.');
    for (const { message, span } of shown) yield violated({ span, message });
  },
});

/** Whether what does not parse was rendered from a template that prints lines at a wrong column. */
function isMisplaced(workspace: WorkspaceView): boolean {
  const uri = fileOfMade(workspace.uri);
  if (uri === workspace.uri) return false;
  const chart = workspace.chartOutline();
  const template = chart?.sources.templates.find(each => each.uri === uri);
  if (chart === undefined || template === undefined) return false;
  return misplacedYaml(template.file, uri, chart).some(({ kind }) => kind === 'violated');
}
