import type { ValuePath } from '../../gotemplate/origin.js';
import { type ChartNames, type Named, type Occurrence, occurrenceAt, sameNames } from '../../helm/chart-names.js';
import type { ChartSources } from '../../helm/chart-sources.js';
import { settingsOf } from '../../helm/value-settings.js';
import type { Location } from '../../text/span.js';
import { functionDocumentation, functionSignature } from './function-signature.js';
import { TEMPLATE_OBJECTS } from './template-objects.js';

export interface ChartHover {
  readonly markdown: string;
  readonly place: Location;
}

/** What a name in a template or in a file of values stands for; `undefined` where no known name stands. */
export function chartHover({ sources: chart, occurrences }: ChartNames, uri: string, offset: number): ChartHover | undefined {
  const occurrence = occurrenceAt(occurrences, uri, offset);
  if (occurrence === undefined) return undefined;
  const texts = occurrence.named.flatMap(named => textOf(named, occurrence, chart, occurrences) ?? []);
  return texts.length === 0 ? undefined : { markdown: texts.join('\n\n---\n\n'), place: occurrence };
}

function textOf(named: Named, occurrence: Occurrence, chart: ChartSources, occurrences: readonly Occurrence[]): string | undefined {
  switch (named.kind) {
    case 'value':
      return valueText(named.path, occurrence, chart, occurrences);
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

function valueText(path: ValuePath, occurrence: Occurrence, chart: ChartSources, occurrences: readonly Occurrence[]): string {
  const settings = settingsOf(chart, path);
  const comment = settings.find(setting => setting.comment !== undefined)?.comment;
  const rows = settings.map(({ file, text }) => `| ${file} | \`${text.replaceAll('`', "'").replaceAll('|', '\\|')}\` |`);
  const table = rows.length === 0 ? 'No file of values sets it.' : ['| Values of | Value |', '|---|---|', ...rows].join('\n');
  const uses = sameNames(occurrences, { ...occurrence, named: [{ kind: 'value', path }] }).filter(({ isDefinition }) => !isDefinition);
  const used = occurrence.isDefinition ? [usesText(uses, chart)] : [];
  return [`**.Values${pathText(path)}**`, ...(comment === undefined ? [] : [comment]), table, ...used].join('\n\n');
}

function usesText(uses: readonly Occurrence[], chart: ChartSources): string {
  if (uses.length === 0) return 'No template names it; one may use all of the map that it stands in.';
  const files = new Set(uses.map(({ uri }) => uri.slice(chart.folder.length + 1)));
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
  const where = `Defined in \`${definition.uri.slice(chart.folder.length + 1)}\`.`;
  return [`**${name}**`, ...(comment ? [comment] : []), where, ['```helm', ...shown, '```'].join('\n')].join('\n\n');
}

const MOST_LINES = 20;

function functionText(name: string): string | undefined {
  const signature = functionSignature(name);
  return signature && `\`\`\`helm\n${signature}\n\`\`\`\n\n${functionDocumentation(name)}`;
}
