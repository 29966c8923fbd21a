import type { TextEdit } from '../../text/text-edit.js';
import { appendItem, removeEntry, renameKey } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, type Fix, fix, type KustomizationFile, satisfied, violated } from '../define-rule.js';

export const deprecatedField = defineRule({
  id: 'kustomize/deprecated-field',
  title: 'Field of a kustomization that is deprecated',
  severity: 'information',
  release: 3,
  sop: ['beyond: kustomize warns about it at each build'],
  why: `Kustomize prints a warning at each build, and will read these fields no more one day.`,
  remedy: `Use the field that took its place: \`resources\`, \`labels\`, \`patches\`, \`images\`, \`replacements\`.`,
  fixSafety: `\`patches\` are applied before names and labels are changed, \`patchesJson6902\` after it, and \`patchesStrategicMerge\` before
\`patches\`: where one builds on the other, the result may differ.`,
  on: 'kustomization',

  *check({ root }) {
    const used = DEPRECATED.flatMap(field => {
      const node = root.get(field.name);
      return node === undefined ? [] : [{ ...field, node }];
    });
    if (used.length === 0) yield satisfied();
    for (const { name, successor, node, fixesFor } of used) {
      yield violated({
        span: node.keySpan ?? node.entrySpan,
        message: `The field "${name}" is deprecated: "${successor}" took its place.`,
        ...(name === 'vars' ? { severity: 'hint' as const } : {}),
        fixes: fixesFor(node, root),
      });
    }
  },
});

interface DeprecatedField {
  readonly name: string;
  readonly successor: string;
  readonly fixesFor: (node: YamlNode, root: KustomizationFile['root']) => readonly (Fix | undefined)[];
}

const DEPRECATED: readonly DeprecatedField[] = [
  { name: 'bases', successor: 'resources', fixesFor: (node, root) => [moved(node, root, 'resources', 'safe')] },
  { name: 'imageTags', successor: 'images', fixesFor: (node, root) => [moved(node, root, 'images', 'safe')] },
  { name: 'commonLabels', successor: 'labels', fixesFor: (node, root) => [asLabels(node, root)] },
  { name: 'patchesStrategicMerge', successor: 'patches', fixesFor: (node, root) => [asPatches(node, root)] },
  { name: 'patchesJson6902', successor: 'patches', fixesFor: (node, root) => [moved(node, root, 'patches', 'unsafe')] },
  { name: 'vars', successor: 'replacements', fixesFor: () => [] },
];

/** Renames the field, or moves its items behind those of its successor. */
function moved(node: YamlNode, root: YamlNode, successor: string, safety: Fix['safety']): Fix | undefined {
  const target = root.get(successor);
  if (target === undefined) return fix(`Rename it to "${successor}"`, safety, renameKey(node, successor));
  const items = node.items().map(item => appendItem(target, linesOf(item)));
  return fix(`Move it to "${successor}"`, safety, ...items, removeEntry(node));
}

/** An item as lines that start at column 0, with its dash. */
function linesOf({ source, span }: YamlNode): readonly string[] {
  const column = source.positionAt(span.start).character;
  const lines = source.text.slice(span.start, span.end).split(/\r?\n/);
  return lines.map((line, index) => (index === 0 ? line : line.slice(Math.min(column, line.length - line.trimStart().length))));
}

function asLabels(node: YamlNode, root: YamlNode): Fix | undefined {
  const { source, entrySpan } = node;
  if (root.get('labels') !== undefined || node.kind !== 'map' || node.isShared) return undefined;
  const { eol } = source;
  const pairs = linesOf(node).map(line => (node.style === 'flow' || line === '' ? line : `      ${line}`));
  const value = node.style === 'flow' ? ` ${pairs.join(eol)}` : `${eol}${pairs.join(eol)}`;
  const newText = ['labels:', '  - includeSelectors: true', `    pairs:${value}`].join(eol);
  return fix('Write it as "labels" that selectors include', 'safe', { span: entrySpan, newText });
}

/** Names of files become patches with a path; inline patches are left to their authors. */
function asPatches(node: YamlNode, root: YamlNode): Fix | undefined {
  const items = node.items();
  const isPaths = items.every(
    ({ kind, text, style }) => kind === 'scalar' && text !== undefined && !/[\n:]/.test(text) && style !== 'literal',
  );
  if (root.get('patches') !== undefined || !isPaths || node.style === 'flow') return undefined;
  const paths = items.map((item): TextEdit => ({ span: { start: item.span.start, end: item.span.start }, newText: 'path: ' }));
  return fix('Write it as "patches"', 'unsafe', renameKey(node, 'patches'), ...paths);
}
