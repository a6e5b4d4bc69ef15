import { dirname, join } from 'node:path';
import { usualNamespace } from '../../operator/api/usual-namespace.ts';
import { api, find, type Cluster, type KubeObject } from '../harness/cluster.ts';
import { eventually } from '../harness/eventually.ts';
import { runContainer, type Container, type Exit } from '../harness/run-container.ts';

interface TestPod extends KubeObject {
  readonly spec: { readonly containers: readonly [Container] };
  readonly status: { readonly phase?: string };
}

const podPath = `/api/v1/namespaces/${usualNamespace}/pods/coordination-engine-ready`;

/** The container of the pod of `helm test`, once kwok says that it runs. */
export async function runningTest(cluster: Cluster): Promise<Container> {
  const pod = await eventually(
    async () => {
      const found = await find<TestPod>(cluster, podPath);
      return found?.status.phase === 'Running' && found;
    },
    { within: 60_000, describe: 'the pod of helm test runs' },
  );
  return pod.spec.containers[0];
}

/** How the very command of that container ends; the engine is at this address (host:port), where its Service would lead. */
export async function outcomeOf(container: Container, engine: string, waitSeconds: number): Promise<Exit> {
  const given = (container.env ?? []).filter(({ name }) => name !== 'WAIT_SECONDS');
  const env = [
    ...given,
    { name: 'WAIT_SECONDS', value: String(waitSeconds) },
    { name: 'ENGINE_ADDRESS', value: engine },
    { name: 'NODE_OPTIONS', value: `--import=${join(import.meta.dirname, 'service-address.ts')}` },
  ];
  return runContainer({ ...container, env }, { programs: [dirname(process.execPath)] }).ended;
}

/** Writes into the pod's status how its container ended, as a kubelet does. */
export async function tellOutcome(cluster: Cluster, { exitCode }: Exit): Promise<void> {
  const phase = exitCode === 0 ? 'Succeeded' : 'Failed';
  const conditions = [{ type: 'Ready', status: 'False', reason: 'PodCompleted', lastTransitionTime: new Date().toISOString() }];
  await api(cluster, { method: 'PATCH', path: `${podPath}/status`, body: { status: { phase, conditions } } });
}
