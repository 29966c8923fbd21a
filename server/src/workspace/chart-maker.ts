import { holderOf } from '../helm/embedded-values.js';
import { SourceText } from '../text/source-text.js';
import { parseYamlDocument } from '../yaml/parse-yaml-document.js';
import { type ChartInputs, ChartInWorkspace } from './chart-in-workspace.js';
import { distinctGiven, namedBy } from './given-values.js';
import { Installations, isSameInstallation, type ResolvedInstallations } from './installations.js';
import { localChartsOf, localDependenciesOf } from './local-charts.js';
import { type MadeGroup, type MakerSettings, nothingMade, type UnitMaker } from './made-unit.js';
import { ancestorsOf, fileNameOf, folderOf, isInside } from './uri-path.js';
import { givenBy, isValuesName, type ValueSet, valueSetsOf } from './value-sets.js';

/** Renders the charts of the workspace, each with each of its value sets. */
export class ChartMaker implements UnitMaker {
  readonly #files = new Map<string, SourceText>();
  readonly #charts = new Map<string, ChartInWorkspace>();
  /** Files named like values, which any chart near them may be installed with. */
  readonly #valuesFiles = new Set<string>();
  readonly #installations = new Installations();
  #installed: ResolvedInstallations = { charts: new Map(), others: new Map() };
  #isReinstalled = false;
  /** The charts that are rendered as dependencies of others which stand elsewhere. */
  #partsOfOthers: ReadonlySet<string> = new Set();
  readonly #changed = new Set<string>();
  readonly #gone = new Set<string>();

  set(uri: string, source: SourceText | undefined): void {
    const before = this.#files.get(uri);
    if (before?.text === source?.text) return;
    if (this.#installations.set(uri, source)) this.#isReinstalled = true;
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
    const groups = new Map([...this.#gone].map(folder => [folder, nothingMade(folder)]));
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
      if (chart !== undefined && isNew && !this.#isInstalledAlone(folder, settingsFor(folder))) groups.set(folder, nothingMade(folder));
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
    const { others } = this.#installed;
    for (const uri of new Set([...before.others.keys(), ...others.keys()])) {
      if (before.others.get(uri) === others.get(uri)) continue;
      for (const [folder, chart] of this.#charts) if (chart.uses(uri)) this.#changed.add(folder);
    }
    for (const folder of new Set([...before.charts.keys(), ...this.#installed.charts.keys()])) {
      if (!isSameInstallation(before.charts.get(folder), this.#installed.charts.get(folder))) this.#changed.add(folder);
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
      installed: this.#installed.charts.get(folder)?.sets ?? [],
    });
  }

  #inputsOf(folder: string, own: ReadonlyMap<string, SourceText>, settings: MakerSettings): ChartInputs {
    const { kubernetesVersion } = settings;
    const installed = this.#installed.charts.get(folder) ?? { sets: [], leftOut: [] };
    const sets = this.#setsOf(folder, settings);
    const local = localChartsOf(folder, uri => this.#files.get(uri));
    const dependencies = localDependenciesOf(folder, uri => this.#files.get(uri));
    const theirs = local.flatMap(other => [...(this.#charts.get(other)?.files ?? [])]);
    const values = sets.flatMap(({ files }) => files.map(uri => [uri, this.#files.get(uri) ?? new SourceText(uri, '')] as const));
    const used = installed.sets.filter(set => sets.includes(set));
    const embedded = used.flatMap(set => [...set.embedded].map(([uri, { text }]) => [uri, new SourceText(uri, text)] as const));
    const holders = used.flatMap(({ holder, settings: [first] }) =>
      first === undefined ? [] : [[first.place.uri, this.#files.get(holder) ?? new SourceText(holder, '')] as const],
    );
    const files = new Map([...own, ...theirs, ...values, ...embedded, ...holders]);
    const given = distinctGiven([
      ...sets.flatMap(set => givenBy(set)),
      ...installed.leftOut.flatMap(({ set, because }) => givenBy(set, because)),
    ]).map(values => ({
      ...values,
      alsoFor: this.#installed.others.get(values.uri),
      named: namedBy(values, this.#files.get(values.uri)),
    }));
    const leftOut = installed.leftOut.map(({ set, because }) => ({ because, files: [set.holder, ...set.files.map(holderOf)] }));
    return { files, sets, given, local, dependencies, leftOut, kubernetesVersion };
  }
}
