{{- define "common.merged" -}}
{{- $top := first . -}}
{{- $overrides := fromYaml (include (index . 1) $top) | default (dict) -}}
{{- $base := fromYaml (include (index . 2) $top) | default (dict) -}}
{{- toYaml (merge $overrides $base) -}}
{{- end -}}
{{- define "common.service.base" -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ .Release.Name }}-{{ .Values.name }}
  labels:
    chart: {{ .Chart.Name }}
spec:
  type: LoadBalancer
  selector:
    app: {{ .Values.name }}
{{- end -}}
{{- define "common.service" -}}
{{- include "common.merged" (append . "common.service.base") -}}
{{- end -}}
