import { expect, test } from '@jest/globals';
import { ownerOfMetric } from './metric-owner.ts';

test.each([
  ['node_hwmon_temp_celsius', 'infrastructure'],
  ['kubelet_running_pods', 'infrastructure'],
  ['mcd_update_state', 'infrastructure'],
  ['DCGM_FI_DEV_GPU_TEMP', 'infrastructure'],
  ['instance:node_load1:ratio', 'infrastructure'],
  ['etcd_server_has_leader', 'platform'],
  ['coredns_cache_entries', 'platform'],
  ['ovnkube_controller_pod_creation_latency', 'platform'],
  ['nginx_ingress_controller_success', 'platform'],
  ['cluster_operator_up', 'platform'],
  ['node_collector_evictions_total', 'platform'],
  ['job:apiserver_request:burn', 'platform'],
  ['orders_open_total', 'own'],
  ['nodes_in_ring', 'own'],
  ['machinery_hours', 'own'],
  ['process_open_fds', 'process'],
  ['go_goroutines', 'process'],
  ['up', undefined],
  ['kube_pod_status_phase', undefined],
  ['kubelet_volume_stats_used_bytes', undefined],
  ['node_namespace_pod:container_cpu:sum', undefined],
  ['team:orders_open:sum', undefined],
  ['errors', undefined],
])('metric %s is of %s', (metric, owner) => {
  expect(ownerOfMetric(metric)).toBe(owner);
});
