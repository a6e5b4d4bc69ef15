module coordination-engine/e2e/foreign-crds

go 1.26.0

require (
	github.com/argoproj/argo-cd/v3 v3.2.0
	github.com/fluxcd/kustomize-controller v1.7.3
	github.com/kserve/kserve v0.15.2
	github.com/openshift/api v0.0.0-20250124212313-a770960d61e0
	github.com/prometheus-operator/prometheus-operator v0.85.0
	sigs.k8s.io/cluster-api v1.13.6
	sigs.k8s.io/karpenter v1.9.0
)
