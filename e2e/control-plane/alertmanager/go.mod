module coordination-engine/e2e/control-plane/alertmanager

go 1.26.0

require github.com/prometheus/alertmanager v0.34.2
