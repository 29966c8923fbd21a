import { TracedText } from '../gotemplate/traced-text.js';
import { type ChangeJournal, type Data, type GoList, GoMap, type GoObject, Int, makeValue, type Value } from '../gotemplate/value.js';
import { baseNameOf, type ChartFile } from './chart-file.js';
import { chartObject } from './chart-object.js';
import { filesObject } from './files-object.js';
import type { InstalledChart } from './installed-chart.js';

/** What `.Release` says. */
export interface Release {
  readonly name: string;
  readonly namespace: string;
  readonly isUpgrade: boolean;
}

/** A template of a chart or of one of its subcharts, with what is its dot. */
export interface TemplateData {
  /** Under which templates know it: `shop/templates/service.yaml`. */
  readonly name: string;
  readonly file: ChartFile;
  readonly isOwn: boolean;
  /** `NOTES.txt`, a partial with named templates, or something to install. */
  readonly role: 'notes' | 'partial' | 'manifest';
  readonly chart: ChartDot;
  /** What is `.Template` in the dot while this one runs. */
  readonly self: () => Value;
}

/** What all templates of a rendering see alike. */
export interface Surroundings {
  readonly release: GoMap;
  readonly capabilities: GoObject;
  /** Told when a template changes its dot. */
  readonly journal: ChangeJournal;
}

/**
 * The dot of the templates of one chart, which they share. Most renderings of a chart with several sets of values take all from another, and need
 * none.
 */
export class ChartDot {
  /** The table in the values of the whole chart that is `.Values` in the dot. */
  readonly valuesTable: GoMap;
  readonly #chart: InstalledChart;
  readonly #isOwn: boolean;
  readonly #subcharts: readonly (readonly [name: string, dot: ChartDot])[];
  readonly #surroundings: Surroundings;
  #dot: GoMap | undefined;

  constructor(chart: InstalledChart, values: GoMap, isOwn: boolean, surroundings: Surroundings) {
    this.valuesTable = values;
    this.#chart = chart;
    this.#isOwn = isOwn;
    this.#surroundings = surroundings;
    this.#subcharts = chart.subcharts.map(subchart => {
      const own = values.get(subchart.name)?.data;
      return [subchart.name, new ChartDot(subchart, own instanceof GoMap ? own : new GoMap(), false, surroundings)];
    });
  }

  get table(): GoMap {
    this.#dot ??= this.#makeDot();
    return this.#dot;
  }

  /** All templates of the chart and its subcharts. Of a library only the partials count. */
  templates(): TemplateData[] {
    const { path, chart } = this.#chart;
    const own = chart.templates.flatMap(file => {
      const role = roleOf(file.path);
      if (chart.isLibrary && role !== 'partial') return [];
      const name = `${path}/${file.path}`;
      return { name, file, isOwn: this.#isOwn, role, chart: this, self: () => templateObject(name, `${path}/templates`) };
    });
    return [...this.#subcharts.flatMap(([, subchart]) => subchart.templates()), ...own];
  }

  #makeDot(): GoMap {
    const { capabilities, release, journal } = this.#surroundings;
    const { files, values } = this.#chart.chart;
    const made = dot([
      ['Chart', chartObject(this.#chart, this.#isOwn)],
      ['Capabilities', capabilities],
      ['Files', filesObject(files)],
      ['Subcharts', new GoMap({ entries: entriesOf(this.#subcharts.map(([name, subchart]) => [name, subchart.table])) })],
      ['Release', release],
    ]);
    made.set('Values', { data: rootTable(this.valuesTable), origin: values?.origin });
    made.journal = journal;
    return made;
  }
}

function roleOf(path: string): TemplateData['role'] {
  const name = baseNameOf(path);
  if (name.startsWith('_')) return 'partial';
  return name === 'NOTES.txt' ? 'notes' : 'manifest';
}

function dot(entries: readonly (readonly [string, GoMap | GoObject | GoList])[]): GoMap {
  return new GoMap({ type: 'common.Values', entries: entriesOf(entries) });
}

function entriesOf(entries: readonly (readonly [string, Data])[]): Map<string, Value> {
  return new Map(entries.map(([key, data]) => [key, makeValue(data)]));
}

function templateObject(name: string, basePath: string): Value {
  return makeValue(
    dot([])
      .set('Name', makeValue(TracedText.of(name)))
      .set('BasePath', makeValue(TracedText.of(basePath))),
  );
}

/** The same table as `.Values`, of which Go knows that it is values. */
function rootTable(table: GoMap): GoMap {
  return new GoMap({ type: 'common.Values', entries: table.entries, ...(table.journal && { journal: table.journal }) });
}

/** What `.Release` is in a dot. */
export function releaseObject({ name, namespace, isUpgrade }: Release): GoMap {
  const fields: Readonly<Record<string, Data>> = {
    Name: TracedText.of(name),
    Namespace: TracedText.of(namespace),
    IsUpgrade: isUpgrade,
    IsInstall: !isUpgrade,
    Revision: new Int(1),
    Service: TracedText.of('Helm'),
  };
  return new GoMap({ entries: entriesOf(Object.entries(fields)) });
}
