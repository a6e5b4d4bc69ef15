import type { Layer } from '../../api/generated/types.ts';

/** Configures the operating system of nodes, wherever its own pods run. */
const ofNodes = /^openshift-machine-config(-|$)/;
/** How Kubernetes, its distributions and what is installed into them call the namespaces of what a cluster consists of. */
const ofCluster = /^(kube|openshift)-|-(system|operators?)$|^openshift$/;
/** Parts of the names in `openshift-` of what is installed on top of the cluster, as any application is. */
const onTop = new Set(
  'cnv compliance gitops integrity local logging operators pipelines serverless tracing user virtualization'.split(' '),
);

/** The layer of what runs in a component's namespace; undefined for the namespaces of users, of which the name says nothing. */
export function layerOfNamespace(namespace: string): Layer | undefined {
  if (ofNodes.test(namespace)) return 'infrastructure';
  if (!ofCluster.test(namespace)) return undefined;
  const isOnTop = namespace.startsWith('openshift-') && namespace.split('-').some((part) => onTop.has(part));
  return isOnTop ? 'application' : 'platform';
}

/**
 * What clusters are run with, as it calls itself in the names of its jobs and, with `_`, at the front of its metrics: what Kubernetes consists
 * of, its network, storage, ways in, certificates, policies and sizes, and what watches over it.
 */
export const components: readonly string[] = [
  'apiserver etcd coredns cloudprovider',
  'antrea calico cilium istiod metallb multus ovn ovnkube ovs typha',
  'ceph csi linstor longhorn openebs portworx topolvm',
  'ingress-nginx nginx-ingress traefik',
  'cert-manager certmanager kyverno',
  'cluster-autoscaler karpenter metrics-server',
  'alertmanager grafana prometheus thanos',
].flatMap((line) => line.split(' '));

/** Names of components that are words as well, so that only the whole name counts, or that of one of their parts. */
const words = 'contour felix flannel gatekeeper hubble pilot rook trident vpa weave';
const parts = [
  'felix-metrics gatekeeper-audit gatekeeper-controller-manager hubble-metrics hubble-relay hubble-ui rook-ceph',
  'trident-controller trident-csi trident-operator vpa-admission-controller vpa-recommender vpa-updater weave-net weave-npc',
].flatMap((line) => line.split(' '));

const clusterJob = new RegExp(
  `^(kube|openshift)-|^(${[...components, ...parts].join('|')}|cluster-[a-z-]+-operator)(-|$)|^(${words.replaceAll(' ', '|')})$`,
);

/** The layer of the component that Prometheus fetches metrics from as that job; undefined for the jobs of users, and for what measures everything. */
export function layerOfJob(job: string): Layer | undefined {
  const name = job.slice(job.lastIndexOf('/') + 1);
  return clusterJob.test(name) && !name.endsWith('state-metrics') ? 'platform' : undefined;
}
