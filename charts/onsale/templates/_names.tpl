{{- define "onsale.name" -}}
{{ printf "%s-operator" .Release.Name | trunc 50 | trimSuffix "-" }}
{{- end }}

{{- define "onsale.selector" -}}
app.kubernetes.io/name: onsale-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "onsale.labels" -}}
{{ include "onsale.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: onsale
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}
