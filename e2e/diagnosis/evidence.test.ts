import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Anomaly, AnomalyStatus } from '../../operator/api/generated/types.ts';
import { targetString } from '../../operator/api/target.ts';
import type { AnomalyWish } from '../../operator/testing/anomaly-builder.ts';
import { applyArgocdCrds, removeArgocdCrds } from '../harness/argocd-crds.ts';
import { api } from '../harness/cluster.ts';
import { eventually } from '../harness/eventually.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { createDeployment, deployment, podsOf, untilRolledOut } from '../harness/workloads.ts';
import { journey } from '../journeys/bench/journey.ts';
import { report, untilAnomaly } from '../journeys/bench/plans.ts';

const nodes = ['evi-w1', 'evi-w2', 'evi-w3'];
const seen = journey({ nodes, stages: ['ready-needs-restart'] });
const namespace = 'evi';
const stuck = { 'demo.selfheal.dev/ready-needs-restart': 'true' };
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

/** One pod of it on each node. */
function spread(name: string, template: object = {}): object {
  const made = deployment({ namespace, name, replicas: 3, podLabels: stuck }) as { spec: { template: { spec: object } } };
  const spreading = { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'DoNotSchedule' };
  const constraint = { ...spreading, labelSelector: { matchLabels: { app: name } } };
  Object.assign(made.spec.template.spec, { topologySpreadConstraints: [constraint] }, template);
  return made;
}

interface Crash {
  readonly reason: string;
  readonly exitCode: number;
  readonly secondsAgo: number;
}

/** Each pod of the workload on one of these nodes crashes in a loop, as its kubelet would say. */
async function crash(name: string, { reason, exitCode, secondsAgo }: Crash, on: readonly string[] = nodes): Promise<void> {
  const running = async () => {
    const pods = await podsOf(seen.cluster, namespace, name);
    return pods.length > 0 && pods.every(({ status }) => status.phase === 'Running') && pods;
  };
  const pods = await eventually(running, { within: 30_000, describe: `the pods of ${name} run` });
  const at = ago(secondsAgo);
  const terminated = { reason, exitCode, startedAt: at, finishedAt: at };
  const state = { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 10s restarting failed container=main' } };
  const main = { name: 'main', image: 'x', imageID: '', ready: false, restartCount: 2, state, lastState: { terminated } };
  const ready = { type: 'Ready', status: 'False', reason: 'ContainersNotReady', lastTransitionTime: at };
  const body = { status: { conditions: [ready], containerStatuses: [main] } };
  for (const { metadata, spec } of pods.filter((pod) => on.includes(pod.spec.nodeName ?? ''))) {
    expect(spec.nodeName).toBeDefined();
    const path = `/api/v1/namespaces/${namespace}/pods/${metadata.name}/status`;
    await api(seen.cluster, { method: 'PATCH', patch: 'strategic-merge', path, body });
  }
}

async function setNode(node: string, type: string, status: 'True' | 'False', secondsAgo = 0): Promise<void> {
  const condition = { type, status, reason: 'SetByTest', message: '', lastTransitionTime: ago(secondsAgo), lastHeartbeatTime: ago(0) };
  const path = `/api/v1/nodes/${node}/status`;
  await api(seen.cluster, { method: 'PATCH', patch: 'strategic-merge', path, body: { status: { conditions: [condition] } } });
}

/** What was found for the report, whose plan waits for approval. */
async function found(name: string, wish: Omit<AnomalyWish, 'name'>): Promise<AnomalyStatus> {
  await report(seen.cluster, { name: `anom-evi-${name}`, mode: 'Approval', ...wish });
  const settled = ({ status }: Anomaly) => status?.finishedAt !== undefined || status?.planRef?.uid !== undefined;
  const { status } = await untilAnomaly(seen.cluster, `anom-evi-${name}`, settled);
  return status ?? {};
}

const causeOf = ({ rootCause }: AnomalyStatus) => rootCause?.target && targetString(rootCause.target);
const statesIn = ({ impactedResources = [] }: AnomalyStatus) =>
  Object.fromEntries(impactedResources.map(({ target, state }) => [targetString(target), state]));
const edgesIn = ({ dependencies = [] }: AnomalyStatus) => dependencies.map(({ from, via, to }) => `${from} ${via} ${to}`);

describe('S30: the cause, by what was broken earlier and what stands on what', () => {
  beforeAll(() => createDeployment(seen.cluster, { namespace, name: 'seed' }));

  test('pods of one Deployment that fail on three healthy nodes are the application, whatever the words say', async () => {
    await applyObjects(seen.cluster, [spread('three')]);
    await crash('three', { reason: 'Error', exitCode: 1, secondsAgo: 120 });
    const status = await found('three', { targets: [`Deployment/${namespace}/three`], description: 'nodejs host service on postgres' });
    expect([status.affectedLayers, causeOf(status)]).toEqual([['application'], `Deployment/${namespace}/three`]);
    expect(statesIn(status)[`Deployment/${namespace}/three`]).toBe('Unavailable, CrashLoopBackOff, CrashExit');
    const facts = status.rootCause?.evidence ?? [];
    expect(facts.map(({ what }) => what).join()).toContain('its pods fail on nodes that are healthy: ');
    expect(facts.find(({ what }) => what.includes('exit code 1'))?.since).toBeDefined();
    expect(edgesIn(status)).toEqual(expect.arrayContaining(nodes.map((node) => `Deployment/${namespace}/three nodeName Node/${node}`)));
  });

  test.each([
    { when: 'became ill before', name: 'before', type: 'MemoryPressure', secondsAgo: 180, reason: 'Error', cause: 'Node/evi-w1' },
    {
      when: 'became ill after',
      name: 'after',
      type: 'MemoryPressure',
      secondsAgo: 60,
      reason: 'Error',
      cause: `Deployment/${namespace}/after`,
    },
    {
      when: 'hangs, as node-problem-detector found before',
      name: 'npd',
      type: 'KernelDeadlock',
      secondsAgo: 180,
      reason: 'Error',
      cause: 'Node/evi-w1',
    },
    {
      when: 'became ill before, but the container outgrew its own limit',
      name: 'oom',
      type: 'MemoryPressure',
      secondsAgo: 180,
      reason: 'OOMKilled',
      cause: `Deployment/${namespace}/oom`,
    },
  ])('pods that fail on a node that $when: $cause', async ({ name, type, secondsAgo, reason, cause }) => {
    await createDeployment(seen.cluster, { namespace, name, node: 'evi-w1', podLabels: stuck, memoryLimit: '64Mi' });
    await crash(name, { reason, exitCode: reason === 'OOMKilled' ? 137 : 1, secondsAgo: 120 });
    await setNode('evi-w1', type, 'True', secondsAgo);
    const status = await found(name, { targets: [`Deployment/${namespace}/${name}`] });
    await setNode('evi-w1', type, 'False');
    expect(causeOf(status)).toBe(cause);
    const about = (status.rootCause?.evidence ?? []).filter(({ where }) => where === 'Node/evi-w1');
    expect(about.map(({ what, since }) => [what.split(' ')[0], since !== undefined])).toContainEqual([type, true]);
    if (reason === 'OOMKilled') expect(status.deployments?.[0]?.outOfMemory).toEqual([{ container: 'main', limit: '64Mi' }]);
  });

  test('a node that was ill before, with one of three pods that fail, does not account for the others', async () => {
    await setNode('evi-w3', 'DiskPressure', 'True', 600);
    const status = await found('most', { targets: [`Deployment/${namespace}/three`, 'Node/evi-w3'] });
    await setNode('evi-w3', 'DiskPressure', 'False');
    expect([causeOf(status), status.affectedLayers]).toEqual([`Deployment/${namespace}/three`, ['infrastructure', 'application']]);
  });
});

describe('what a report names leads to what it stands on', () => {
  const claim = (name: string, spec: object) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { namespace, name },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
  });
  const mounting = (name: string, claimName: string) => {
    const volumes = [{ name: 'data', persistentVolumeClaim: { claimName } }];
    const made = deployment({ namespace, name }) as { spec: { template: { spec: object } } };
    Object.assign(made.spec.template.spec, { volumes });
    return made;
  };
  const volume = {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'evi-pv' },
    spec: {
      accessModes: ['ReadWriteOnce'],
      capacity: { storage: '1Gi' },
      csi: { driver: 'csi.example.org', volumeHandle: 'one' },
      claimRef: { namespace, name: 'full' },
      persistentVolumeReclaimPolicy: 'Retain',
    },
  };
  const selector = { matchLabels: { app: 'three' } };
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace, name: 'three' },
    spec: { selector: { app: 'three' }, ports: [{ port: 80 }] },
  };
  const budget = {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { namespace, name: 'three' },
    spec: { maxUnavailable: 1, selector },
  };
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'three' };
  const autoscaler = {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { namespace, name: 'three' },
    spec: { scaleTargetRef, minReplicas: 3, maxReplicas: 3 },
  };
  const container = { name: 'main', image: 'registry.invalid/nothing:1' };
  const job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { namespace, name: 'late' },
    spec: {
      activeDeadlineSeconds: 1,
      template: { spec: { restartPolicy: 'Never', nodeSelector: { nobody: 'has' }, containers: [container] } },
    },
  };
  const application = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { namespace: 'argocd', name: 'evi' },
    spec: {
      project: 'default',
      destination: { namespace, name: 'in-cluster' },
      source: { repoURL: 'https://example.org/evi.git', path: '.' },
    },
    status: {
      sync: { status: 'OutOfSync' },
      health: { status: 'Degraded' },
      resources: [{ group: 'apps', version: 'v1', kind: 'Deployment', namespace, name: 'three', health: { status: 'Degraded' } }],
    },
  };

  beforeAll(async () => {
    const { cluster } = seen;
    await applyArgocdCrds(cluster);
    await applyObjects(cluster, [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'argocd' } },
      ...[volume, claim('full', { storageClassName: '', volumeName: 'evi-pv' }), claim('wanting', { storageClassName: 'evi-gone' })],
      ...[mounting('keeper', 'full'), mounting('waiting', 'wanting')],
      ...[service, budget, autoscaler, job, application],
    ]);
    await untilRolledOut(cluster, namespace, 'keeper');
    const unscheduled = async () =>
      (await podsOf(cluster, namespace, 'waiting'))[0]?.status.conditions?.some(({ type }) => type === 'PodScheduled');
    await eventually(unscheduled, { within: 30_000, describe: 'its pod has no node' });
    await kubectl(cluster, ['wait', '-n', namespace, 'job/late', '--for=condition=Failed', '--timeout=30s']);
  });
  afterAll(async () => {
    await kubectl(seen.cluster, ['delete', 'namespace', namespace, '--wait=false']);
    await kubectl(seen.cluster, ['delete', 'namespace', 'argocd', '--timeout=90s']); // others have one too
    await kubectl(seen.cluster, ['delete', 'pv', 'evi-pv', '--wait=false']);
    await removeArgocdCrds(seen.cluster);
  });

  test.each([
    { on: `Service/${namespace}/three`, state: 'NoReadyEndpoints', cause: `Deployment/${namespace}/three`, via: 'endpoints' },
    { on: `HorizontalPodAutoscaler/${namespace}/three`, state: 'NotJudged', cause: `Deployment/${namespace}/three`, via: 'scaleTargetRef' },
    { on: `PodDisruptionBudget/${namespace}/three`, state: 'NotJudged', cause: `Deployment/${namespace}/three`, via: 'selector' },
  ])('$on leads to what is behind it', async ({ on, state, cause, via }) => {
    const status = await found(via.toLowerCase(), { targets: [on] });
    expect(causeOf(status)).toBe(cause);
    expect(statesIn(status)[on]).toBe(state);
    expect(edgesIn(status)).toContain(`${on} ${via} ${cause}`);
  });

  test('an Application leads to what of it is ill, and is not the cause of that', async () => {
    const status = await found('application', { targets: ['Application/argocd/evi'] });
    expect(statesIn(status)['Application/argocd/evi']).toBe('DegradedApp, OutOfSync');
    expect(causeOf(status)).toBe(`Deployment/${namespace}/three`);
    expect(edgesIn(status)).toContain(`Deployment/${namespace}/three tracking-id Application/argocd/evi`);
  });

  test('a workload that waits for a volume leads to the StorageClass that is not there', async () => {
    const status = await found('waiting', { targets: [`Deployment/${namespace}/waiting`] });
    expect(statesIn(status)).toMatchObject({
      'StorageClass/evi-gone': 'Missing',
      [`PersistentVolumeClaim/${namespace}/wanting`]: 'Pending',
    });
    expect([causeOf(status), status.affectedLayers]).toEqual(['StorageClass/evi-gone', ['platform', 'application']]);
  });

  test('an alert that a claim is full leads to its volume, its driver and who mounts it', async () => {
    const details = { alertname: 'KubePersistentVolumeFillingUp', namespace, persistentvolumeclaim: 'full' };
    const status = await found('full', { type: 'alert', details });
    expect(statesIn(status)).toEqual({ [`PersistentVolumeClaim/${namespace}/full`]: 'StorageFull' });
    expect(edgesIn(status)).toEqual(
      expect.arrayContaining([
        `PersistentVolumeClaim/${namespace}/full volumeName PersistentVolume/evi-pv`,
        'PersistentVolume/evi-pv csi CSIDriver/csi.example.org',
        `Deployment/${namespace}/keeper volume PersistentVolumeClaim/${namespace}/full`,
      ]),
    );
  });

  test('a Job that gave up is the application', async () => {
    const status = await found('job', { targets: [`Job/${namespace}/late`] });
    expect(statesIn(status)[`Job/${namespace}/late`]).toMatch(/^JobFailed/);
    expect(status.rootCause?.evidence?.[0]).toMatchObject({ what: 'it gave up (DeadlineExceeded)', where: `Job/${namespace}/late` });
  });
});
