import { ChartRenderer } from '../helm/chart-renderer.js';
import { holderOf, isEmbedded } from '../helm/embedded-values.js';
import type { RenderError, RenderedChart, RenderedTemplate } from '../helm/rendered-chart.js';
import { sourceMapOfTemplate } from '../helm/source-map-of.js';
import type { Release } from '../helm/template-data.js';
import { RELEASE_NAMESPACE } from '../kubernetes/resource.js';
import { SourceMap } from '../text/source-map.js';
import { SourceText } from '../text/source-text.js';
import type { Span } from '../text/span.js';
import { parseYamlDocument } from '../yaml/parse-yaml-document.js';
import { type ChartInstallations, Installations, isSameInstallation } from './installations.js';
import { localChartsOf } from './local-charts.js';
import { type MadeDocument, type MadeGroup, type MakerSettings, madeUri, type UnitMaker, type Variant } from './made-unit.js';
import { setElsewhere } from './set-elsewhere.js';
import { ancestorsOf, fileNameOf, folderOf, isInside, relativePath, resolvePath } from './uri-path.js';
import { isValuesName, type ValueSet, valueSetsOf } from './value-sets.js';

/** How many earlier versions of a chart are kept: trying a fix changes a chart and puts it back. */
const KEPT_VERSIONS = 4;

/** Renders the charts of the workspace, each with each of its value sets. */
export class ChartMaker implements UnitMaker {
  readonly #files = new Map<string, SourceText>();
  readonly #charts = new Map<string, ChartInWorkspace>();
  /** Files named like values, which any chart near them may be installed with. */
  readonly #valuesFiles = new Set<string>();
  readonly #installations = new Installations();
  #installed: ReadonlyMap<string, ChartInstallations> = new Map();
  #isReinstalled = false;
  /** The charts that are rendered as dependencies of others which stand elsewhere. */
  #partsOfOthers: ReadonlySet<string> = new Set();
  readonly #changed = new Set<string>();
  readonly #gone = new Set<string>();

  set(uri: string, source: SourceText | undefined): void {
    const before = this.#files.get(uri);
    if (before?.text === source?.text) return;
    if (this.#installations.set(uri, source?.text)) this.#isReinstalled = true;
    // Paths may lead to a file from now on, or to nothing.
    if ((before === undefined || source === undefined) && !this.#installations.isEmpty) this.#isReinstalled = true;
    if (source === undefined) this.#files.delete(uri);
    else this.#files.set(uri, source);
    const name = fileNameOf(uri);
    if (name === 'Chart.yaml') this.#setChart(folderOf(uri), source !== undefined);
    if (isValuesName(name)) {
      if (source === undefined) this.#valuesFiles.delete(uri);
      else this.#valuesFiles.add(uri);
    }
    for (const [folder, chart] of this.#charts) {
      if (isInside(uri, folder)) chart.set(uri, source);
      if (chart.uses(uri) || isInside(uri, folder) || (isValuesName(name) && isInside(uri, folderOf(folder)))) this.#changed.add(folder);
    }
  }

  invalidate(): void {
    for (const folder of this.#charts.keys()) this.#changed.add(folder);
  }

  take(settingsFor: (folder: string) => MakerSettings): readonly MadeGroup[] {
    if (this.#isReinstalled) this.#reinstall();
    const groups = new Map([...this.#gone].map(folder => [folder, nothingOf(folder)]));
    const make = (folder: string) => {
      const chart = this.#charts.get(folder);
      if (chart !== undefined)
        groups.set(folder, this.#isSubchart(folder) ? chart.leave() : chart.make(this.#inputsOf(folder, chart.files, settingsFor(folder))));
    };
    for (const folder of this.#changed) make(folder);
    this.#gone.clear();
    this.#changed.clear();
    const before = this.#partsOfOthers;
    this.#partsOfOthers = new Set(
      [...this.#charts].flatMap(([folder, { parts }]) => [...parts].filter(part => this.#charts.get(part)?.parts.has(folder) === false)),
    );
    for (const folder of before) if (!this.#partsOfOthers.has(folder) && !groups.has(folder)) make(folder);
    for (const folder of this.#partsOfOthers) {
      const chart = this.#charts.get(folder);
      const isNew = !before.has(folder) || groups.has(folder);
      if (chart !== undefined && isNew && !this.#isInstalledAlone(folder, settingsFor(folder))) groups.set(folder, nothingOf(folder));
    }
    return [...groups.values()];
  }

  /** Whether anything says that a chart which others depend on is installed by itself, too. */
  #isInstalledAlone(folder: string, settings: MakerSettings): boolean {
    return this.#setsOf(folder, settings).some(({ environment }) => environment !== 'default' && environment !== 'ci');
  }

  /** Looks again at how charts are installed. */
  #reinstall(): void {
    this.#isReinstalled = false;
    const before = this.#installed;
    this.#installed = this.#installations.resolve({ files: this.#files, charts: new Set(this.#charts.keys()) });
    for (const folder of new Set([...before.keys(), ...this.#installed.keys()])) {
      if (!isSameInstallation(before.get(folder), this.#installed.get(folder))) this.#changed.add(folder);
    }
  }

  #setChart(folder: string, exists: boolean): void {
    this.#gone.delete(folder);
    if (!exists) {
      this.#charts.delete(folder);
      this.#gone.add(folder);
    } else if (!this.#charts.has(folder)) {
      const chart = new ChartInWorkspace(folder);
      for (const [uri, source] of this.#files) if (isInside(uri, folder)) chart.set(uri, source);
      this.#charts.set(folder, chart);
    }
    // Its values may belong to another chart from now on, and charts below it are subcharts.
    for (const other of this.#charts.keys()) if (isInside(other, folderOf(folder))) this.#changed.add(other);
  }

  /** Whether a chart stands in the `charts/` of another one, and is rendered with that. */
  #isSubchart(folder: string): boolean {
    return ancestorsOf(folderOf(folder)).some(above => fileNameOf(above) === 'charts' && this.#charts.has(folderOf(above)));
  }

  #setsOf(folder: string, { valueSets }: MakerSettings): readonly ValueSet[] {
    return valueSetsOf({
      folder,
      valuesFiles: this.#valuesFiles,
      charts: new Set(this.#charts.keys()),
      rootOf: uri => this.#files.get(uri)?.derive(parseYamlDocument).root,
      configured: valueSets,
      installed: this.#installed.get(folder)?.sets ?? [],
    });
  }

  #inputsOf(folder: string, own: ReadonlyMap<string, SourceText>, settings: MakerSettings): ChartInputs {
    const { kubernetesVersion } = settings;
    const installed = this.#installed.get(folder) ?? { sets: [], leftOut: [] };
    const sets = this.#setsOf(folder, settings);
    const local = localChartsOf(folder, uri => this.#files.get(uri));
    const theirs = local.flatMap(other => [...(this.#charts.get(other)?.files ?? [])]);
    const values = sets.flatMap(({ files }) => files.map(uri => [uri, this.#files.get(uri) ?? new SourceText(uri, '')] as const));
    const used = installed.sets.filter(set => sets.includes(set));
    const embedded = used.flatMap(set => [...set.embedded].map(([uri, text]) => [uri, new SourceText(uri, text)] as const));
    const texts = used.flatMap(set => set.texts);
    const files = new Map([...own, ...theirs, ...values, ...embedded]);
    return { files, sets, texts, local, leftOut: installed.leftOut, kubernetesVersion };
  }
}

/** All that decides how a chart is rendered. */
interface ChartInputs {
  readonly files: ReadonlyMap<string, SourceText>;
  readonly sets: readonly ValueSet[];
  /** The files that stand as texts in others. */
  readonly texts: readonly string[];
  /** The folders elsewhere that its dependencies name, whether there are charts or not. */
  readonly local: readonly string[];
  /** Which ways to install it are not among the sets. */
  readonly leftOut: readonly string[];
  readonly kubernetesVersion: string | undefined;
}

function nothingOf(folder: string): MadeGroup {
  return { id: folder, variants: [], covered: new Set(), readOnly: new Set(), problems: new Map() };
}

/** One chart of the workspace, with what was made of it lately. */
class ChartInWorkspace {
  readonly #folder: string;
  readonly #renderer = new ChartRenderer();
  readonly #files = new Map<string, SourceText>();
  readonly #documents = new WeakMap<RenderedTemplate, readonly MadeDocument[]>();
  #setNames: readonly string[] = [];
  /** The latest first. */
  #versions: readonly { readonly inputs: ChartInputs; readonly group: MadeGroup }[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** All files below its folder. */
  get files(): ReadonlyMap<string, SourceText> {
    return this.#files;
  }

  set(uri: string, source: SourceText | undefined): void {
    if (source === undefined) this.#files.delete(uri);
    else this.#files.set(uri, source);
  }

  /** Whether a file outside of the chart was used for it, or would be if it were there. */
  uses(uri: string): boolean {
    const inputs = this.#versions[0]?.inputs;
    return inputs !== undefined && (inputs.files.has(uri) || inputs.local.some(folder => isInside(uri, folder)));
  }

  /** The folders elsewhere of which something was rendered with it. */
  get parts(): ReadonlySet<string> {
    const version = this.#versions[0];
    const local = version?.inputs.local ?? [];
    if (version === undefined || local.length === 0) return new Set();
    const made = version.group.variants.flatMap(({ documents }) => documents.filter(({ text }) => text.trim() !== ''));
    return new Set(local.filter(folder => made.some(({ uri }) => isInside(uri, folder))));
  }

  /** Makes nothing: it is rendered with another chart. */
  leave(): MadeGroup {
    this.#versions = [];
    return nothingOf(this.#folder);
  }

  make(inputs: ChartInputs): MadeGroup {
    const known = this.#versions.find(version => areEqual(version.inputs, inputs));
    if (known === undefined) this.#recall(inputs);
    const version = known ?? { inputs, group: this.#render(inputs) };
    this.#versions = [version, ...this.#versions.filter(other => other !== version)].slice(0, KEPT_VERSIONS);
    return version.group;
  }

  /** What was tried since the last version must not be taken for the last text of a file that could be read. */
  #recall({ files }: ChartInputs): void {
    const last = [...(this.#versions[0]?.inputs.files ?? [])];
    const changed = last.filter(([uri, { text }]) => files.has(uri) && files.get(uri)?.text !== text);
    this.#renderer.recall(changed.map(([uri, source]) => ({ uri, path: relativePath(uri, this.#folder), text: source.text, source })));
  }

  #render({ files, sets, texts, local, leftOut, kubernetesVersion }: ChartInputs): MadeGroup {
    const folder = this.#folder;
    const filesIn = (home: string) =>
      [...files]
        .filter(([uri]) => isInside(uri, home) && !isEmbedded(uri))
        .map(([uri, source]) => ({ uri, path: relativePath(uri, home), text: source.text, source }));
    const chartFiles = filesIn(folder);
    const findLocal = (chartFile: string, path: string) => {
      const home = resolvePath(folderOf(chartFile), path);
      return home !== undefined && local.includes(home) ? filesIn(home) : [];
    };
    const textOf = (uri: string) => files.get(uri)?.text ?? '';
    const rendered = sets.map(set => {
      const values = set.files.map(uri => ({ uri, text: textOf(uri), source: files.get(uri) ?? new SourceText(uri, '') }));
      const settings = (set.settings ?? []).map(setting => ({ ...setting, holder: textOf(setting.place.uri) }));
      const given = set.replacesDefaults === true ? chartFiles.filter(({ path }) => path !== 'values.yaml') : chartFiles;
      return {
        set,
        chart: this.#renderer.render(
          given,
          { name: set.name, files: values, settings },
          { kubernetesVersion, release: releaseOf(set), findLocal },
        ),
      };
    });
    for (const name of this.#setNames) if (!sets.some(set => set.name === name)) this.#renderer.forget(name);
    this.#setNames = sets.map(({ name }) => name);
    const variants = rendered.flatMap(({ set, chart }) => this.#variantOf(set, chart, files, local) ?? []);
    const failures = rendered.map(({ chart }) => new Set(chart.errors.map(({ template }) => chart.templateUris.get(template))));
    const holders = new Set([...files.keys()].filter(isEmbedded).map(holderOf));
    const isJudged = (uri: string) => !uri.endsWith('/Chart.yaml') && !holders.has(uri) && failures.some(failed => !failed.has(uri));
    const covered = new Set(variants.flatMap(({ layers }) => [...layers.keys()]).filter(isJudged));
    const embedded = texts.map(uri => ({ uri: holderOf(uri), text: textOf(uri) }));
    const problems = problemsOf(rendered, files);
    return {
      id: folder,
      variants,
      covered,
      readOnly: readOnlyFiles(files, [folder, ...local]),
      stale: new Set(rendered.flatMap(({ chart }) => [...chart.stale].map(holderOf))),
      problems,
      leftOut,
      embedded,
      setElsewhere: setElsewhere(rendered, folder),
    };
  }

  #variantOf(
    { name, environment, files: overlays, settings = [] }: ValueSet,
    chart: RenderedChart,
    files: ReadonlyMap<string, SourceText>,
    local: readonly string[],
  ): Variant | undefined {
    if (chart.templates.length === 0) return undefined;
    const templates = [...chart.templateUris.values()].map(uri => [uri, 0] as const);
    const defaults = [...files.keys()]
      .filter(uri => DEFAULTS.test(relativePath(uri, this.#folder)))
      .map(uri => [uri, layerOfDefaults(uri, this.#folder)] as const);
    const ofLocal = local.map((home, index) => [`${home}/values.yaml`, Math.max(TOP_LAYER - 1 - index, 1)] as const);
    const given = [...overlays, ...settings.map(({ place }) => place.uri)];
    const above = given.map((uri, index) => [holderOf(uri), index + TOP_LAYER + 1] as const);
    return {
      name,
      environment,
      chart: this.#folder,
      layers: new Map([
        [`${this.#folder}/Chart.yaml`, 0],
        ...templates,
        ...ofLocal.filter(([uri]) => files.has(uri)),
        ...defaults,
        ...above,
      ]),
      documents: chart.templates.flatMap(template => this.#documentsOf(template, name, chart, files)),
      ...(chart.errors.length > 0 || chart.missing.length > 0 ? { openBecause: 'Not all templates of the chart could be rendered.' } : {}),
    };
  }

  #documentsOf(
    template: RenderedTemplate,
    variant: string,
    chart: RenderedChart,
    files: ReadonlyMap<string, SourceText>,
  ): readonly MadeDocument[] {
    const known = this.#documents.get(template);
    if (known !== undefined) return known;
    const uri = madeUri(template.uri, variant);
    const { templateUris } = chart;
    const mapOf = (part: Span) =>
      sourceMapOfTemplate({ traced: template.traced.slice(part.start, part.end) }, { templateUris }, file => files.get(file)?.text);
    const documents = partsOf(template.text).map(
      (part, index) =>
        new RenderedDocument(index === 0 ? uri : `${uri}&${index}`, template.text.slice(part.start, part.end), () => mapOf(part)),
    );
    this.#documents.set(template, documents);
    return documents;
  }
}

/** What a template was rendered to. Few of its places are ever asked for, so they are worked out when they are. */
class RenderedDocument implements MadeDocument {
  readonly uri: string;
  readonly text: string;
  #makeMap: (() => SourceMap) | undefined;
  #map: SourceMap | undefined;

  constructor(uri: string, text: string, makeMap: () => SourceMap) {
    this.uri = uri;
    this.text = text;
    this.#makeMap = makeMap;
  }

  get map(): SourceMap {
    this.#map ??= this.#makeMap?.() ?? new SourceMap([]);
    this.#makeMap = undefined;
    return this.#map;
  }
}

/** Nobody knows the namespace that a chart is installed in, unless somebody says it. */
function releaseOf({ release }: ValueSet): Partial<Release> {
  return { ...(release && { name: release.name }), namespace: release?.namespace ?? RELEASE_NAMESPACE };
}

/** The values of the chart and of its subcharts, below the folder of the chart. */
const DEFAULTS = /^(?:charts\/[^/]+\/)*values\.yaml$/;

/** Output is cut where Helm sees separators and YAML does not: `---# A comment`, which trimming makes of a comment on the line below. */
function partsOf(text: string): readonly Span[] {
  const cuts = [...text.matchAll(/^---(?=[^\s-])/gm)].map(({ index }) => index);
  return [0, ...cuts.map(cut => cut + 3)].map((start, index) => ({ start, end: cuts[index] ?? text.length }));
}

/** The layer of the values of the chart itself. Those of subcharts, however deep, are below. */
const TOP_LAYER = 20;

function layerOfDefaults(uri: string, folder: string): number {
  const depth = relativePath(uri, folder)
    .split('/')
    .filter(step => step === 'charts').length;
  return Math.max(TOP_LAYER - depth, 1);
}

/** Files of charts that come from elsewhere: those in `charts/`. */
function readOnlyFiles(files: ReadonlyMap<string, SourceText>, folders: readonly string[]): ReadonlySet<string> {
  return new Set([...files.keys()].filter(uri => folders.some(folder => isInside(uri, `${folder}/charts`))));
}

/** Why templates could not be rendered, by their files; of several value sets, the first that fails tells. */
function problemsOf(
  rendered: readonly { readonly set: ValueSet; readonly chart: RenderedChart }[],
  files: ReadonlyMap<string, SourceText>,
): ReadonlyMap<string, string> {
  const problems = new Map<string, string>();
  for (const { set, chart } of rendered) {
    for (const error of chart.errors) {
      const uri = chart.templateUris.get(error.template) ?? error.uri;
      if (files.has(uri) && !isEmbedded(uri) && !problems.has(uri)) problems.set(uri, problemText(error, chart, set));
    }
    for (const { message, uri } of chart.problems) if (files.has(uri) && !isEmbedded(uri) && !problems.has(uri)) problems.set(uri, message);
  }
  return problems;
}

function problemText({ kind, message }: RenderError, { missing }: RenderedChart, { name }: ValueSet): string {
  const [dependency] = missing;
  if (kind === 'missing' && dependency !== undefined)
    return `It includes templates of the dependency "${dependency.name}", which is not in "charts": run "helm dependency build".`;
  return `It cannot be rendered with ${name}: ${message}`;
}

function areEqual(a: ChartInputs, b: ChartInputs): boolean {
  if (a.kubernetesVersion !== b.kubernetesVersion || a.files.size !== b.files.size) return false;
  for (const [uri, source] of a.files) if (b.files.get(uri)?.text !== source.text) return false;
  return JSON.stringify([a.sets, a.local, a.leftOut]) === JSON.stringify([b.sets, b.local, b.leftOut]);
}
