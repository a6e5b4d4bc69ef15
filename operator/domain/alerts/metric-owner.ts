import type { Layer } from '../../api/generated/types.ts';
import { components } from './component.ts';

const frontOf = (...lines: readonly string[]): RegExp => new RegExp(`^(${lines.join(' ').replaceAll('-', '_').split(' ').join('|')})(_|$)`);

/** Front words of metrics of nodes: their operating system, kubelet, hardware or hypervisor, and what configures them. */
const nodeMetric = frontOf(
  'node machine kubelet windows systemd chrony zfs mapi_machine capi_machine mcc mcd container_runtime problem_counter problem_gauge',
  'smartctl smartmon nvme ipmi redfish dcgm nvidia metal3 ironic baremetal libvirt pve vmware',
);
/** They begin like those of nodes, and are of the control plane, of pods, and of claims. */
const notOfNodes = frontOf('node_authorizer node_collector node_ipam node_lifecycle node_namespace kubelet_volume_stats');
/** Front words of metrics of the control plane, of OpenShift and of its operators that are not the name of a component. */
const clusterMetric = frontOf(
  'aggregator scheduler kubernetes kubeproxy etcdbr attachdetach_controller pv_collector storage_operation endpoint_slice_controller',
  'node_authorizer node_collector node_ipam node_lifecycle cluster_operator cluster_version openshift mapi csv installplan catalogsource',
  'imageregistry ingress_controller ingress_operator',
  components.join(' '),
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
