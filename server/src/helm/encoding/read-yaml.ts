import { derivedOrigin } from '../../gotemplate/origin.js';
import { TracedText, TracedTextBuilder } from '../../gotemplate/traced-text.js';
import { GoList, GoMap, type Value } from '../../gotemplate/value.js';
import { SourceText } from '../../text/source-text.js';
import { parseYamlDocument } from '../../yaml/parse-yaml-document.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { cutYamlStream } from '../../yaml/yaml-stream.js';
import type { JsonResult } from './read-json.js';

/** Reads YAML, the first document of a stream. Texts in it keep their origins, everything else has that of the place where it stands. */
export function readYaml(text: TracedText): JsonResult {
  const span = cutYamlStream(text.text)[0] ?? { start: 0, end: text.length };
  const part = text.slice(span.start, span.end);
  const source = new SourceText('', part.text);
  const { root, errors } = parseYamlDocument(source);
  const end = root !== undefined && endsForItself(root) ? root.span.end : part.length;
  const error = errors.find(each => each.span.start < end);
  if (error !== undefined) {
    return { error: `error converting YAML to JSON: yaml: line ${source.lineAt(error.span.start) + 1}: ${error.message}` };
  }
  if (root === undefined) return { value: { data: null, origin: text.origin } };
  try {
    return { value: yamlValue(root, part) };
  } catch (error) {
    if (error instanceof UnsupportedValue) return { error: `error converting YAML to JSON: json: unsupported value: ${error.message}` };
    throw error;
  }
}

/** Whether a value has an end of its own, behind which Helm reads nothing: brackets, quotes, or lines that are indented less. */
function endsForItself({ style, span, source }: YamlNode): boolean {
  if (style === 'block') return source.positionAt(span.start).character > 0;
  return style === 'flow' || style === 'single-quoted' || style === 'double-quoted';
}

class UnsupportedValue extends Error {}

function yamlValue(node: YamlNode, text: TracedText): Value {
  if (node.kind === 'scalar') return scalarOf(node, text);
  const origin = derivedOrigin(text.slice(node.span.start, node.span.end).origin);
  if (node.kind === 'sequence') return { data: new GoList(node.items().map(item => yamlValue(item, text))), origin };
  const map = new GoMap();
  for (const [key, child] of node.entries()) map.set(key, yamlValue(child, text), keyOrigin(key, child, text));
  return { data: map, origin };
}

function keyOrigin(name: string, { keySpan }: YamlNode, text: TracedText): Value['origin'] {
  if (keySpan === undefined) return undefined;
  const written = text.slice(keySpan.start, keySpan.end);
  const exact = [written, written.slice(1, written.length - 1)].find(each => each.text === name);
  return exact === undefined ? derivedOrigin(written.origin) : exact.valueOrigin;
}

function scalarOf(node: YamlNode, text: TracedText): Value {
  const { value, span } = node;
  const written = text.slice(span.start, span.end);
  const origin = written.length === 0 ? derivedOrigin(text.origin) : written.valueOrigin;
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new UnsupportedValue(Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf');
  }
  if (typeof value !== 'string') return { data: value ?? null, origin };
  // A block that the text ends with has a line break at its end only if one stands there.
  const isCut = (node.style === 'literal' || node.style === 'folded') && span.end === text.length && !written.text.endsWith('\n');
  const data = textOf(node, isCut ? value.replace(/\n$/, '') : value, written, derivedOrigin(origin));
  return { data, origin: data.valueOrigin };
}

/** The content of a scalar as slices of what is written, as far as it is the same. */
function textOf(node: YamlNode, value: string, written: TracedText, origin: Value['origin']): TracedText {
  if (value === '') return TracedText.of('', origin);
  if (written.text === value) return written;
  if (written.text.slice(1, -1) === value) return written.slice(1, written.length - 1);
  return node.style === 'literal' ? literalText(value, written, origin) : TracedText.of(value, origin);
}

function literalText(value: string, written: TracedText, origin: Value['origin']): TracedText {
  const builder = new TracedTextBuilder();
  let lineStart = written.text.indexOf('\n') + 1;
  for (const line of value.split(/(?<=\n)/)) {
    const lineBreak = written.text.indexOf('\n', lineStart);
    const lineEnd = lineBreak === -1 ? written.length : lineBreak;
    const content = line.replace(/\n$/, '');
    const start = lineEnd - content.length;
    const isSame = content !== '' && start >= lineStart && written.text.startsWith(content, start);
    if (isSame) builder.appendSlice(written, start, lineEnd);
    if (!isSame) builder.write(line, origin);
    else if (line.length > content.length) builder.write('\n', origin);
    lineStart = lineEnd + 1;
  }
  return builder.build();
}
