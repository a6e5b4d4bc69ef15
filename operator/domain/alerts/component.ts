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

const clusterJob = /^(kube|openshift)-|^(apiserver|etcd|coredns|prometheus|alertmanager|thanos|grafana|cluster-[a-z-]+-operator)(-|$)/;

/** The layer of the component that Prometheus fetches metrics from as that job; undefined for the jobs of users, and for what measures everything. */
export function layerOfJob(job: string): Layer | undefined {
  const name = job.slice(job.lastIndexOf('/') + 1);
  return clusterJob.test(name) && !name.endsWith('state-metrics') ? 'platform' : undefined;
}
