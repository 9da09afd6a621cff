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

{{- /* Binds ClusterRole NAME-suffix to the operator: everywhere, or in each namespace that it watches. */}}
{{- define "onsale.bind" -}}
{{- $root := index . 0 }}
{{- $role := printf "%s-%s" (include "onsale.name" $root) (index . 1) }}
{{- range (default (list "") $root.Values.watchNamespaces) }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ if . }}RoleBinding{{ else }}ClusterRoleBinding{{ end }}
metadata:
  name: {{ $role }}
  {{- if . }}
  namespace: {{ . }}
  {{- end }}
  labels: {{- include "onsale.labels" $root | nindent 4 }}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: {{ $role }}}
subjects:
  - {kind: ServiceAccount, name: {{ include "onsale.name" $root }}, namespace: {{ $root.Release.Namespace }}}
{{- end }}
{{- end }}
