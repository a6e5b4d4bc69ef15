{{- /* Made from config/manager and config/components by `npm run generate`; do not edit. */}}
{{- define "coordination-engine.sizes" -}}
default:
  replicas: 2
  resources:
    requests:
      cpu: 500m
      memory: 1Gi
    limits:
      cpu: "2"
      memory: 4Gi
  env:
    NODE_ENV: production
    LOG_LEVEL: INFO
    NODE_OPTIONS: --max-old-space-size=3072
    NODE_JOB_IMAGE: busybox:1.37
    DEFAULTS_FILE: /etc/coordination-engine/defaults.yaml
large:
  replicas: 3
  resources:
    requests:
      cpu: "2"
      memory: 4Gi
    limits:
      cpu: "2"
      memory: 4Gi
  env:
    NODE_ENV: production
    LOG_LEVEL: INFO
    NODE_OPTIONS: --max-old-space-size=3072
    NODE_JOB_IMAGE: busybox:1.37
    DEFAULTS_FILE: /etc/coordination-engine/defaults.yaml
    MAX_ACTIVE_ACTIONS: "50"
medium:
  replicas: 2
  resources:
    requests:
      cpu: "1"
      memory: 2Gi
    limits:
      cpu: "2"
      memory: 2Gi
  env:
    NODE_ENV: production
    LOG_LEVEL: INFO
    NODE_OPTIONS: --max-old-space-size=1536
    NODE_JOB_IMAGE: busybox:1.37
    DEFAULTS_FILE: /etc/coordination-engine/defaults.yaml
    MAX_ACTIVE_ACTIONS: "25"
small:
  replicas: 1
  resources:
    requests:
      cpu: 500m
      memory: 1Gi
    limits:
      cpu: "2"
      memory: 1Gi
  env:
    NODE_ENV: production
    LOG_LEVEL: INFO
    NODE_OPTIONS: --max-old-space-size=768
    NODE_JOB_IMAGE: busybox:1.37
    DEFAULTS_FILE: /etc/coordination-engine/defaults.yaml
    MAX_ACTIVE_ACTIONS: "10"
{{- end }}
