import type { ValuePath } from '../../gotemplate/origin.js';
import type { ChartNames } from '../../helm/chart-names.js';
import { schemaEntryOf } from '../../helm/schema-entry.js';
import { documentationOf } from '../../helm/value-documentation.js';
import { isForeign } from '../../helm/value-knowledge.js';
import type { ValuesFile } from '../../helm/values-file.js';
import type { YamlDocument, YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, notApplicable, satisfied, violated } from '../define-rule.js';

/** The share of values that has to have marked comments before the others count as forgotten. */
const MOST = 0.75;

/** Reports a value without a comment in a chart that documents its values. */
export const valuesUndocumented = defineRule({
  id: 'helm/values-undocumented',
  title: 'Value without a comment in a chart that documents its values',
  severity: 'hint',
  release: 2,
  sop: ['G9.2/3'],
  why: `Who installs the chart reads its values first. Where the table of them is made from comments (\`# -- \`, \`@param\`), a value without one is
there without a word.`,
  remedy: 'Write above the key what the value is for: `# -- How many Pods run.`',
  on: 'values',

  *check({ source, document }, { workspace }) {
    const chart = workspace.chartOutline();
    const file = chart?.sources.chart.values;
    if (chart === undefined || file?.uri !== source.uri || file.text !== source.text)
      return yield notApplicable('It is not the values.yaml of a chart.');
    if (document.root?.kind !== 'map' || document.errors.length > 0) return yield notApplicable('It holds no values.');
    const values = MARK.test(source.text)
      ? [...valuesIn(document.root, [], undefined, { chart, file, commented: commentedLines(document) })]
      : [];
    const marked = values.filter(({ comment }) => comment === 'marked').length;
    if (marked === 0 || marked < values.length * MOST)
      return yield notApplicable('The chart does not document most of its values in comments such as "# -- ".');
    for (const { node, path, comment } of values) {
      if (comment !== undefined) yield satisfied();
      else if (schemaEntryOf(chart.sources.chart, path).description !== undefined) yield satisfied('The schema describes it.');
      else yield violated({ span: node.keySpan ?? node.span, message: `No comment says what "${path.join('.')}" is for.` });
    }
  },
});

/** What makes a comment the documentation of a value, for the tools that collect it. */
const MARK = /#[ \t]*--|@param[ \t]/;

interface Around {
  readonly chart: ChartNames;
  readonly file: ValuesFile;
  /** The lines that end in a comment. */
  readonly commented: ReadonlySet<number>;
}

function commentedLines({ source, comments }: YamlDocument): ReadonlySet<number> {
  return new Set(comments.filter(({ ownLine }) => !ownLine).map(({ span }) => source.lineAt(span.start)));
}

type Comment = 'marked' | 'plain' | undefined;

interface CommentedValue {
  readonly node: YamlNode;
  readonly path: ValuePath;
  /** The best of its own comment and those of the maps around it. */
  readonly comment: Comment;
}

/** The values that a person may look for: scalars, lists, and maps that templates write out as they are. */
function* valuesIn(map: YamlNode, above: ValuePath, around: Comment, context: Around): Iterable<CommentedValue> {
  for (const [key, node] of map.entries()) {
    const path = [...above, key];
    if (isForeign(context.chart.sources, path) || node.isShared) continue;
    const own = commentOf(node, path, context);
    const comment = own === 'marked' || around === 'marked' ? 'marked' : (own ?? around);
    const isWhole = node.kind !== 'map' || node.entries().length === 0 || context.chart.templates.written.has(path);
    if (isWhole) yield { node, path, comment };
    else yield* valuesIn(node, path, comment, context);
  }
}

function commentOf({ keySpan, source }: YamlNode, path: ValuePath, { file, commented }: Around): Comment {
  if (keySpan === undefined) return undefined;
  const documentation = documentationOf(file, keySpan.start, path);
  if (documentation !== undefined) return documentation.isMarked ? 'marked' : 'plain';
  return commented.has(source.lineAt(keySpan.start)) ? 'plain' : undefined;
}
