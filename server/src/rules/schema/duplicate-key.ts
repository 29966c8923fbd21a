import { removeEntry } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, fix, type Outcome, satisfied, violated } from '../define-rule.js';

export const duplicateKey = defineRule({
  id: 'schema/duplicate-key',
  title: 'Key that is given twice in one map',
  severity: 'error',
  release: 1,
  sop: ['beyond: what the file seems to say is not what is applied'],
  why: `YAML does not allow it. \`kubectl\` and Helm keep the last value without a word, kustomize refuses the file: what was written first is
never applied, though whoever reads the file from the top believes it.`,
  remedy: `Keep one of the two, and merge what both hold.`,
  fixSafety: `The value that is removed is the one that \`kubectl\` ignores. Where the two differ, the author may have meant it all the same.`,
  on: 'resource',

  *check({ node }) {
    const found = duplicatesIn(node);
    yield* found;
    if (found.length === 0) yield satisfied();
  },
});

const FEW = 16;

/** Visits each node of a document for each key: it makes nothing that is not found. */
function duplicatesIn(root: YamlNode): readonly Outcome[] {
  const found: Outcome[] = [];
  const visit = (node: YamlNode) => {
    if (node.isShared) return;
    const entries = node.entries();
    // Both answer the last entry of a name; the node looks at each entry for that.
    const last = entries.length > FEW ? new Map(entries) : node;
    for (const [key, value] of entries) {
      const kept = last.get(key);
      if (kept !== undefined && kept !== value && key !== '<<' && !value.isShared) found.push(finding(key, value, kept));
      visit(value);
    }
    for (const item of node.items()) visit(item);
  };
  visit(root);
  return found;
}

function finding(key: string, ignored: YamlNode, kept: YamlNode): Outcome {
  const isSame = isSameText(ignored, kept);
  return violated({
    ...(isSame ? { severity: 'warning' } : {}),
    span: ignored.keySpan ?? ignored.entrySpan,
    message: `The key "${key}" is given twice. \`kubectl\` and Helm keep the last value only, and kustomize refuses the file.`,
    related: kept.keySpan === undefined ? [] : [{ span: kept.keySpan, message: 'Given again here' }],
    fixes: [fix(`Remove the first "${key}"`, isSame ? 'safe' : 'unsafe', removeEntry(ignored))],
  });
}

/** A person has to look at longer values before one of them goes. */
const LONGEST_COMPARED = 1000;

/** Whether two values are written alike, but for white space. */
function isSameText(a: YamlNode, b: YamlNode): boolean {
  const lengths = [a, b].map(({ span }) => span.end - span.start);
  return Math.max(...lengths) <= LONGEST_COMPARED && textOf(a) === textOf(b);
}

function textOf({ source, span }: YamlNode): string {
  return source.text.slice(span.start, span.end).replace(/\s+/g, ' ');
}
