import { ChartRenderer } from '../helm/chart-renderer.js';
import { holderOf, isEmbedded } from '../helm/embedded-values.js';
import type { RenderError, RenderedChart, RenderedTemplate } from '../helm/rendered-chart.js';
import type { Release } from '../helm/template-data.js';
import { RELEASE_NAMESPACE } from '../kubernetes/resource.js';
import { minorOf } from '../kubernetes/version.js';
import { SourceText } from '../text/source-text.js';
import type { GivenValues } from './given-values.js';
import { type LeftOut, type MadeDocument, type MadeGroup, nothingMade, type Variant } from './made-unit.js';
import { RenderedMaps, renderedDocuments } from './rendered-document.js';
import { haveSameContent } from './same-content.js';
import { type LocalDependency, setElsewhere } from './set-elsewhere.js';
import { folderOf, isInside, relativePath, resolvePath } from './uri-path.js';
import { valueNotes } from './value-notes.js';
import type { ValueSet } from './value-sets.js';

/** How many earlier versions of a chart are kept: trying a fix changes a chart and puts it back. */
const KEPT_VERSIONS = 4;

/** All that decides how a chart is rendered. */
export interface ChartInputs {
  readonly files: ReadonlyMap<string, SourceText>;
  readonly sets: readonly ValueSet[];
  /** All that is laid over its own values, in its sets and elsewhere. */
  readonly given: readonly GivenValues[];
  /** The folders elsewhere that its dependencies name, whether there are charts or not. */
  readonly local: readonly string[];
  /** Those of them that it names itself. */
  readonly dependencies: readonly LocalDependency[];
  /** Which ways to install it are not among the sets. */
  readonly leftOut: readonly LeftOut[];
  readonly kubernetesVersion: string | undefined;
}

/** One chart of the workspace, with what was made of it lately. */
export class ChartInWorkspace {
  readonly #folder: string;
  readonly #renderer = new ChartRenderer();
  readonly #files = new Map<string, SourceText>();
  /** By variant: several may have one rendering. */
  readonly #documents = new Map<string, WeakMap<RenderedTemplate, readonly MadeDocument[]>>();
  readonly #maps = new RenderedMaps();
  /** By variant. */
  readonly #layers = new Map<string, Variant['layers']>();
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
    return nothingMade(this.#folder);
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

  #render({ files, sets, given, local, dependencies, leftOut, kubernetesVersion }: ChartInputs): MadeGroup {
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
      const kept = set.replacesDefaults === true ? chartFiles.filter(({ path }) => path !== 'values.yaml') : chartFiles;
      return {
        set,
        chart: this.#renderer.render(
          kept,
          { name: set.name, files: values, settings },
          {
            kubernetesVersion: set.cluster?.kubernetesVersion ?? kubernetesVersion,
            apiVersions: set.cluster?.apiVersions,
            release: releaseOf(set),
            findLocal,
          },
        ),
      };
    });
    for (const name of this.#setNames) {
      if (sets.some(set => set.name === name)) continue;
      this.#renderer.forget(name);
      this.#documents.delete(name);
      this.#layers.delete(name);
    }
    this.#setNames = sets.map(({ name }) => name);
    const texts = new Map([...files].map(([uri, { text }]) => [uri, text]));
    const shared = { files, texts, local, defaults: defaultLayers(files, folder) };
    const variants = rendered.flatMap(({ set, chart }) => this.#variantOf(set, chart, shared) ?? []);
    const failures = rendered.map(({ chart }) => new Set(chart.errors.map(({ template }) => chart.templateUris.get(template))));
    const holders = new Set([...files.keys()].filter(isEmbedded).map(holderOf));
    const isJudged = (uri: string) => !uri.endsWith('/Chart.yaml') && !holders.has(uri) && failures.some(failed => !failed.has(uri));
    const covered = new Set(variants.flatMap(({ layers }) => [...layers.keys()]).filter(isJudged));
    const problems = problemsOf(rendered, files);
    const readOnly = readOnlyFiles(files, [folder, ...local]);
    return {
      id: folder,
      variants,
      covered,
      readOnly,
      stale: new Set(rendered.flatMap(({ chart }) => [...chart.stale].map(holderOf))),
      problems,
      notes: valueNotes(rendered, files, readOnly),
      leftOut,
      given,
      setElsewhere: setElsewhere(rendered, folder, dependencies, leftOut),
    };
  }

  #variantOf(set: ValueSet, chart: RenderedChart, shared: SharedFiles): Variant | undefined {
    if (chart.templates.length === 0) return undefined;
    const { name, environment, cluster } = set;
    const { texts } = shared;
    return {
      name,
      environment,
      chart: this.#folder,
      kubernetesVersion: minorOf(cluster?.kubernetesVersion),
      layers: this.#layersOf(set, chart, shared),
      // Where a template prints nothing, there is nothing to judge.
      documents: chart.templates.flatMap(template => (template.isBlank ? [] : this.#documentsOf(template, name))),
      mapOf: this.#maps.of(chart, uri => texts.get(uri)),
      ...(chart.errors.length > 0 || chart.missing.length > 0 ? { openBecause: 'Not all templates of the chart could be rendered.' } : {}),
    };
  }

  /** The same map as long as there is the same in it. */
  #layersOf({ name, files: overlays, settings = [] }: ValueSet, chart: RenderedChart, { files, local, defaults }: SharedFiles) {
    const ofLocal = local.map((home, index) => [`${home}/values.yaml`, Math.max(TOP_LAYER - 1 - index, 1)] as const);
    const layers = new Map([[`${this.#folder}/Chart.yaml`, 0]]);
    for (const uri of chart.templateUris.values()) layers.set(uri, 0);
    for (const [uri, layer] of [...local.map(home => [`${home}/Chart.yaml`, 0] as const), ...ofLocal])
      if (files.has(uri)) layers.set(uri, layer);
    for (const [uri, layer] of defaults) layers.set(uri, layer);
    const given = [...overlays, ...settings.map(({ place }) => place.uri)];
    for (const [index, uri] of given.entries()) layers.set(holderOf(uri), index + TOP_LAYER + 1);
    const known = this.#layers.get(name);
    if (known !== undefined && haveSameContent(known, layers)) return known;
    this.#layers.set(name, layers);
    return layers;
  }

  #documentsOf(template: RenderedTemplate, variant: string): readonly MadeDocument[] {
    const ofVariant = this.#documents.get(variant) ?? new WeakMap<RenderedTemplate, readonly MadeDocument[]>();
    this.#documents.set(variant, ofVariant);
    const known = ofVariant.get(template);
    if (known !== undefined) return known;
    const documents = renderedDocuments(template, variant);
    ofVariant.set(template, documents);
    return documents;
  }
}

/** Nobody knows the namespace that a chart is installed in, unless somebody says it. */
function releaseOf({ release }: ValueSet): Partial<Release> {
  return { ...(release && { name: release.name }), namespace: release?.namespace ?? RELEASE_NAMESPACE };
}

/** The values of the chart and of its subcharts, below the folder of the chart. */
const DEFAULTS = /^(?:charts\/[^/]+\/)*values\.yaml$/;

/** The layer of the values of the chart itself. Those of subcharts, however deep, are below. */
const TOP_LAYER = 20;

/** What all variants of a chart are made from. */
interface SharedFiles {
  readonly files: ReadonlyMap<string, SourceText>;
  /** The same without what has been read of them: maps of rendered texts outlive versions of the files. */
  readonly texts: ReadonlyMap<string, string>;
  /** The folders elsewhere that its dependencies name. */
  readonly local: readonly string[];
  /** The layers of its own values and those of its subcharts. */
  readonly defaults: readonly (readonly [uri: string, layer: number])[];
}

function defaultLayers(files: ReadonlyMap<string, SourceText>, folder: string): SharedFiles['defaults'] {
  const values = [...files.keys()].filter(uri => DEFAULTS.test(relativePath(uri, folder)));
  return values.map(uri => [uri, layerOfDefaults(uri, folder)] as const);
}

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
    for (const { message, uri, mistake } of chart.problems)
      if (mistake === undefined && files.has(uri) && !isEmbedded(uri) && !problems.has(uri)) problems.set(uri, message);
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
  return JSON.stringify([a.sets, a.given, a.local, a.leftOut]) === JSON.stringify([b.sets, b.given, b.local, b.leftOut]);
}
