import type { Cluster } from './cluster.ts';
import { applyForeignCrds, removeForeignCrds, type ForeignCrds } from './foreign-crds.ts';

const machineApi = 'machine/v1beta1/zz_generated.crd-manifests/0000_10_machine-api_01';
const clusterApi = 'config/crd/bases/cluster.x-k8s.io';
const karpenter = 'pkg/apis/crds/karpenter.sh';

const projects: readonly ForeignCrds[] = [
  {
    module: 'github.com/openshift/api',
    files: {
      'machinesets.machine.openshift.io': `${machineApi}_machinesets-Default.crd.yaml`,
      'machines.machine.openshift.io': `${machineApi}_machines-Default.crd.yaml`,
    },
  },
  {
    module: 'sigs.k8s.io/cluster-api',
    files: {
      'machinedeployments.cluster.x-k8s.io': `${clusterApi}_machinedeployments.yaml`,
      'machines.cluster.x-k8s.io': `${clusterApi}_machines.yaml`,
    },
  },
  {
    module: 'sigs.k8s.io/karpenter',
    files: {
      'nodepools.karpenter.sh': `${karpenter}_nodepools.yaml`,
      'nodeclaims.karpenter.sh': `${karpenter}_nodeclaims.yaml`,
    },
  },
];

/** True afterwards: the kinds of Machine API, Cluster API and Karpenter are served as those projects ship them; nobody acts on them. */
export async function applyCapacityCrds(cluster: Cluster): Promise<void> {
  for (const project of projects) await applyForeignCrds(cluster, project);
}

/** True afterwards: none of them is served. */
export async function removeCapacityCrds(cluster: Cluster): Promise<void> {
  for (const project of projects) await removeForeignCrds(cluster, project);
}
