import { judgeOperator } from '../domain/health/cluster-operator.ts';
import { belongsOn, isPodOf, toleratesNetworkUnavailable } from '../domain/health/daemon-set.ts';
import { failed, passed, summarise, type Finding } from '../domain/health/finding.ts';
import { judgeNetwork } from '../domain/health/node.ts';
import type { SeenClusterOperator, SeenNode, SeenPod, SeenService, SeenWorkload } from '../domain/health/objects.ts';
import { isCurrent, isReady } from '../domain/health/pod.ts';
import { judgeReachable } from '../domain/health/service-endpoints.ts';
import { isKindNotInstalled, unless } from '../kube/errors.ts';
import { kinds } from '../kube/kinds.ts';
import type { CheckContext, HealthCheck, KubeReader } from './check.ts';
import { noParameters } from '../api/no-parameters.ts';
import { slicesOf } from './service-slices.ts';
import { judgeNodes, targetsOfKind } from './targets.ts';
import { readPodsOn } from '../kube/read-pods.ts';

const nothing = 'There is no DNS Service, no network DaemonSet and no network ClusterOperator to look at';

/** Passed when cluster DNS answers, the network's DaemonSets are ready on the target nodes, and OpenShift's network operator is healthy. */
export const networkingFunctional: HealthCheck = {
  type: 'networking_functional',
  parameters: noParameters,
  async run(context) {
    const parts = await Promise.all([judgeDns(context.client), judgeTargetNodes(context), judgeNetworkOperator(context.client)]);
    return summarise(parts.flat(), nothing);
  },
};

async function judgeDns(client: KubeReader): Promise<Finding[]> {
  const services = await dnsServices(client);
  return Promise.all(services.map(async (service) => judgeReachable(service, await slicesOf(client, service))));
}

/** Where Kubernetes and where OpenShift keeps it. */
async function dnsServices(client: KubeReader): Promise<readonly SeenService[]> {
  const { items } = await client.list<SeenService>(kinds.Service, { namespace: 'kube-system', labelSelector: 'k8s-app=kube-dns' });
  if (items.length > 0) return items;
  const openshift = { namespace: 'openshift-dns', fieldSelector: 'metadata.name=dns-default' };
  return (await client.list<SeenService>(kinds.Service, openshift)).items;
}

async function judgeTargetNodes({ client, targets }: CheckContext): Promise<Finding[]> {
  if (targetsOfKind(targets, kinds.Node).length === 0) return [];
  const daemonSets = client.list<SeenWorkload>(kinds.DaemonSet);
  const judge = async (node: SeenNode) => judgeNode(client, node, (await daemonSets).items.filter(toleratesNetworkUnavailable));
  const [findings] = await Promise.all([judgeNodes(client, targets, judge), daemonSets]);
  return findings;
}

async function judgeNode(client: KubeReader, node: SeenNode, daemonSets: readonly SeenWorkload[]): Promise<Finding> {
  const wanted = daemonSets.filter((daemonSet) => belongsOn(daemonSet, node));
  const condition = judgeNetwork(node);
  if (wanted.length === 0) return condition;
  const pods = await readPodsOn(client, node.metadata.name);
  return summarise([condition, ...wanted.map((daemonSet) => judgeDaemonSet(daemonSet, node, pods))], nothing);
}

function judgeDaemonSet(daemonSet: SeenWorkload, node: SeenNode, pods: readonly SeenPod[]): Finding {
  const name = `DaemonSet ${daemonSet.metadata.namespace}/${daemonSet.metadata.name}`;
  const ready = pods.some((pod) => isPodOf(daemonSet, pod) && isCurrent(pod) && isReady(pod));
  return ready
    ? passed(`${name} is ready on Node ${node.metadata.name}`)
    : failed(`${name} has no ready pod on Node ${node.metadata.name}`);
}

async function judgeNetworkOperator(client: KubeReader): Promise<Finding[]> {
  const operator = await client.get<SeenClusterOperator>(kinds.ClusterOperator, { name: 'network' }).catch(unless(isKindNotInstalled));
  return operator ? [judgeOperator(operator)] : [];
}
