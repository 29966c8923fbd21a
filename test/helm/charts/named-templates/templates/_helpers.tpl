{{- define "named.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "named.labels" -}}
app.kubernetes.io/name: {{ include "named.name" . }}
{{- range $key, $value := .Values.labels }}
{{ $key }}: {{ $value | quote }}
{{- end }}
{{- end }}

{{- define "named.image" -}}
{{- $image := .image -}}
{{- printf "%s:%s" $image.repository ($image.tag | default .default) -}}
{{- end }}

{{- define "named.loop" -}}
{{- if gt (int .depth) 0 }}{{ .depth }} {{ include "named.loop" (dict "depth" (sub (int .depth) 1)) }}{{ end }}
{{- end }}

{{- define "named.empty" }}{{ end }}
{{- define "named.yaml" }}
a: 1
b:
  - {{ .Values.image.tag }}
{{- end }}
