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
  /** What the templates of one chart share. */
  readonly dot: GoMap;
  /** The table in the values of the whole chart that is `.Values` in the dot. */
  readonly valuesTable: GoMap;
  /** What is `.Template` in the dot while this one runs. */
  readonly self: () => Value;
}

/** What all templates of a rendering see alike. */
export interface Surroundings {
  readonly release: Release;
  readonly capabilities: GoObject;
  /** Told when a template changes its dot. */
  readonly journal: ChangeJournal;
}

/** All templates of a chart and its subcharts. Of a library only the partials count. */
export function templatesOf(chart: InstalledChart, values: GoMap, { release, capabilities, journal }: Surroundings): TemplateData[] {
  const templates: TemplateData[] = [];
  const releaseValue = makeValue(releaseObject(release));
  const visit = (current: InstalledChart, table: GoMap, isOwn: boolean): GoMap => {
    const subcharts = new GoMap();
    const top = dot([
      ['Chart', chartObject(current, isOwn)],
      ['Capabilities', capabilities],
      ['Files', filesObject(current.chart.files)],
      ['Subcharts', subcharts],
    ]);
    top.set('Release', releaseValue);
    top.set('Values', { data: rootTable(table), origin: current.chart.values?.origin });
    for (const subchart of current.subcharts) {
      const own = table.get(subchart.name)?.data;
      subcharts.set(subchart.name, makeValue(visit(subchart, own instanceof GoMap ? own : new GoMap(), false)));
    }
    top.journal = journal;
    for (const file of current.chart.templates) {
      const role = roleOf(file.path);
      if (current.chart.isLibrary && role !== 'partial') continue;
      const name = `${current.path}/${file.path}`;
      const self = () => templateObject(name, `${current.path}/templates`);
      templates.push({ name, file, isOwn, role, dot: top, valuesTable: table, self });
    }
    return top;
  };
  visit(chart, values, true);
  return templates;
}

function roleOf(path: string): TemplateData['role'] {
  const name = baseNameOf(path);
  if (name.startsWith('_')) return 'partial';
  return name === 'NOTES.txt' ? 'notes' : 'manifest';
}

function dot(entries: readonly (readonly [string, GoMap | GoObject | GoList])[]): GoMap {
  return new GoMap({ type: 'common.Values', entries: new Map(entries.map(([key, data]) => [key, makeValue(data)])) });
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

function releaseObject({ name, namespace, isUpgrade }: Release): GoMap {
  const fields: Readonly<Record<string, Data>> = {
    Name: TracedText.of(name),
    Namespace: TracedText.of(namespace),
    IsUpgrade: isUpgrade,
    IsInstall: !isUpgrade,
    Revision: new Int(1),
    Service: TracedText.of('Helm'),
  };
  return new GoMap({ entries: new Map(Object.entries(fields).map(([key, data]) => [key, makeValue(data)])) });
}
