import { beforeAll, expect, test } from '@jest/globals';
import type { Anomaly } from '../../operator/api/generated/types.ts';
import { api, type KubeObject } from '../harness/cluster.ts';
import { eventually } from '../harness/eventually.ts';
import { applyObjects } from '../harness/kubectl.ts';
import { createDeployment, untilRolledOut } from '../harness/workloads.ts';
import { journey } from '../journeys/bench/journey.ts';

const seen = journey({ nodes: ['s2-w1'] });
const namespace = 's2-shop';
const pods = `/api/v1/namespaces/${namespace}/pods`;
const anomalies = `/apis/coordination.selfheal.dev/v1alpha1/namespaces/${namespace}/anomalies`;

/** Pods that nobody makes anew. */
const bare = ['bare-1', 'bare-2'].map((name) => ({
  ...{ apiVersion: 'v1', kind: 'Pod', metadata: { namespace, name } },
  spec: { nodeName: 's2-w1', containers: [{ name: 'main', image: 'registry.invalid/nothing:1' }] },
}));

beforeAll(async () => {
  const { cluster } = seen;
  await createDeployment(cluster, { namespace, name: 'pay', node: 's2-w1', replicas: 2 });
  await untilRolledOut(cluster, namespace, 'pay');
  await applyObjects(cluster, bare);
  for (const name of ['bare-1', 'bare-2', ...(await podsOfPay())]) await crash(name);
});

async function podsOfPay(): Promise<string[]> {
  const { items } = await api<{ items: KubeObject[] }>(seen.cluster, { path: `${pods}?labelSelector=app%3Dpay` });
  return items.map(({ metadata }) => metadata.name).toSorted();
}

/** The pod says what a kubelet says of a container that ends again and again. */
async function crash(name: string): Promise<void> {
  const { cluster } = seen;
  await eventually(
    async () => (await api<KubeObject & { status: { phase?: string } }>(cluster, { path: `${pods}/${name}` })).status.phase === 'Running',
    { within: 20_000, describe: `${name} runs` },
  );
  const waiting = { reason: 'CrashLoopBackOff' };
  const container = { name: 'main', image: 'registry.invalid/nothing:1', imageID: '', ready: false, restartCount: 6, state: { waiting } };
  const conditions = [{ type: 'Ready', status: 'False', lastTransitionTime: new Date().toISOString() }];
  const body = { status: { conditions, containerStatuses: [container] } };
  await api(cluster, { method: 'PATCH', patch: 'strategic-merge', path: `${pods}/${name}/status`, body });
}

/** What an alert about the pod becomes; a person has to approve what is done, so that it stays open. */
async function alert(name: string, pod: string, alertname = 'KubePodCrashLooping'): Promise<Anomaly> {
  const { cluster } = seen;
  await applyObjects(cluster, [
    {
      ...{ apiVersion: 'coordination.selfheal.dev/v1alpha1', kind: 'Anomaly', metadata: { namespace, name } },
      spec: {
        type: 'kube_pod_crash_looping',
        severity: 'medium',
        mode: 'Approval',
        details: { alertname, namespace, pod, container: 'main' },
      },
    },
  ]);
  return untilJudged(name);
}

const untilJudged = (name: string): Promise<Anomaly> =>
  eventually(
    async () => {
      const anomaly = await api<Anomaly>(seen.cluster, { path: `${anomalies}/${name}` });
      return ['Planned', 'Suppressed', 'Failed'].includes(anomaly.status?.phase ?? '') ? anomaly : undefined;
    },
    { within: 20_000, describe: `${name} is judged` },
  );

test('S2: two pods of one owner are one anomaly with one plan, counted twice; so is one pod under two names of alerts', async () => {
  const { cluster } = seen;
  const [one = '', two = ''] = await podsOfPay();
  const first = await alert('anom-s2-one', one);
  expect(first.status).toMatchObject({ phase: 'Planned', rootCause: { target: { kind: 'Deployment', name: 'pay' } } });
  const duplicateOf = { name: 'anom-s2-one' };
  expect((await alert('anom-s2-two', two)).status).toMatchObject({ phase: 'Suppressed', reason: 'DuplicateOf', duplicateOf });
  expect((await alert('anom-s2-same', one, 'KubePodNotReady')).status).toMatchObject({ reason: 'DuplicateOf', duplicateOf });
  await eventually(async () => (await untilJudged('anom-s2-one')).status?.occurrences === 3, {
    within: 30_000,
    describe: 'all three are counted',
  });
  const plans = '/apis/coordination.selfheal.dev/v1alpha1/namespaces/s2-shop/remediationplans';
  expect((await api<{ items: KubeObject[] }>(cluster, { path: plans })).items.map(({ metadata }) => metadata.name)).toEqual([
    'plan-s2-one',
  ]);
});

test('S2: two pods that nobody owns are two anomalies', async () => {
  const [first, second] = [await alert('anom-s2-bare-1', 'bare-1'), await alert('anom-s2-bare-2', 'bare-2')];
  expect([first, second].map(({ status }) => status?.duplicateOf)).toEqual([undefined, undefined]);
  expect(first.status?.fingerprint).not.toBe(second.status?.fingerprint);
  expect([first, second].map(({ status }) => status?.rootCause?.target?.name)).toEqual(['bare-1', 'bare-2']);
});
