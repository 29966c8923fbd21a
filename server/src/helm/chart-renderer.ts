import { ChangeJournal } from '../gotemplate/value.js';
import type { ChartFile } from './chart-file.js';
import { HelmIgnore } from './helm-ignore.js';
import type { FindLocalChart } from './load-chart.js';
import {
  type PreparedChart,
  prepareChart,
  type ReadChart,
  type RenderOptions,
  readChart,
  type Stores,
  type ValueSet,
} from './prepare-chart.js';
import { type Earlier, type RenderedTemplates, renderTemplates } from './render-templates.js';
import type { RenderedChart } from './rendered-chart.js';
import { TemplateStore } from './template-store.js';
import { ChangedPaths } from './value-changes.js';
import { ValueTables } from './value-tables.js';
import { SchemaStore } from './values-schema.js';
import { ValuesStore } from './values-store.js';

/**
 * Renders one chart again and again while its files change. What is rendered depends on the arguments alone, but for files that cannot be
 * read at the moment, of which the last text that could be read is taken. It keeps what it needs to render only those templates again
 * whose outcome can have changed.
 */
export class ChartRenderer {
  readonly #stores: Stores = {
    values: new ValuesStore(),
    templates: new TemplateStore(),
    schemas: new SchemaStore(),
    ignore: file => this.#ignoreOf(file?.text ?? ''),
  };
  #ignore = { text: '', rules: new HelmIgnore('') };
  readonly #renderings = new Map<string, Rendering>();
  /** By value set. */
  readonly #tables = new Map<string, ValueTables>();
  /** What was read last, and from what. */
  #read: LastRead | undefined;

  /**
   * The chart with a set of values. Never throws.
   *
   * @param files all files below the folder of the chart; given again with another set, they are not read again
   */
  render(files: readonly ChartFile[], set: ValueSet, options: RenderOptions = {}): RenderedChart {
    const prepared = prepareChart(this.#readChart(files, options), set, options, this.#stores);
    const before = this.#renderings.get(set.name);
    const tables = this.#tables.get(set.name) ?? new ValueTables(JOURNAL);
    this.#tables.set(set.name, tables);
    const rendered = renderTemplates(prepared, options, this.#earlierFor(set.name, prepared), tables);
    const { stale } = rendered.chart;
    const isInPlace =
      before?.chart.stale.size === 0 &&
      stale.size === 0 &&
      prepared.comparisons.texts.keepPlaces(before.prepared.valuesFiles, prepared.valuesFiles);
    const chart = isInPlace ? { ...rendered.chart, places: before.chart.places } : rendered.chart;
    // The latest is the last.
    this.#renderings.delete(set.name);
    this.#renderings.set(set.name, { prepared, ...rendered, chart });
    return chart;
  }

  #readChart(files: readonly ChartFile[], { findLocal }: RenderOptions): ReadChart {
    const known = this.#read;
    if (known?.files === files && known.findLocal === findLocal) return known.chart;
    const chart = readChart(files, findLocal, this.#stores);
    this.#read = { files, findLocal, chart };
    return chart;
  }

  /** Templates that read the same values give the same: what this set or another one has made of them is taken. */
  #earlierFor(setName: string, prepared: PreparedChart): Earlier[] {
    const others = [...this.#renderings].filter(([name]) => name !== setName).map(([, rendering]) => rendering);
    return [this.#renderings.get(setName), ...others.reverse().slice(0, MOST_OTHERS)].flatMap(rendering => {
      if (rendering?.written === undefined || !isSameFrame(rendering.prepared.frame, prepared.frame)) return [];
      const { kept, set, written } = rendering;
      return [
        { kept, set, written, changes: ChangedPaths.between(rendering.prepared.values, prepared.values, prepared.comparisons.tables) },
      ];
    });
  }

  #ignoreOf(text: string): HelmIgnore {
    if (text !== this.#ignore.text) this.#ignore = { text, rules: new HelmIgnore(text) };
    return this.#ignore.rules;
  }

  /** Takes files as they were for the last that could be read: changes that have been tried and taken back since do not count. */
  recall(files: readonly ChartFile[]): void {
    for (const file of files) {
      this.#stores.values.recall(file);
      this.#stores.templates.recall(file);
    }
  }

  /** Forgets what it kept of a value set that is gone. */
  forget(setName: string): void {
    this.#renderings.delete(setName);
    this.#tables.delete(setName);
  }
}

/**
 * What templates change in values, and nothing between renderings. Charts that depend on one chart, or are given one file, have tables in common,
 * so all note it here.
 */
const JOURNAL = new ChangeJournal();

/** How many other value sets are asked: what none of the last few has rendered is seldom what one before them has. */
const MOST_OTHERS = 2;

interface LastRead {
  readonly files: readonly ChartFile[];
  readonly findLocal: FindLocalChart | undefined;
  readonly chart: ReadChart;
}

interface Rendering extends RenderedTemplates {
  readonly prepared: PreparedChart;
}

function isSameFrame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}
