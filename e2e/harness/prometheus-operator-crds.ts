import type { Cluster } from './cluster.ts';
import { applyForeignCrds, removeForeignCrds, type ForeignCrds } from './foreign-crds.ts';

const prometheusOperator: ForeignCrds = {
  module: 'github.com/prometheus-operator/prometheus-operator',
  files: {
    'alertmanagerconfigs.monitoring.coreos.com': 'example/prometheus-operator-crd/monitoring.coreos.com_alertmanagerconfigs.yaml',
    'prometheusrules.monitoring.coreos.com': 'example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml',
    'servicemonitors.monitoring.coreos.com': 'example/prometheus-operator-crd/monitoring.coreos.com_servicemonitors.yaml',
  },
};

/** True afterwards: AlertmanagerConfig, PrometheusRule and ServiceMonitor are served as the Prometheus operator installs them; nobody acts on them. */
export const applyPrometheusOperatorCrds = (cluster: Cluster): Promise<void> => applyForeignCrds(cluster, prometheusOperator);

/** True afterwards: the cluster knows nothing of the Prometheus operator. */
export const removePrometheusOperatorCrds = (cluster: Cluster): Promise<void> => removeForeignCrds(cluster, prometheusOperator);
