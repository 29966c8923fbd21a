import type { ChartNames } from '../../helm/chart-names.js';
import { generatedSchema } from '../../helm/generated-schema.js';
import type { WholeChart } from './whole-chart.js';

/** A file that is to be made. */
export interface NewFile {
  readonly uri: string;
  readonly text: string;
}

/** Whether a schema can be generated from a document: it is the `values.yaml` or the `Chart.yaml` of a chart that has none. */
export function canGenerateSchema({ sources: { chart } }: ChartNames, uri: string): boolean {
  const { schema, values } = chart;
  return schema === undefined && values !== undefined && values.root.size > 0 && (uri === values.uri || uri === chart.uri);
}

/** The schema of the values of a chart, beside them. It allows what all value sets of the workspace set. */
export function generatedSchemaFile(chart: WholeChart): NewFile {
  return { uri: `${chart.sources.folder}/values.schema.json`, text: generatedSchema(chart) };
}
