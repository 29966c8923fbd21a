/** How large a generated chart is. */
export interface ChartSize {
  /** Components, each with a Deployment, a Service, a NetworkPolicy and a ServiceAccount. */
  readonly components: number;
  /** Files of values beside `values.yaml`, one for each environment. */
  readonly environments: number;
  /** Lines of documented values that one template prints. */
  readonly extraValues: number;
  readonly hasSubchart: boolean;
}

/** The files of a chart that is written as `helm create` and most public charts are. */
export function chartFiles(name: string, size: ChartSize): (readonly [path: string, text: string])[] {
  const components = Array.from({ length: size.components }, (_, index) => `part${index}`);
  const environments = Array.from({ length: size.environments }, (_, index) => `env${index}`);
  const subchart = size.hasSubchart ? chartFiles('store', { ...size, environments: 0, hasSubchart: false }) : [];
  return [
    [`${name}/Chart.yaml`, `apiVersion: v2\nname: ${name}\nversion: 1.0.0\nappVersion: "1.4.2"\n`],
    [`${name}/values.yaml`, `${components.map(values).join('')}${extraValues(size.extraValues)}`],
    [`${name}/templates/_helpers.tpl`, HELPERS],
    ...components.flatMap(component => templates(name, component)),
    [`${name}/templates/extra.yaml`, EXTRA],
    ...environments.map((environment, index) => [`${name}/values-${environment}.yaml`, overlay(index)] as const),
    ...subchart.map(([path, text]) => [`${name}/charts/${path}`, text] as const),
  ];
}

const HELPERS = `{{- define "part.name" -}}
{{- printf "%s-%s" .root.Release.Name .name | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- define "part.selector" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end }}
{{- define "part.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | quote }}
{{ include "part.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
{{- end }}
`;

const EXTRA = `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-extra
data:
  extra.yaml: |
    {{- toYaml .Values.extra | nindent 4 }}
`;

function templates(chart: string, component: string): (readonly [path: string, text: string])[] {
  const scope = `(dict "root" . "name" "${component}")`;
  const head = (apiVersion: string, kind: string) => `apiVersion: ${apiVersion}
kind: ${kind}
metadata:
  name: {{ include "part.name" ${scope} }}
  labels:
    {{- include "part.labels" ${scope} | nindent 4 }}
`;
  const folder = `${chart}/templates/${component}`;
  return [
    [
      `${folder}-deployment.yaml`,
      `${head('apps/v1', 'Deployment')}spec:
  {{- if not .Values.${component}.autoscaling.enabled }}
  replicas: {{ .Values.${component}.replicas }}
  {{- end }}
  selector:
    matchLabels:
      {{- include "part.selector" ${scope} | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "part.selector" ${scope} | nindent 8 }}
      {{- with .Values.${component}.podAnnotations }}
      annotations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
    spec:
      serviceAccountName: {{ include "part.name" ${scope} }}
      containers:
        - name: ${component}
          image: "{{ .Values.${component}.image.repository }}:{{ .Values.${component}.image.tag | default .Chart.AppVersion }}"
          imagePullPolicy: {{ .Values.${component}.image.pullPolicy }}
          ports:
            - name: http
              containerPort: {{ .Values.${component}.service.targetPort }}
          env:
            {{- range $key, $value := .Values.${component}.environment }}
            - name: {{ $key }}
              value: {{ $value | quote }}
            {{- end }}
          readinessProbe:
            httpGet: { path: /ready, port: http }
          resources:
            {{- toYaml .Values.${component}.resources | nindent 12 }}
      {{- with .Values.${component}.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
`,
    ],
    [
      `${folder}-service.yaml`,
      `${head('v1', 'Service')}spec:
  selector:
    {{- include "part.selector" ${scope} | nindent 4 }}
  ports:
    - name: http
      port: {{ .Values.${component}.service.port }}
      targetPort: http
`,
    ],
    [
      `${folder}-networkpolicy.yaml`,
      `${head('networking.k8s.io/v1', 'NetworkPolicy')}spec:
  podSelector:
    matchLabels:
      {{- include "part.selector" ${scope} | nindent 6 }}
  policyTypes: [Ingress]
  ingress:
    - ports:
        - port: {{ .Values.${component}.service.targetPort }}
`,
    ],
    [`${folder}-serviceaccount.yaml`, `${head('v1', 'ServiceAccount')}automountServiceAccountToken: false\n`],
  ];
}

function values(component: string): string {
  return `${component}:
  # -- How many Pods run.
  replicas: 1
  image:
    repository: registry.internal/team/${component}
    tag: ""
    pullPolicy: IfNotPresent
  autoscaling:
    enabled: false
  service:
    port: 80
    targetPort: 8080
  # -- Variables of the container.
  environment:
    LOG_LEVEL: info
    GOMEMLIMIT: 115MiB
  podAnnotations: {}
  nodeSelector: {}
  resources:
    requests:
      cpu: 100m
      memory: 128Mi
    limits:
      memory: 128Mi
`;
}

function extraValues(count: number): string {
  const entries = Array.from({ length: count }, (_, index) => `  # -- What setting ${index} does.\n  setting${index}: value-${index}\n`);
  return `extra:\n${entries.join('')}  last: true\n`;
}

function overlay(index: number): string {
  return `part0:\n  replicas: ${index + 2}\n  resources:\n    limits:\n      memory: ${256 * (index + 1)}Mi\n`;
}
