import { type ChartsAround, chartsAround, type WholeChart } from '../../server/src/features/chart/whole-chart.js';
import type { Location } from '../../server/src/text/span.js';
import type { MadeGroup } from '../../server/src/workspace/made-unit.js';
import { type CaseFile, lintFiles, nameOf, uriOf } from '../support/case-workspace.js';

/** A chart with an overlay, helpers, a loop and a subchart. A test replaces files, one of them with the cursor `<|>` in it. */
const SAMPLE: Readonly<Record<string, string>> = {
  'Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies:\n  - name: cache\n    alias: store\n    version: 1.0.0\n',
  'values.yaml': `# -- How many run.
replicas: 2
image:
  # The name, without
  # a tag.
  name: shop
  tag: "1.4"
ports:
  - name: http
    number: 8080
store:
  size: 1Gi
global:
  region: north
`,
  'values-prod.yaml': 'replicas: 5\nimage:\n  tag: "1.3"\n',
  'templates/_helpers.tpl': `{{/* The labels that all objects carry. */}}
{{- define "shop.labels" -}}
app: {{ .Chart.Name }}
region: {{ .Values.global.region }}
{{- end }}
{{- define "shop.image" -}}
{{ .image.name }}:{{ .image.tag }}
{{- end }}
`,
  'templates/deployment.yaml': `kind: Deployment
metadata:
  labels: {{- include "shop.labels" . | nindent 4 }}
spec:
  replicas: {{ .Values.replicas }}
  image: {{ include "shop.image" (dict "image" .Values.image) }}
  {{- with .Values.image }}
  tag: {{ .tag | quote }}
  {{- end }}
  {{- range $index, $port := .Values.ports }}
  - {{ $port.name }}: {{ .number }}
  {{- end }}
`,
  'charts/cache/Chart.yaml': 'apiVersion: v2\nname: cache\nversion: 1.0.0\n',
  'charts/cache/values.yaml': 'size: 2Gi\nmode: fast\n',
  'charts/cache/templates/claim.yaml': 'size: {{ .Values.size }}\nmode: {{ .Values.mode }}\nregion: {{ .Values.global.region }}\n',
};

export interface ChartAt {
  readonly chart: WholeChart;
  readonly around: ChartsAround;
  readonly uri: string;
  readonly offset: number;
  /** The files as they were given, without the cursor. */
  readonly files: readonly CaseFile[];
  /** What the chart renders to. */
  readonly groups: readonly MadeGroup[];
}

/** The sample chart with some files replaced; the cursor stands in one of them. */
export function chartAt(changes: Readonly<Record<string, string>>): ChartAt {
  const all = Object.entries({ ...SAMPLE, ...changes });
  const [name, marked] = all.find(([, text]) => text.includes('<|>')) ?? ['', ''];
  const files = all.map(([file, text]) => ({ name: file, text: text.replace('<|>', '') }));
  const uri = uriOf(name);
  const linter = lintFiles(files);
  const around = chartsAround(linter);
  const [chart] = around(uri);
  if (chart === undefined) throw new Error('there is no chart around the cursor');
  return { chart, around, uri, offset: marked.indexOf('<|>'), files, groups: linter.groupsOf(uri) };
}

/** The sample's text of a file with a cursor before the given text; behind the first `behind` characters of it. */
export function sampleWithCursor(name: string, text: string, behind = 0): Readonly<Record<string, string>> {
  const sample = SAMPLE[name] ?? '';
  const at = sample.indexOf(text);
  if (at === -1) throw new Error(`${name} has no ${text}`);
  return { [name]: `${sample.slice(0, at + behind)}<|>${sample.slice(at + behind)}` };
}

/** `file:line text`, lines from one. */
export function shownPlaces({ files }: ChartAt, places: readonly Location[]): string[] {
  return places.map(({ uri, span }) => {
    const text = files.find(({ name }) => name === nameOf(uri))?.text ?? '';
    return `${nameOf(uri)}:${text.slice(0, span.start).split('\n').length} ${text.slice(span.start, span.end)}`;
  });
}
