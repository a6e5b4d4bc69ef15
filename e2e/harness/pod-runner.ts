import { api, find, type Cluster, type KubeObject } from './cluster.ts';
import { messageOf } from './errors.ts';
import { play, type Playing } from './play.ts';
import { runContainer, type Container, type Exit, type RunningContainer } from './run-container.ts';
import { serviceAccountKubeconfig } from './service-account.ts';

/** A pod as it is run. */
interface RunnablePod extends KubeObject {
  readonly spec: {
    readonly containers: readonly Container[];
    readonly initContainers?: readonly Container[];
    readonly serviceAccountName?: string;
    readonly automountServiceAccountToken?: boolean;
  };
  readonly status: { readonly phase?: string };
}

const operations = ['run_job', 'helm_rollback'];
const selector = encodeURIComponent(`coordination.selfheal.dev/operation in (${operations.join(',')})`);
const everyMs = 200;

/**
 * Starts to run the very command of each pod of a Job that the engine makes, once kwok has it Running: with its variables, as its
 * ServiceAccount, and with these programs. Its exit code and termination message go into the pod's status as a kubelet writes them, so
 * that the real Job controller decides.
 */
export function startPodRunner(cluster: Cluster, programs: readonly string[]): Playing {
  const running = new Map<string, Promise<RunningContainer | undefined>>();
  const finished: Promise<void>[] = [];
  const failures: unknown[] = [];

  const begin = (pod: RunnablePod): void => {
    const started = start(cluster, pod, programs);
    running.set(pod.metadata.uid, started);
    finished.push(
      started.then((container) => container && carryOut(cluster, pod, container)).catch((error: unknown) => void failures.push(error)),
    );
  };
  const look = async (): Promise<void> => {
    const { items } = await api<{ items: RunnablePod[] }>(cluster, { path: `/api/v1/pods?labelSelector=${selector}` });
    for (const pod of items) if (pod.status.phase === 'Running' && !running.has(pod.metadata.uid)) begin(pod);
    const wanted = new Set(items.filter(({ metadata }) => metadata.deletionTimestamp === undefined).map(({ metadata }) => metadata.uid));
    for (const [uid, container] of running)
      if (!wanted.has(uid))
        void container.then(
          (one) => one?.kill(),
          () => undefined,
        );
  };
  const playing = play(() => look().catch(() => undefined), everyMs); // the API server may be restarting; the next look tells
  return {
    async stop() {
      await playing.stop();
      for (const container of running.values()) (await container.catch(() => undefined))?.kill();
      await Promise.all(finished);
      if (failures.length > 0) throw new Error(`a pod could not be run: ${failures.map(messageOf).join('; ')}`, { cause: failures[0] });
    },
  };
}

async function start(
  cluster: Cluster,
  { metadata, spec }: RunnablePod,
  programs: readonly string[],
): Promise<RunningContainer | undefined> {
  const [container, ...more] = [...(spec.initContainers ?? []), ...spec.containers];
  if (!container || more.length > 0) throw new Error(`the harness runs pods of one container, and ${metadata.name} has ${more.length + 1}`);
  const { namespace = '' } = metadata;
  const withToken = spec.automountServiceAccountToken !== false && spec.serviceAccountName !== undefined;
  const kubeconfig = withToken ? await serviceAccountKubeconfig(cluster, { namespace, name: spec.serviceAccountName ?? '' }) : undefined;
  return runContainer(container, { programs, kubeconfig });
}

async function carryOut(cluster: Cluster, pod: RunnablePod, container: RunningContainer): Promise<void> {
  const startedAt = new Date().toISOString();
  const exit = await container.ended;
  const path = `/api/v1/namespaces/${pod.metadata.namespace}/pods/${pod.metadata.name}`;
  const now = await find<RunnablePod>(cluster, path);
  if (now?.metadata.uid !== pod.metadata.uid) return; // it was deleted meanwhile
  await api(cluster, { method: 'PATCH', path: `${path}/status`, body: { status: statusAfter(pod, exit, startedAt) } });
}

function statusAfter({ spec }: RunnablePod, { exitCode, message }: Exit, startedAt: string): object {
  const [container] = spec.containers;
  const finishedAt = new Date().toISOString();
  const terminated = { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error', message, startedAt, finishedAt };
  const status = {
    name: container?.name,
    image: container?.image,
    imageID: '',
    ready: false,
    started: false,
    restartCount: 0,
    state: { terminated },
  };
  const conditions = ['Ready', 'ContainersReady'].map((type) => ({
    type,
    status: 'False',
    reason: 'PodCompleted',
    lastTransitionTime: finishedAt,
  }));
  return { phase: exitCode === 0 ? 'Succeeded' : 'Failed', conditions, containerStatuses: [status] };
}
