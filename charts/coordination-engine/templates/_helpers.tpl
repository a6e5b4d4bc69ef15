{{- /* Labels of every object of the release, beside the one by which the engine and its Service are selected. */}}
{{- define "coordination-engine.labels" -}}
app.kubernetes.io/name: coordination-engine
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "coordination-engine.image" -}}
{{- with .Values.manager.image }}
{{- if .digest }}{{ .repository }}@{{ .digest }}{{ else }}{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}
{{- end }}
{{- end }}

{{- /* The size that is asked for, as YAML. */}}
{{- define "coordination-engine.size" -}}
{{- index (include "coordination-engine.sizes" . | fromYaml) .Values.size | toYaml }}
{{- end }}

{{- /* Variables of the container by name, as YAML. Numbers go through JSON, since Helm writes large ones with an exponent. */}}
{{- define "coordination-engine.env" -}}
{{- $env := (include "coordination-engine.size" . | fromYaml).env }}
{{- $_ := set $env "NODE_JOB_IMAGE" .Values.nodeJobs.image }}
{{- if .Values.metrics.token }}{{ $_ := set $env "METRICS_AUTH" "token" }}{{ end }}
{{- range $name, $value := .Values.settings }}
{{- $_ := set $env $name (kindIs "string" $value | ternary $value (toJson $value)) }}
{{- end }}
{{- toYaml $env }}
{{- end }}

{{- /* Says yes unless a namespace of that name is there that this release did not make. */}}
{{- define "coordination-engine.may-own-namespace" -}}
{{- $root := index . 0 }}
{{- $found := lookup "v1" "Namespace" "" (index . 1) }}
{{- if or (not $found) (eq $root.Release.Name (dig "metadata" "annotations" "meta.helm.sh/release-name" "" $found)) }}yes{{ end }}
{{- end }}

{{- /* Says yes where the API server knows the kind of the policy; at the first installation it does not. */}}
{{- define "coordination-engine.policy-served" -}}
{{- if .Capabilities.APIVersions.Has "coordination.selfheal.dev/v1alpha1/RemediationPolicy" }}yes{{ end }}
{{- end }}

{{- /* Helm 3 changes nothing of an object that it takes in, and does not say so; the upgrade after an installation takes in the policy that a hook made. */}}
{{- define "coordination-engine.require-unchanged-policy" -}}
{{- if and (include "coordination-engine.policy-served" .) (hasPrefix "v3." .Capabilities.HelmVersion.Version) .Release.IsUpgrade (eq (int .Release.Revision) 2) }}
{{- $live := lookup "coordination.selfheal.dev/v1alpha1" "RemediationPolicy" "" "cluster" }}
{{- $spec := dig "spec" dict $live }}
{{- if and (dig "metadata" "annotations" "helm.sh/hook" "" $live) (ne (mergeOverwrite (deepCopy $spec) .Values.policy.spec | toJson) (toJson $spec)) }}
{{- fail "policy.spec: Helm 3 cannot change the policy in the first upgrade after the installation; upgrade once without that change, then with it" }}
{{- end }}
{{- end }}
{{- end }}
