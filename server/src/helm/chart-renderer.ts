import type { TemplateSet } from '../gotemplate/template-set.js';
import { type ChangeJournal, GoMap } from '../gotemplate/value.js';
import { deepCopy } from '../gotemplate/value-copy.js';
import type { ChartFile } from './chart-file.js';
import { HelmIgnore } from './helm-ignore.js';
import { MovedTexts } from './moved-texts.js';
import { type PreparedChart, prepareChart, type RenderOptions, type Stores, type ValueSet } from './prepare-chart.js';
import { type KeptTemplate, renderTemplates } from './render-templates.js';
import type { RenderedChart } from './rendered-chart.js';
import { TemplateStore } from './template-store.js';
import { TableComparisons, ValueChanges } from './value-changes.js';
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
    moved: new MovedTexts(),
    ignore: file => this.#ignoreOf(file?.text ?? ''),
  };
  #ignore = { text: '', rules: new HelmIgnore('') };
  readonly #renderings = new Map<string, Rendering>();
  readonly #comparisons = new TableComparisons();
  /** The value sets with which a template changes values, and so what others see: all are rendered each time, in order, on a copy. */
  readonly #changing = new Set<string>();

  /** The chart with a set of values. Never throws. @param files all files below the folder of the chart */
  render(files: readonly ChartFile[], set: ValueSet, options: RenderOptions = {}): RenderedChart {
    const isOnCopy = this.#changing.has(set.name);
    const prepared = prepareChart(files, set, options, this.#stores);
    const rendering = isOnCopy ? renderOnCopy(prepared, options) : this.#renderInPlace(prepared, options, set.name);
    const changesValues = !rendering.journal.isEmpty;
    if (changesValues && !isOnCopy) {
      this.#changing.add(set.name);
      // Others see these values, too.
      rendering.journal.takeBackAll();
      return this.render(files, set, options);
    }
    if (!changesValues) this.#changing.delete(set.name);
    // The latest is the last.
    this.#renderings.delete(set.name);
    this.#renderings.set(set.name, rendering);
    return rendering.chart;
  }

  /** Templates that read the same values give the same: what this set or another one has made of them is taken. */
  #renderInPlace(prepared: PreparedChart, options: RenderOptions, setName: string): Rendering {
    const others = [...this.#renderings]
      .filter(([name]) => name !== setName && !this.#changing.has(name))
      .map(([, rendering]) => rendering);
    const known = [this.#renderings.get(setName), ...others.reverse().slice(0, MOST_OTHERS)];
    const earlier = known.flatMap(rendering => {
      if (rendering === undefined || !isSameFrame(rendering.prepared.frame, prepared.frame)) return [];
      const { kept, set } = rendering;
      return [{ kept, set, changes: new ValueChanges(rendering.prepared.values, prepared.values, this.#comparisons) }];
    });
    return { prepared, ...renderTemplates(prepared, options, earlier) };
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
    this.#changing.delete(setName);
  }
}

/** How many other value sets are asked: what none of the last few has rendered is seldom what one before them has. */
const MOST_OTHERS = 2;

interface Rendering {
  readonly chart: RenderedChart;
  readonly prepared: PreparedChart;
  readonly kept: ReadonlyMap<string, KeptTemplate>;
  readonly set: TemplateSet;
  readonly journal: ChangeJournal;
}

function renderOnCopy(prepared: PreparedChart, options: RenderOptions): Rendering {
  const { data } = deepCopy({ data: prepared.values, origin: undefined });
  const copied = { ...prepared, values: data instanceof GoMap ? data : prepared.values };
  return { prepared: copied, ...renderTemplates(copied, options, []) };
}

function isSameFrame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}
