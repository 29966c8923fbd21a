import type { ValuePath } from '../../gotemplate/origin.js';
import type { ChartNames } from '../../helm/chart-names.js';
import { type KnownValue, knownValueAt, knownValuesBelow } from '../../helm/known-values.js';
import type { ValueSetting } from '../../helm/value-settings.js';
import type { EmbeddedPart } from '../../workspace/given-values.js';
import { keyText } from '../../yaml/scalar-text.js';
import { cutYamlStream } from '../../yaml/yaml-stream.js';
import type { Completion, Insertion } from './completion.js';
import { indentationStep, type ValuesCursor, valuesCursorAt } from './values-cursor.js';
import type { WholeChart } from './whole-chart.js';

/** What can be typed at an offset of a file of values: keys that the chart knows and that are not there yet, values that it names. */
export function valuesCompletions(chart: WholeChart, uri: string, text: string, offset: number): Completion[] {
  const placed = chart.sources.values.find(({ file }) => file.uri === uri);
  const cursor = placed === undefined ? undefined : cursorIn(chart, uri, text, offset);
  if (placed === undefined || cursor === undefined) return [];
  const path = pathInChart(placed.places, cursor.path);
  return cursor.kind === 'key' ? keyCompletions(chart, uri, cursor, path, text) : valueCompletions(chart, uri, cursor, path);
}

/** What is being typed in a file of values, or in values that stand in a file of something else. */
function cursorIn({ given }: WholeChart, uri: string, text: string, offset: number): ValuesCursor | undefined {
  const parts = given.flatMap(values => (values.uri === uri ? [values.part] : []));
  if (parts.length === 0 || parts.includes(undefined)) return valuesCursorAt(text, offset);
  for (const part of parts) {
    if (part === undefined || part.kind === 'settings') continue;
    const cursor = part.kind === 'text' ? cursorInText(part, offset) : cursorInMap(part, text, offset);
    if (cursor !== undefined) return cursor;
  }
  return undefined;
}

function cursorInText({ text }: EmbeddedPart, offset: number): ValuesCursor | undefined {
  return text.search(/\S/) <= offset && offset <= text.length ? valuesCursorAt(text, offset) : undefined;
}

/** A map of values in a document: the cursor is in it if its keys lead there. */
function cursorInMap({ start, path }: EmbeddedPart, text: string, offset: number): ValuesCursor | undefined {
  const end = cutYamlStream(text).find(document => document.start === start)?.end ?? text.length;
  if (offset < start || offset > end) return undefined;
  const cursor = valuesCursorAt(text.slice(start, end), offset - start);
  if (cursor === undefined || !path.every((segment, index) => cursor.path[index] === segment)) return undefined;
  const span = { start: cursor.span.start + start, end: cursor.span.end + start };
  return { ...cursor, path: cursor.path.slice(path.length), span };
}

/** All charts share what stands below `global`. */
function pathInChart([place = []]: readonly ValuePath[], path: ValuePath): ValuePath {
  return path[0] === 'global' ? path : [...place, ...path];
}

type KeyCursor = Extract<ValuesCursor, { kind: 'key' }>;

function keyCompletions(chart: ChartNames, uri: string, cursor: KeyCursor, path: ValuePath, text: string): Completion[] {
  const { present, span, column } = cursor;
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  const lead = ' '.repeat(column);
  const deeper = `${lineBreak}${lead}${' '.repeat(indentationStep(text))}`;
  const moved = /^\s*/.exec(text.slice(span.start, span.end))?.[0] ?? '';
  const isMoved = span.end > span.start && (text[span.start - 1] ?? '\n') === '\n' && moved !== lead;
  return knownValuesBelow(chart, path)
    .filter(({ key }) => !present.has(key))
    .map(known => {
      const name = `${isMoved ? lead : ''}${keyText(known.key)}`;
      const written = cursor.hasColon ? plain('') : entryOf(known, deeper);
      return {
        label: known.key,
        kind: 'value',
        detail: detailOf(known, uri),
        documentation: known.documentation,
        span,
        insertion: { text: name + written.text, snippet: escaped(name) + written.snippet, filter: `${isMoved ? moved : ''}${known.key}` },
      };
    });
}

function detailOf({ settings, schema, kind, isRead }: KnownValue, uri: string): string | undefined {
  const setting = settings.find(({ uri: other }) => other !== uri);
  if (setting !== undefined) return `${setting.text} in ${setting.file}`;
  if (schema.types.size > 0) return [...schema.types].join(' or ');
  if (!isRead) return undefined;
  return kind === 'map' ? 'a map that templates read' : 'read by templates';
}

type Written = Pick<Insertion, 'text' | 'snippet'>;

function plain(text: string): Written {
  return { text, snippet: escaped(text) };
}

/** What stands behind a key, its colon included: the default, to be typed over. */
function entryOf(known: KnownValue, deeper: string): Written {
  if (known.kind === 'map') return plain(`:${deeper}`);
  if (known.kind === 'list') return plain(`:${deeper}- `);
  const [first, ...others] = choicesOf(known);
  if (first === undefined) return plain(': ');
  const snippet = others.length === 0 ? `\${1:${escaped(first)}}` : `\${1|${[first, ...others].map(escapedChoice).join()}|}`;
  return { text: ': ', snippet: `: ${snippet}` };
}

/** The values that a scalar may have, the default first, as YAML writes them. */
function choicesOf({ settings, schema, kind }: KnownValue): string[] {
  const written = settings.slice(0, 1).flatMap(setting => writtenText(setting) ?? []);
  return [...new Set([...written, ...schema.choices, ...(kind === 'boolean' ? ['true', 'false'] : [])])];
}

/** A scalar on one line, as it is written. */
function writtenText({ value: { data, origin }, text }: ValueSetting): string | undefined {
  const isShort = origin !== undefined && origin.span.end - origin.span.start === text.length;
  return data === null || !isShort || text === '' ? undefined : text;
}

function valueCompletions(chart: ChartNames, uri: string, { span }: ValuesCursor, path: ValuePath): Completion[] {
  const known = knownValueAt(chart, path);
  if (known.kind === 'map' || known.kind === 'list') return [];
  const others = known.settings.filter(setting => setting.uri !== uri);
  const texts = [...choicesOf({ ...known, settings: others }), ...others.slice(1).flatMap(setting => writtenText(setting) ?? [])];
  return [...new Set(texts)].map(label => {
    const setters = others.filter(({ text }) => text === label).map(({ file }) => file);
    return {
      label,
      kind: 'value',
      detail: setters.length === 0 ? undefined : setters.join(', '),
      documentation: known.documentation,
      span,
    };
  });
}

function escaped(text: string): string {
  return text.replaceAll(/[\\$}]/g, '\\$&');
}

function escapedChoice(text: string): string {
  return text.replaceAll(/[\\$},|]/g, '\\$&');
}
