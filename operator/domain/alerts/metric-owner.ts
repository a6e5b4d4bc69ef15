import type { Layer } from '../../api/generated/types.ts';
import { components } from './component.ts';

const frontOf = (...lines: readonly string[]): RegExp => new RegExp(`^(${lines.join(' ').replaceAll('-', '_').split(' ').join('|')})(_|$)`);

/** Front words of metrics of nodes: their operating system, kubelet, hardware or hypervisor, and what configures them. */
const nodeMetric = frontOf(
  'node kubelet systemd chrony zfs mapi_machine capi_machine mcd container_runtime problem_counter problem_gauge',
  'smartctl smartmon nvme ipmi redfish dcgm nvidia metal3 ironic baremetal libvirt vmware',
  // Applications have machines, windows, and codes like mcc and pve too, so these are as far as cAdvisor and the exporters write them.
  'machine_cpu machine_dimm machine_memory machine_node machine_nvm machine_scrape machine_swap machine_thread_siblings',
  'machine_config_controller mcc_boot_image mcc_drain mcc_pool mcc_sub_controller',
  'pve_up pve_cluster pve_cpu pve_disk pve_guest pve_ha pve_memory pve_network pve_node pve_not_backed_up pve_onboot pve_storage pve_uptime',
  'windows_container windows_cpu windows_cs windows_exporter windows_hyperv windows_logical_disk windows_memory windows_net windows_os',
  'windows_pagefile windows_physical_disk windows_service windows_system windows_tcp windows_thermalzone windows_time',
);
/** They begin like those of nodes, and are of the control plane, of pods, and of claims. */
const notOfNodes = frontOf('node_authorizer node_collector node_ipam node_lifecycle node_namespace kubelet_volume_stats');
/** Front words of metrics of the control plane, of OpenShift and of its operators that are not the name of a component. */
const clusterMetric = frontOf(
  'kubernetes kubeproxy etcdbr attachdetach_controller pv_collector storage_operation endpoint_slice_controller',
  'node_authorizer node_collector node_ipam node_lifecycle cluster_operator cluster_version openshift mapi installplan catalogsource',
  'imageregistry ingress_controller ingress_operator felix',
  components.join(' '),
  // Applications schedule, aggregate and import too, so these are as far as the components write them.
  'aggregator_discovery_aggregation aggregator_discovery_merged aggregator_openapi aggregator_unavailable_apiservice',
  'scheduler_binding_duration scheduler_e2e_scheduling scheduler_event_handling scheduler_framework_extension scheduler_pending_pods',
  'scheduler_permit_wait scheduler_plugin_evaluation scheduler_plugin_execution scheduler_pod scheduler_preemption scheduler_queue_incoming_pods',
  'scheduler_queueing_hint scheduler_schedule_attempts scheduler_scheduler_cache scheduler_scheduling scheduler_total_preemption',
  'scheduler_unschedulable_pods scheduler_volume_scheduling',
  'csv_abnormal csv_count csv_succeeded csv_upgrade rook_ceph vpa_admission_controller vpa_quality vpa_recommender vpa_updater',
  'contour_build_info contour_cachehandler contour_dag contour_dagrebuild contour_eventhandler contour_httpproxy contour_status_update',
  'gatekeeper_audit gatekeeper_constraint gatekeeper_constraints gatekeeper_mutation gatekeeper_sync gatekeeper_validation',
  'gatekeeper_violations gatekeeper_watch_manager',
  'hubble_dns hubble_drop hubble_flows hubble_http hubble_icmp hubble_lost_events hubble_policy_verdicts hubble_port_distribution hubble_tcp',
  'pilot_conflict pilot_debounce pilot_destrule pilot_duplicate_envoy pilot_eds pilot_endpoint_not_ready pilot_inbound_updates pilot_info',
  'pilot_k8s pilot_no_ip pilot_proxy pilot_push pilot_pushcontext pilot_services pilot_total_xds pilot_virt_services pilot_vservice pilot_xds',
  'trident_backend trident_node trident_operation trident_snapshot trident_storageclass trident_volume',
  'weave_connection weave_connections weave_dns weave_flows weave_ipam weave_ips weave_max_ips weavenpc',
);
/** What everything is measured by, so that it tells of none: objects and containers by who counts them, libraries, probes. */
const everybodys = frontOf(
  'up alerts kube container kubelet_volume_stats pod namespace workload cluster http https grpc rest_client workqueue controller_runtime',
  'leader_election probe scrape ssl',
);
/** What every process tells of itself, whatever it is. */
const ofProcess = frontOf('process go jvm python nodejs');

/**
 * Whose a metric is, by the front of its name, which by convention is what it is measured of: a layer for what clusters are made of, `own`
 * for what measures itself and is none of that, `process` for what any of them says of its process, and undefined for what is measured of
 * everything.
 */
export function ownerOfMetric(metric: string): Layer | 'own' | 'process' | undefined {
  const isRecorded = metric.includes(':');
  const name = (isRecorded ? (metric.split(':')[1] ?? '') : metric).toLowerCase();
  if (nodeMetric.test(name) && !notOfNodes.test(name)) return 'infrastructure';
  if (clusterMetric.test(name)) return 'platform';
  if (ofProcess.test(name)) return 'process';
  return isRecorded || !name.includes('_') || everybodys.test(name) ? undefined : 'own';
}
