import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TracedText } from '../../server/src/gotemplate/traced-text.js';
import type { ChartFile } from '../../server/src/helm/chart-file.js';
import { ChartRenderer } from '../../server/src/helm/chart-renderer.js';
import type { RenderedChart } from '../../server/src/helm/rendered-chart.js';
import { SourceText } from '../../server/src/text/source-text.js';
import { parseYamlDocument } from '../../server/src/yaml/parse-yaml-document.js';
import type { YamlNode } from '../../server/src/yaml/yaml-node.js';
import { cutYamlStream } from '../../server/src/yaml/yaml-stream.js';
import { chartFilesIn, fixtureCharts } from '../support/fixture-charts.js';

/**
 * Each scalar that was rendered and that says where its text stands is put to the test: the text there is edited, the chart is rendered
 * again, and the scalar has to be the edited text. No scalar that comes from elsewhere may change, if it is a copy too.
 */
describe('editing the source of a rendered scalar changes that scalar', () => {
  for (const { name, folder } of fixtureCharts()) {
    it(name, () => {
      const files = chartFilesIn(folder);
      const renderer = new ChartRenderer();
      const before = copiesIn(renderer.render(files, VALUES));
      // Copies of one place are put to the test once.
      const tested = new Set<string>();
      for (const copy of before.values()) {
        if (tested.has(sourceOf(copy)) || !/^[A-Za-z0-9][\w./-]*$/.test(copy.text)) continue;
        tested.add(sourceOf(copy));
        assertFollows(copy, before, copiesIn(renderer.render(edited(files, copy), VALUES)));
      }
      assert.equal(renderer.render(files, VALUES).errors.length, 0);
    });
  }
});

const VALUES = { name: 'values', files: [] };

/** A scalar of the output that is a copy of one place. */
interface Copy {
  readonly place: string;
  readonly text: string;
  readonly uri: string;
  readonly start: number;
}

function sourceOf({ uri, start, text }: Copy): string {
  return `${uri}:${start}:${text.length}`;
}

function assertFollows(copy: Copy, before: ReadonlyMap<string, Copy>, after: ReadonlyMap<string, Copy>): void {
  // An edit may take the branch with the scalar away, or move it to another place.
  const now = after.get(copy.place);
  if (now === undefined) return;
  assert.equal(now.text, replacement(copy.text), `${copy.place} is said to come from ${sourceOf(copy)}`);
  for (const [place, other] of before) {
    const isElsewhere =
      other.uri !== copy.uri || other.start >= copy.start + copy.text.length || other.start + other.text.length <= copy.start;
    const current = after.get(place);
    if (isElsewhere && current !== undefined && after.size === before.size) assert.equal(current.text, other.text, place);
  }
}

/** Of the same type, and as long as before, so that what was cut to a length stays as it is. */
function replacement(text: string): string {
  if (text === 'true' || text === 'false') return text === 'true' ? 'false' : 'true';
  const last = text.at(-1) ?? '';
  return text.slice(0, -1) + (/[0-8]/.test(last) ? String(Number(last) + 1) : last === '9' ? '8' : last === 'q' ? 'w' : 'q');
}

function edited(files: readonly ChartFile[], { uri, start, text }: Copy): ChartFile[] {
  return files.map(file => {
    if (file.uri !== uri) return file;
    assert.equal(file.text.slice(start, start + text.length), text, `${uri}:${start} is said to be ${text}`);
    const replaced = replacement(text).padEnd(text.length);
    return { ...file, text: file.text.slice(0, start) + replaced + file.text.slice(start + text.length) };
  });
}

function copiesIn(chart: RenderedChart): Map<string, Copy> {
  const copies = new Map<string, Copy>();
  for (const template of chart.templates) {
    const { name } = template;
    const traced = chart.tracedOf(template);
    for (const [index, { start, end }] of cutYamlStream(traced.text).entries()) {
      const { root } = parseYamlDocument(new SourceText(name, traced.text.slice(start, end)));
      for (const node of scalarsIn(root)) {
        const quoted = /^["']/.test(traced.text[start + node.span.start] ?? '') ? 1 : 0;
        const place = `${name}#${index} ${node.path.join('.')}`;
        const copy = copyOf(traced, start + node.span.start + quoted, start + node.span.end - quoted, chart);
        if (copy !== undefined) copies.set(place, { place, ...copy });
      }
    }
  }
  return copies;
}

function* scalarsIn(node: YamlNode | undefined): Generator<YamlNode> {
  if (node === undefined) return;
  if (node.kind === 'scalar') yield node;
  else for (const child of node.kind === 'map' ? node.entries().map(([, value]) => value) : node.items()) yield* scalarsIn(child);
}

function copyOf(traced: TracedText, start: number, end: number, { templateUris }: RenderedChart): Omit<Copy, 'place'> | undefined {
  const stretches = [...traced.spansWithin(start, end)].filter(
    ({ start: from, span }) => span.end > from && span.end > start && from < end,
  );
  const [only] = stretches;
  if (only === undefined || stretches.length > 1 || only.span.sourceOffset < 0 || only.span.origin === undefined) return undefined;
  const { file } = only.span.origin;
  return { text: traced.text.slice(start, end), uri: templateUris.get(file) ?? file, start: only.span.sourceOffset + start - only.start };
}
