import type { Span } from '../text/span.js';
import type { ChartFile } from './chart-file.js';
import type { ValuesFile } from './values-file.js';

/** A chart as its files say it, before it is known which of its dependencies are wanted. */
export interface Chart {
  readonly name: string;
  readonly version: string;
  /** A chart of named templates only: what it renders itself is not wanted. */
  readonly isLibrary: boolean;
  /** The URI of its `Chart.yaml`. */
  readonly uri: string;
  readonly metadata: ValuesFile;
  /** `values.yaml`. */
  readonly values: ValuesFile | undefined;
  /** `values.schema.json`. */
  readonly schema: ChartFile | undefined;
  /** Files in `templates/`, with the named templates in `_*.tpl` and `NOTES.txt`. Paths are relative to the folder of this chart. */
  readonly templates: readonly ChartFile[];
  /** What `.Files` gives: all other files, those in `crds/` included. */
  readonly files: readonly ChartFile[];
  /** The charts in `charts/`. */
  readonly subcharts: readonly Chart[];
  /** What `Chart.yaml`, or the `requirements.yaml` of old charts, asks for. */
  readonly dependencies: readonly Dependency[];
}

/** An entry of `dependencies`. */
export interface Dependency {
  readonly name: string;
  readonly version: string;
  readonly repository: string;
  readonly alias: string | undefined;
  /** Paths of values, the first that is a boolean decides. */
  readonly conditions: readonly string[];
  readonly tags: readonly string[];
  readonly imports: readonly ImportedValues[];
  /** Where the entry stands. */
  readonly uri: string;
  readonly span: Span;
}

/** Values of a subchart that become values of its parent. */
export interface ImportedValues {
  /** In the subchart: `exports.data`. */
  readonly child: readonly string[];
  readonly parent: readonly string[];
}

/** What is wrong with a chart as a whole, as a full sentence. */
export interface ChartProblem {
  readonly message: string;
  readonly uri: string;
  readonly span: Span;
  /** What a schema does not allow. */
  readonly mistake?: ValueMistake;
}

/** A value that a schema does not allow. */
export interface ValueMistake {
  /** In the values of the chart at the root: `image.tag`. */
  readonly path: string;
  /** Whether something is missing, or left empty. */
  readonly isLack: boolean;
  /** The key that is allowed and most like one that is not. */
  readonly meant: string | undefined;
}
