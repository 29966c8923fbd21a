import { readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { originOfText } from '../features/made-view.js';
import type { ChartFile } from '../helm/chart-file.js';
import { ChartRenderer } from '../helm/chart-renderer.js';
import { inInstallOrder, type Manifest } from '../helm/install-order.js';
import type { RenderedChart, RenderedTemplate } from '../helm/rendered-chart.js';
import { sourceMapOfTemplate } from '../helm/source-map-of.js';
import { isArchive } from '../host/file-interest.js';
import { pathOfUri, uriOfPath } from '../host/file-uri.js';
import { readArchive } from '../host/read-archive.js';
import { readSource } from '../host/read-source.js';
import { codeOf, walkFolder } from '../host/walk-folder.js';
import { SourceText } from '../text/source-text.js';
import type { RenderCommand } from './command.js';
import { shownPath } from './places.js';
import type { Terminal } from './terminal.js';
import { UsageError } from './usage-error.js';

/** Prints what a chart renders to, as `helm template` does; with provenance, each line behind the place that it comes from. */
export function runRender(command: RenderCommand, terminal: Terminal): number {
  const folder = resolve(command.chart);
  if (statSync(join(folder, 'Chart.yaml'), { throwIfNoEntry: false })?.isFile() !== true)
    throw new UsageError(`"${command.chart}" is not the folder of a chart: it has no Chart.yaml.`);
  const files = chartFiles(folder);
  const texts = new Map(files.map(({ uri, text }) => [uri, text]));
  const given = command.values.map(path => ({ uri: uriOfPath(resolve(path)), text: valuesText(path) }));
  for (const { uri, text } of given) texts.set(uri, text);
  const chart = new ChartRenderer().render(
    files,
    { name: 'command line', files: given, settings: command.settings },
    { kubernetesVersion: command.kubernetesVersion, findLocal: (chartFile, path) => localChart(chartFile, path, texts) },
  );
  const sources = command.provenance ? { texts, folder: uriOfPath(folder) } : undefined;
  const manifests = inInstallOrder(chart.templates);
  terminal.print(manifests.map(manifest => manifestText(manifest, chart, sources)).join(''));
  for (const message of complaintsOf(chart, texts)) terminal.error(`plimsoll: ${message}`);
  return chart.errors.length + chart.problems.length > 0 ? 1 : 0;
}

/** The files of a chart in another folder, which are added to the texts. */
function localChart(chartFile: string, path: string, texts: Map<string, string>): readonly ChartFile[] {
  const home = pathOfUri(chartFile);
  const folder = home === undefined || isAbsolute(path) ? undefined : resolve(dirname(home), path);
  if (folder === undefined || statSync(join(folder, 'Chart.yaml'), { throwIfNoEntry: false })?.isFile() !== true) return [];
  const files = chartFiles(folder);
  for (const { uri, text } of files) texts.set(uri, text);
  return files;
}

function chartFiles(folder: string): ChartFile[] {
  const prefix = `${uriOfPath(folder)}/`;
  return [...walkFolder(folder)]
    .filter(({ problem, isLink }) => problem === undefined && !isLink)
    .flatMap(file => {
      if (isArchive(file.path)) return readArchive(file.path, file.uri);
      const source = readSource(file.path);
      return 'text' in source ? [{ uri: file.uri, text: source.text }] : [];
    })
    .map(({ uri, text }) => ({ uri, text, path: decodeURIComponent(uri.slice(prefix.length)) }));
}

function valuesText(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new UsageError(`The values ${path} cannot be read (${codeOf(error)}).`);
  }
}

interface Sources {
  readonly texts: ReadonlyMap<string, string>;
  /** Of the chart. */
  readonly folder: string;
}

function manifestText(manifest: Manifest<RenderedTemplate>, chart: RenderedChart, sources: Sources | undefined): string {
  const { output, span } = manifest;
  const text = sources === undefined ? `${output.text.slice(span.start, span.end)}\n` : withPlaces(manifest, chart, sources);
  return `---\n# Source: ${output.name}\n${text}`;
}

/** Each line behind the place that it comes from. */
function withPlaces({ output, span }: Manifest<RenderedTemplate>, chart: RenderedChart, { texts, folder }: Sources): string {
  const traced = chart.tracedOf(output).slice(span.start, span.end);
  const map = sourceMapOfTemplate(traced, chart, uri => texts.get(uri));
  const rendered = new SourceText(output.uri, traced.text);
  const lines = rendered.lineStarts.map((_, line) => {
    const lineSpan = rendered.lineSpan(line);
    const place = originOfText(map, lineSpan);
    const path = (uri: string) => (uri.startsWith(`${folder}/`) ? uri.slice(folder.length + 1) : shownPath(uri));
    const at = place === undefined ? '' : `${path(place.uri)}:${lineIn(texts.get(place.uri) ?? '', place.span.start)}`;
    return { at, text: rendered.text.slice(lineSpan.start, lineSpan.end) };
  });
  const shown = lines.at(-1)?.text === '' ? lines.slice(0, -1) : lines;
  const width = Math.max(...shown.map(({ at }) => at.length));
  return shown
    .map(({ at, text }) => `${at.padEnd(width)} | ${text}`.trimEnd())
    .join('\n')
    .concat('\n');
}

function lineIn(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function complaintsOf({ errors, problems, missing }: RenderedChart, texts: ReadonlyMap<string, string>): string[] {
  const at = (uri: string, offset: number) => `${shownPath(uri)}:${lineIn(texts.get(uri) ?? '', offset)}`;
  return [
    ...missing.map(({ name }) => `The dependency "${name}" is not in "charts": run "helm dependency build".`),
    ...problems.map(({ message, uri, span }) => `${uri === '' ? '' : `${at(uri, span.start)}: `}${message}`),
    ...errors.map(({ message, uri, span }) => `${at(uri, span.start)}: ${message}`),
  ];
}
