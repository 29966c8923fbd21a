import { GoMap, type Value } from '../gotemplate/value.js';
import type { Chart, ChartProblem, Dependency } from './chart.js';
import { coalesceRoots, coalesceTables, edited, findTable, findValue, mergeTables, withEntry } from './tables.js';
import { matchesVersion } from './version-range.js';

/** A chart as it is installed with certain values: only the subcharts that are wanted, under the names that the parent gives them. */
export interface InstalledChart {
  readonly chart: Chart;
  readonly name: string;
  /** Under which Helm knows its templates: `shop/charts/database`. */
  readonly path: string;
  /** The chart's own values, with those that it imports from subcharts. */
  readonly defaults: GoMap;
  readonly subcharts: readonly InstalledChart[];
  /** The declared dependencies that are wanted. */
  readonly dependencies: readonly Dependency[];
  /** Declared dependencies that `charts/` does not hold. */
  readonly missing: readonly Dependency[];
}

/** A chart as it is installed with the values that a user gives. */
export function installedChart(chart: Chart, userValues: GoMap): InstalledChart {
  const named = withNames(chart, chart.name, chart.name);
  const chosen = needsChoice(named) ? withWantedOnly(named, userValues, undefined) : named;
  return withImports(chosen);
}

/** The values that a chart and its subcharts see, and what keeps Helm from installing with them. */
export interface CoalescedValues {
  readonly values: GoMap;
  readonly problems: readonly ChartProblem[];
}

/** Lays the values of a user over those of a chart, and both over those of its subcharts, which also see the `global` of their parents. */
export function coalescedValues(chart: InstalledChart, userValues: GoMap): CoalescedValues {
  const problems: ChartProblem[] = [];
  return { values: coalesce(chart, userValues, COALESCE, problems), problems };
}

/** How values are laid over each other: all values of a chart, and tables in them. */
interface Lay {
  readonly roots: typeof coalesceRoots;
  readonly tables: typeof coalesceTables;
}

const COALESCE: Lay = { roots: coalesceRoots, tables: coalesceTables };
/** Nulls stay, so that they can take away what is below the next time. */
const MERGE: Lay = { roots: mergeTables, tables: mergeTables };

function coalesce(chart: InstalledChart, given: GoMap, lay: Lay, problems?: ChartProblem[]): GoMap {
  const names = new Set(chart.subcharts.map(({ name }) => name));
  let values = lay.roots(given, chart.defaults, names);
  for (const subchart of chart.subcharts) {
    const own = values.get(subchart.name);
    if (own !== undefined && !(own.data instanceof GoMap)) {
      problems?.push({
        message: `The values of the subchart "${subchart.name}" are not a map.`,
        uri: own.origin?.file ?? chart.chart.uri,
        span: own.origin?.span ?? { start: 0, end: 0 },
      });
      continue;
    }
    const table = own?.data instanceof GoMap ? own.data : new GoMap();
    const data = coalesce(subchart, withGlobals(table, values.get('global'), lay), lay, problems);
    values = withEntry(values, subchart.name, { data, origin: own?.origin ?? subchart.chart.values?.origin });
  }
  return values;
}

/** What a subchart sees as `global`: its parent's entries before its own. */
function withGlobals(table: GoMap, fromParent: Value | undefined, lay: Lay): GoMap {
  const own = table.get('global');
  const above = fromParent === undefined ? new GoMap() : fromParent.data;
  const below = own === undefined ? new GoMap() : own.data;
  if (!(above instanceof GoMap) || !(below instanceof GoMap)) return table;
  const globals = edited(below, copy => {
    for (const [key, value] of above.entries) {
      const present = below.get(key);
      if (value.data instanceof GoMap) {
        if (present === undefined) copy.set(key, value, above.keyOrigin(key));
        else if (present.data instanceof GoMap) {
          copy.set(key, { ...value, data: lay.tables(value.data, present.data) }, above.keyOrigin(key));
        }
      } else if (!(present?.data instanceof GoMap)) copy.set(key, value, above.keyOrigin(key));
    }
  });
  return withEntry(table, 'global', { data: globals, origin: own?.origin ?? fromParent?.origin });
}

/** All subcharts, wanted or not: those that nobody declares, then the declared ones by the name that each declaration gives. */
function withNames(chart: Chart, name: string, path: string): InstalledChart {
  const find = (dependency: Dependency) =>
    chart.subcharts.find(subchart => subchart.name === dependency.name && matchesVersion(dependency.version, subchart.version));
  const declared = chart.dependencies.map(dependency => ({ dependency, subchart: find(dependency) }));
  const undeclared = chart.subcharts.filter(subchart => !chart.dependencies.some(dependency => isFor(dependency, subchart)));
  const install = (subchart: Chart, subname: string) => withNames(subchart, subname, `${path}/charts/${subname}`);
  return {
    chart,
    name,
    path,
    defaults: chart.values?.root ?? new GoMap(),
    subcharts: [
      ...undeclared.map(subchart => install(subchart, subchart.name)),
      ...declared.flatMap(({ dependency, subchart }) => (subchart === undefined ? [] : install(subchart, nameOf(dependency)))),
    ],
    dependencies: chart.dependencies,
    missing: chart.dependencies.filter(({ name: wanted }) => !chart.subcharts.some(subchart => subchart.name === wanted)),
  };
}

function isFor(dependency: Dependency, subchart: Chart): boolean {
  return dependency.name === subchart.name && matchesVersion(dependency.version, subchart.version);
}

function nameOf({ alias, name }: Dependency): string {
  return alias ?? name;
}

function needsChoice(chart: InstalledChart): boolean {
  return chart.dependencies.some(({ conditions, tags }) => conditions.length + tags.length > 0) || chart.subcharts.some(needsChoice);
}

/** Takes out the subcharts that conditions and tags switch off. Tags are asked of the whole installation, conditions of the parent's values. */
function withWantedOnly(chart: InstalledChart, given: GoMap, outerTags: GoMap | undefined): InstalledChart {
  const values = coalesce(chart, given, COALESCE);
  const ownTags = findTable(values, ['tags']);
  const tags = outerTags === undefined ? ownTags : mergeTables(outerTags, findTable(chart.defaults, ['tags']) ?? new GoMap());
  const unwanted = new Set(chart.dependencies.filter(dependency => !isWanted(dependency, values, tags)).map(nameOf));
  return {
    ...chart,
    subcharts: chart.subcharts
      .filter(({ name }) => !unwanted.has(name))
      .map(subchart => withWantedOnly(subchart, findTable(values, [subchart.name]) ?? new GoMap(), tags ?? new GoMap())),
    dependencies: chart.dependencies.filter(dependency => !unwanted.has(nameOf(dependency))),
    missing: chart.missing.filter(dependency => !unwanted.has(nameOf(dependency))),
  };
}

/** A condition that holds a boolean beats tags; of several tags, one that is on is enough; what nothing is said about is wanted. */
function isWanted(dependency: Dependency, values: GoMap, tags: GoMap | undefined): boolean {
  for (const condition of dependency.conditions) {
    const data = findValue(values, condition.split('.'))?.data;
    if (typeof data === 'boolean') return data;
  }
  const set = dependency.tags.map(tag => tags?.get(tag)?.data).filter(data => typeof data === 'boolean');
  return set.length === 0 || set.includes(true);
}

/** Adds what the charts import from their subcharts. An entry of the parent's own wins over an imported one. */
function withImports(chart: InstalledChart): InstalledChart {
  const subcharts = chart.subcharts.map(withImports);
  const withSubcharts = { ...chart, subcharts };
  if (chart.chart.dependencies.length === 0) return withSubcharts;
  const values = coalesce(withSubcharts, new GoMap(), MERGE);
  const imported = chart.dependencies
    .flatMap(dependency => dependency.imports.map(({ child, parent }) => ({ path: [nameOf(dependency), ...child], parent })))
    .flatMap(({ path, parent }) => {
      const value = findValue(values, path);
      return value?.data instanceof GoMap ? [nested(parent, value, value.data)] : [];
    })
    .reduce((above, below) => mergeTables(above, below), new GoMap());
  return { ...withSubcharts, defaults: mergeTables(values, imported) };
}

/** A table that holds a value at a path. */
function nested(path: readonly string[], value: Value, table: GoMap): GoMap {
  const [key, ...rest] = path;
  return key === undefined ? table : new GoMap().set(key, { data: nested(rest, value, table), origin: value.origin });
}
