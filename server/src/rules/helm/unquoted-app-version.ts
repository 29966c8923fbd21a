import { replaceEntry } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, violated } from '../define-rule.js';

/** Reports a version in Chart.yaml that YAML reads as another number. */
export const unquotedAppVersion = defineRule({
  id: 'helm/unquoted-app-version',
  title: 'Version in Chart.yaml that is read as a number',
  severity: 'warning',
  release: 1,
  sop: ['G9.2/2'],
  why: `YAML reads a version without quotes as a number where it looks like one: \`1.10\` becomes \`1.1\`, and an image whose tag falls back to
\`appVersion\` is another one, or is not there.`,
  remedy: 'Put the version in quotes.',
  on: 'chart',

  *check({ document }) {
    for (const key of ['appVersion', 'version']) {
      const node = document.root?.get(key);
      if (node?.kind !== 'scalar' || typeof node.value !== 'number') {
        yield node === undefined ? notApplicable(`There is no ${key}.`) : satisfied();
        continue;
      }
      const written = node.source.text.slice(node.span.start, node.span.end);
      const read = String(node.value);
      yield read === written
        ? satisfied('The number is written as it is read.')
        : violated({
            span: node.span,
            message: `YAML reads ${key} ${written} as the number ${read}.`,
            fixes: [fix(`Put ${written} in quotes`, 'safe', replaceEntry(node, [`${key}: "${written}"`]))],
          });
    }
  },
});
