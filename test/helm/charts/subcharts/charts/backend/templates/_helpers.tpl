{{ define "backend.name" }}{{ .Chart.Name }} of {{ .Release.Name }}{{ end }}
