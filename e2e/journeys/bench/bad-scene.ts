import type { Cluster } from '../../harness/cluster.ts';
import { applyObjects } from '../../harness/kubectl.ts';
import { createDeployment, untilRolledOut } from '../../harness/workloads.ts';
import { home, tenant } from './bad-objects.ts';

/** What the bad objects are about: workloads, one of them scaled by somebody else, and a node that cannot be drained. */
export async function badScene(cluster: Cluster): Promise<void> {
  await createDeployment(cluster, { namespace: home, name: 'slow', node: 'bad-w1' });
  await createDeployment(cluster, { namespace: home, name: 'auto', node: 'bad-w5' });
  await createDeployment(cluster, { namespace: home, name: 'twice', node: 'bad-w6' });
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'auto' };
  const budget = (name: string) => ({
    ...{ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { namespace: home, name } },
    spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'twice' } } },
  });
  await applyObjects(cluster, [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: tenant } },
    {
      ...{ apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { namespace: home, name: 'auto' } },
      spec: { scaleTargetRef, maxReplicas: 3 },
    },
    {
      ...{ apiVersion: 'v1', kind: 'Pod', metadata: { namespace: home, name: 'bare' } },
      spec: {
        nodeName: 'bad-w6',
        containers: [{ name: 'main', image: 'registry.invalid/nothing:1' }],
        volumes: [{ name: 'scratch', emptyDir: {} }],
      },
    },
    budget('twice-a'),
    budget('twice-b'),
  ]);
  for (const name of ['slow', 'auto', 'twice']) await untilRolledOut(cluster, home, name);
}
