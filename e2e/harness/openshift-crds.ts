import type { Cluster } from './cluster.ts';
import { applyForeignCrds, removeForeignCrds, type ForeignCrds } from './foreign-crds.ts';

const mco = 'payload-manifests/crds/0000_80_machine-config_01';
const cvo = 'config/v1/zz_generated.crd-manifests/0000_00_cluster-version-operator_01';

const openshift: ForeignCrds = {
  module: 'github.com/openshift/api',
  files: {
    'machineconfigpools.machineconfiguration.openshift.io': `${mco}_machineconfigpools-Default.crd.yaml`,
    'machineconfigs.machineconfiguration.openshift.io': `${mco}_machineconfigs.crd.yaml`,
    'clusteroperators.config.openshift.io': `${cvo}_clusteroperators.crd.yaml`,
    'clusterversions.config.openshift.io': `${cvo}_clusterversions-Default.crd.yaml`,
  },
};

/** True afterwards: MachineConfigPool, MachineConfig, ClusterOperator and ClusterVersion are served as on OpenShift; nobody acts on them. */
export const applyOpenshiftCrds = (cluster: Cluster): Promise<void> => applyForeignCrds(cluster, openshift);

/** True afterwards: the cluster is plain Kubernetes again. */
export const removeOpenshiftCrds = (cluster: Cluster): Promise<void> => removeForeignCrds(cluster, openshift);
