import type { ValuePath } from '../../gotemplate/origin.js';
import { type ChartNames, type Named, type Occurrence, occurrenceAt, sameNames } from '../../helm/chart-names.js';
import type { ChartSources } from '../../helm/chart-sources.js';
import { describedValueAt } from '../../helm/known-values.js';
import type { Location } from '../../text/span.js';
import type { MadeGroup } from '../../workspace/made-unit.js';
import { relativePath } from '../../workspace/uri-path.js';
import { functionDocumentation, functionSignature } from './function-signature.js';
import { type RenderedValue, renderedValues } from './rendered-values.js';
import { TEMPLATE_OBJECTS } from './template-objects.js';

export interface ChartHover {
  readonly markdown: string;
  readonly place: Location;
}

/**
 * What a name in a template or in a file of values stands for; `undefined` where no known name stands.
 *
 * @param groups what is made from the file: a key of values tells what becomes of it
 */
export function chartHover(
  { sources: chart, occurrences }: Pick<ChartNames, 'sources' | 'occurrences'>,
  uri: string,
  offset: number,
  groups: readonly MadeGroup[],
): ChartHover | undefined {
  const occurrence = occurrenceAt(occurrences, uri, offset);
  if (occurrence === undefined) return undefined;
  const texts = occurrence.named.flatMap(named => textOf(named, occurrence, { chart, occurrences, groups }) ?? []);
  return texts.length === 0 ? undefined : { markdown: texts.join('\n\n---\n\n'), place: occurrence };
}

interface Around {
  readonly chart: ChartSources;
  readonly occurrences: readonly Occurrence[];
  readonly groups: readonly MadeGroup[];
}

function textOf(named: Named, occurrence: Occurrence, around: Around): string | undefined {
  const { chart, occurrences } = around;
  switch (named.kind) {
    case 'value':
      return valueText(named.path, occurrence, around);
    case 'template':
      return templateText(named.name, chart, occurrences);
    case 'function':
      return functionText(named.name);
    case 'object': {
      const documentation = TEMPLATE_OBJECTS.get(named.path.join('.'));
      return documentation && `**.${named.path.join('.')}**\n\n${documentation}`;
    }
  }
}

function valueText(path: ValuePath, occurrence: Occurrence, { chart, occurrences, groups }: Around): string {
  const { settings, schema, documentation } = describedValueAt(chart, path);
  const rows = settings.map(({ file, text }) => `| ${file} | ${codeText(text).replaceAll('|', '\\|')} |`);
  const table = rows.length === 0 ? 'No file of values sets it.' : ['| Values of | Value |', '|---|---|', ...rows].join('\n');
  const choices = schema.choices.length === 0 ? [] : [`One of ${schema.choices.map(codeText).join(', ')}.`];
  const head = [`**.Values${pathText(path)}**`, ...(documentation === undefined ? [] : [documentation]), ...choices, table];
  if (!occurrence.isDefinition) return head.join('\n\n');
  const uses = sameNames(occurrences, { ...occurrence, named: [{ kind: 'value', path }] }).filter(({ isDefinition }) => !isDefinition);
  const places = settings.flatMap(({ uri, value: { origin } }) => (origin === undefined ? [] : [{ uri, span: origin.span }]));
  return [...head, usesText(uses, chart), ...renderedTexts(renderedValues(groups, places))].join('\n\n');
}

/** How many lines are shown for a value set. */
const MOST_RENDERED = 8;
/** How many of the value sets that agree are named. */
const MOST_SETS = 3;

function renderedTexts(rendered: readonly RenderedValue[]): string[] {
  return rendered.map(({ variants, lines }) => {
    const others = variants.length > MOST_SETS ? ` and ${variants.length - MOST_SETS} more` : '';
    const sets = rendered.length === 1 ? '' : ` with ${variants.slice(0, MOST_SETS).map(codeText).join(', ')}${others}`;
    const shown = lines.slice(0, MOST_RENDERED).map(line => `- ${codeText(line)}`);
    const more = lines.length > MOST_RENDERED ? [`- and ${lines.length - MOST_RENDERED} more`] : [];
    return lines.length === 0 ? `Not to be seen in what is rendered${sets}.` : [`Rendered${sets}:`, '', ...shown, ...more].join('\n');
  });
}

function codeText(text: string): string {
  return `\`${text.replaceAll('`', "'")}\``;
}

function usesText(uses: readonly Occurrence[], chart: ChartSources): string {
  if (uses.length === 0) return 'No template names it; one may use all of the map that it stands in.';
  const files = new Set(uses.map(({ uri }) => relativePath(uri, chart.folder)));
  return `Used in ${[...files].map(file => `\`${file}\``).join(', ')}.`;
}

function pathText(path: ValuePath): string {
  return path.map(segment => (typeof segment === 'number' ? `[${segment}]` : `.${segment}`)).join('');
}

function templateText(name: string, chart: ChartSources, occurrences: readonly Occurrence[]): string | undefined {
  const definition = occurrences.find(
    ({ named, isDefinition }) => isDefinition && named.some(each => each.kind === 'template' && each.name === name),
  );
  const file = chart.templates.find(({ uri }) => uri === definition?.uri)?.file;
  const statement = file?.definitions.find(({ name: { value } }) => value === name);
  if (definition === undefined || file === undefined || statement === undefined) return undefined;
  const comment = /\{\{-?\s*\/\*((?:(?!\*\/)[\s\S])*)\*\/\s*-?\}\}\s*$/.exec(file.text.slice(0, statement.span.start))?.[1]?.trim();
  const lines = file.text.slice(statement.span.start, statement.span.end).split(/\r?\n/);
  const shown = lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES), '…'] : lines;
  const where = `Defined in \`${relativePath(definition.uri, chart.folder)}\`.`;
  return [`**${name}**`, ...(comment ? [comment] : []), where, ['```helm', ...shown, '```'].join('\n')].join('\n\n');
}

const MOST_LINES = 20;

function functionText(name: string): string | undefined {
  const signature = functionSignature(name);
  return signature && `\`\`\`helm\n${signature}\n\`\`\`\n\n${functionDocumentation(name)}`;
}
