import { executeTemplate } from '../gotemplate/execute-template.js';
import { ExecutionBudget } from '../gotemplate/execution-budget.js';
import type { TemplateError } from '../gotemplate/template-error.js';
import { TemplateSet } from '../gotemplate/template-set.js';
import type { StatementList, TemplateFile } from '../gotemplate/template-tree.js';
import { TracedText } from '../gotemplate/traced-text.js';
import { type ChangeJournal, GoMap, makeValue } from '../gotemplate/value.js';
import { TextShift } from '../text/text-shift.js';
import { capabilities } from './capabilities.js';
import type { Dependency } from './chart.js';
import { CHART_FUNCTIONS } from './chart-functions.js';
import type { InstalledChart } from './installed-chart.js';
import type { CurrentPlaces } from './moved-origins.js';
import { withoutNoValue } from './no-value.js';
import type { PreparedChart, RenderOptions } from './prepare-chart.js';
import type { RenderError, RenderedChart, RenderedTemplate } from './rendered-chart.js';
import { Output, RenderedText } from './rendered-text.js';
import { ChartDot, releaseObject, type TemplateData } from './template-data.js';
import { ChangedPaths, type ReadPaths, readPaths, type TablePaths } from './value-changes.js';
import type { ValueTables } from './value-tables.js';

/** A template that was rendered, with all that its outcome depends on. */
export interface KeptTemplate {
  readonly outcome: RenderedText | RenderError;
  readonly reads: ReadPaths;
  /** The templates that it ran or asked for. */
  readonly templates: ReadonlyMap<string, StatementList | undefined>;
  /** Whether it has changed values that others see: then it has to run each time. */
  readonly changesValues: boolean;
}

/** The templates of an earlier rendering, or of one with other values, and what differs in the values. */
export interface Earlier {
  readonly kept: ReadonlyMap<string, KeptTemplate>;
  readonly set: TemplateSet;
  readonly written: ChangedPaths;
  readonly changes: ChangedPaths;
}

export interface RenderedTemplates {
  readonly chart: RenderedChart;
  readonly kept: ReadonlyMap<string, KeptTemplate>;
  /** All templates that could be used. */
  readonly set: TemplateSet;
  /** What templates have changed in values that others see; `undefined` where it has no path. The values are as they were before. */
  readonly written: ChangedPaths | undefined;
}

/** What a release is called where nobody has named it. */
export const RELEASE_NAME = 'release-name';

/**
 * Renders the templates of a chart; of those that were rendered before, only those whose outcome can be another one.
 *
 * @param earlier what to take from, the likeliest first
 * @param tables those of the values that this set had before; they have no changes of templates in them, before and after
 */
export function renderTemplates(
  prepared: PreparedChart,
  options: RenderOptions,
  earlier: readonly Earlier[],
  tables: ValueTables,
): RenderedTemplates {
  const { chart, values } = prepared;
  const release = releaseObject({ name: RELEASE_NAME, namespace: 'default', isUpgrade: false, ...options.release });
  const { journal } = tables;
  const surroundings = { release, capabilities: capabilities(options.kubernetesVersion, options.apiVersions), journal };
  const templates =
    chart === undefined ? [] : prepared.templates.inHelmOrder.sorted(new ChartDot(chart, values, true, surroundings).templates());
  const read = readTemplates(templates, prepared);
  const set = earlier.find(each => each.set.isOf(read.files))?.set ?? TemplateSet.of(read.files);
  const run = new Run(prepared, read, set, options, templates, tables);
  const kept = new Map<string, KeptTemplate>();
  for (const template of templates) {
    if (template.role === 'partial' || (template.role === 'notes' && !template.isOwn) || read.unreadable.has(template.name)) continue;
    kept.set(template.name, run.find(template.name, earlier) ?? run.render(template));
  }
  journal.takeBackAll();
  return { chart: run.chartOf(kept), kept, set, written: run.written };
}

interface ReadTemplates {
  /** As they are, or as they were when they could last be read. */
  readonly files: readonly TemplateFile[];
  /** Templates that cannot be read now, and never could be. */
  readonly unreadable: ReadonlySet<string>;
  readonly errors: readonly RenderError[];
  /** By URI of a file of values or name of a template, how places have moved in what cannot be read now. */
  readonly shifts: ReadonlyMap<string, TextShift>;
}

function readTemplates(templates: readonly TemplateData[], { templates: store, valuesFiles }: PreparedChart): ReadTemplates {
  const files: TemplateFile[] = [];
  const unreadable = new Set<string>();
  const errors: RenderError[] = [];
  const shifts = new Map<string, TextShift>();
  for (const { uri, text, latest } of valuesFiles.values()) if (latest !== undefined) shifts.set(uri, new TextShift(text, latest));
  for (const { name, file } of templates) {
    const { current, good } = store.read(name, file);
    const [error] = current.errors;
    if (error !== undefined) {
      errors.push({ template: name, kind: 'parse', message: error.message, uri: file.uri, span: error.span, reads: [] });
      if (good === undefined) unreadable.add(name);
      else shifts.set(name, new TextShift(good.text, file.text));
    }
    files.push(good ?? current);
  }
  return { files, unreadable, errors, shifts };
}

/** One rendering of all templates. */
class Run {
  readonly #prepared: PreparedChart;
  readonly #read: ReadTemplates;
  readonly #set: TemplateSet;
  readonly #places: CurrentPlaces;
  readonly #budget: ExecutionBudget;
  readonly #templates: readonly TemplateData[];
  /** Once something is rendered: with several sets of values, most renderings take all from another. */
  #paths: TablePaths | undefined;
  readonly #uris: ReadonlyMap<string, string>;
  readonly #missing: readonly Dependency[];
  readonly #renderedNow: string[] = [];
  readonly #tables: ValueTables;
  #written: ChangedPaths | undefined = new ChangedPaths();

  constructor(
    prepared: PreparedChart,
    read: ReadTemplates,
    set: TemplateSet,
    options: RenderOptions,
    templates: readonly TemplateData[],
    tables: ValueTables,
  ) {
    this.#tables = tables;
    this.#prepared = prepared;
    this.#read = read;
    this.#set = set;
    this.#places = { files: prepared.valuesFiles, shifts: read.shifts, moved: prepared.comparisons.texts };
    this.#budget = new ExecutionBudget(options.limits);
    this.#uris = new Map(templates.map(({ name, file }) => [name, file.uri]));
    this.#missing = prepared.chart === undefined ? [] : missingIn(prepared.chart);
    this.#templates = templates;
  }

  /** What templates have changed in values so far; `undefined` where it has no path. */
  get written(): ChangedPaths | undefined {
    return this.#written;
  }

  /** What was rendered before and would be rendered again, with its places as they are now. */
  find(name: string, earlier: readonly Earlier[]): KeptTemplate | undefined {
    for (const { kept, set, written, changes } of earlier) {
      const before = kept.get(name);
      if (before === undefined || before.changesValues || this.#written === undefined) continue;
      // What templates write is not there before they have run, and may be another than the time before.
      if (changes.concerns(before.reads) || written.concerns(before.reads) || this.#written.concerns(before.reads)) continue;
      if ((set === this.#set || this.#hasSame(before.templates)) && this.#canTellPlacesOf(before)) return before;
    }
    return undefined;
  }

  #hasSame(templates: ReadonlyMap<string, StatementList | undefined>): boolean {
    for (const [name, body] of templates) if (this.#set.find(name)?.body !== body) return false;
    return true;
  }

  render(template: TemplateData): KeptTemplate {
    this.#renderedNow.push(template.name);
    this.#paths ??= this.#start();
    const { table } = template.chart;
    // Not by `set`, which would count as a change.
    table.entries.set('Template', template.self());
    const { journal } = this.#tables;
    const first = journal.changes.length;
    const { output, error, reads } = executeTemplate(template.name, makeValue(table), {
      templates: this.#set,
      functions: CHART_FUNCTIONS,
      budget: this.#budget,
    });
    const changes = journal.changes.slice(first);
    this.#noteWritten(changes, this.#paths);
    return {
      outcome:
        error === undefined
          ? new RenderedText({ ...template, uri: template.file.uri }, new Output(withoutNoValue(output), this.#prepared.valuesFiles))
          : this.#errorOf(template.name, error),
      reads: readPaths(reads, this.#paths),
      templates: new Map([...reads.templates].map(name => [name, this.#set.find(name)?.body])),
      changesValues: changes.length > 0,
    };
  }

  /** Sets the journal of all values, before any template has changed them. */
  #start(): TablePaths {
    this.#tables.take(this.#prepared.values);
    return pathsFor(this.#tables, new Set(this.#templates.map(({ chart }) => chart)));
  }

  /** A table without a path is part of a list, or of a value that a template has made. */
  #noteWritten(changes: ChangeJournal['changes'], paths: TablePaths): void {
    for (const { map, key } of changes) {
      const ofTable = paths.get(map);
      if (ofTable === undefined) this.#written = undefined;
      for (const path of ofTable ?? []) this.#written?.add(path, key);
    }
  }

  #canTellPlacesOf({ outcome }: KeptTemplate): boolean {
    return outcome instanceof RenderedText && outcome.canMoveTo(this.#places);
  }

  chartOf(kept: ReadonlyMap<string, KeptTemplate>): RenderedChart {
    const outcomes = [...kept.values()].map(({ outcome }) => outcome);
    const rendered = outcomes.filter(outcome => outcome instanceof RenderedText);
    const failed = outcomes.flatMap(outcome => (outcome instanceof RenderedText ? [] : outcome));
    return {
      templates: this.#prepared.templates.byName.sorted(rendered.filter(({ role }) => role === 'manifest')),
      notes: rendered.find(({ role }) => role === 'notes'),
      errors: [...this.#read.errors, ...failed],
      problems: this.#prepared.problems,
      missing: this.#missing,
      values: this.#prepared.values,
      templateUris: this.#uris,
      tracedOf: tracing(this.#places),
      places: this.#places,
      stale: new Set([...this.#read.shifts.keys()].map(file => this.#uris.get(file) ?? file)),
      renderedNow: this.#renderedNow,
    };
  }

  #errorOf(template: string, { kind, message, file, span, reads }: TemplateError): RenderError {
    const error = {
      template,
      kind,
      message,
      uri: this.#uris.get(file) ?? file,
      span: this.#read.shifts.get(file)?.spanOf(span) ?? span,
      reads,
    };
    const refusal = REFUSAL.exec(message);
    if (refusal !== null) return { ...error, kind: 'refused', message: `execution error at (${refusal[1]}): ${refusal[2]}` };
    return this.#missing.length > 0 && NOT_DEFINED.test(message) ? { ...error, kind: 'missing' } : error;
  }
}

function pathsFor(tables: ValueTables, charts: ReadonlySet<ChartDot>): TablePaths {
  const dots = new Map<GoMap, readonly string[]>();
  for (const { table, valuesTable } of charts) {
    // Whoever reads all of a dot reads all values.
    dots.set(table, ['']);
    const root = table.get('Values')?.data;
    if (root instanceof GoMap) dots.set(root, tables.get(valuesTable) ?? ['']);
  }
  return { get: table => dots.get(table) ?? tables.get(table) };
}

/** Works out the places in each text once. */
function tracing(places: CurrentPlaces): RenderedChart['tracedOf'] {
  const known = new Map<RenderedTemplate, TracedText>();
  return template => {
    const traced = known.get(template) ?? (template instanceof RenderedText ? template.tracedAt(places) : TracedText.of(template.text));
    known.set(template, traced);
    return traced;
  };
}

/** What `fail` and `required` say, which Helm shows without the way to it. */
const REFUSAL = /^template: (\S+?:\d+:\d+): .*HELM_ERR_START(.*)HELM_ERR_END/s;
const NOT_DEFINED = /\bno template "|template "[^"]*" not defined/;

function missingIn({ missing, subcharts }: InstalledChart): Dependency[] {
  return [...missing, ...subcharts.flatMap(missingIn)];
}
