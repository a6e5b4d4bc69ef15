import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { StepStatus } from '../../operator/api/generated/types.ts';
import { openBench, type Bench } from '../faults/bench.ts';
import { clear, planName, playOf, submit, system, untilSettled } from '../faults/scenario.ts';
import { submitPlan } from '../faults/stories.ts';
import { api } from '../harness/cluster.ts';
import { installEngine } from '../harness/engine.ts';
import { eventually } from '../harness/eventually.ts';
import { createNodes } from '../harness/nodes.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { expectNoViolations, watchRun, type WatchedRun } from '../invariants/watch-run.ts';

let cluster: WorkerCluster;
let bench: Bench;
let run: WatchedRun;
let id: string;
let played = 0;

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  bench = await openBench(cluster);
});

beforeEach(async () => {
  run = await watchRun(cluster);
  id = `j8x${process.pid.toString(36)}x${(played += 1)}`;
  await createNodes(cluster, [{ name: `${id}-w1` }]);
  await api(cluster, { method: 'POST', path: '/api/v1/namespaces', body: { metadata: { name: id } } });
});

afterEach(async () => {
  await expectNoViolations(run);
  await clear(cluster, id);
});

afterAll(() => bench.stop());

async function untilWaiting(): Promise<StepStatus> {
  return eventually(
    async () => {
      const step = (await playOf(cluster, id)).plan?.status?.steps?.[0];
      return step?.phase === 'Waiting' && step;
    },
    { within: 30_000, describe: 'the step waits' },
  );
}

const cordonAndWait = (waitSeconds: number): Promise<void> =>
  submitPlan(cluster, id, { steps: [{ operation: 'cordon_node', target: `Node/${id}-w1`, waitSeconds }] });

describe('J8: a wait', () => {
  test('of 300 s goes on after a restart with the deadline that it had', async () => {
    await cordonAndWait(300);
    const { notBefore, finishedAt } = await untilWaiting();
    expect(Date.parse(notBefore ?? '') - Date.parse(finishedAt ?? notBefore ?? '')).toBeLessThanOrEqual(300_000);
    const operator = await bench.restart();
    await operator.ready();
    await somethingElseIsDone();
    expect((await untilWaiting()).notBefore).toBe(notBefore);
    const path = `/apis/coordination.selfheal.dev/v1alpha1/namespaces/${system}/remediationplans/${planName(id)}`;
    await api(cluster, { method: 'PATCH', path, body: { spec: { cancel: 'Rollback' } } });
    expect((await untilSettled(cluster, id)).plan?.status?.phase).toBe('RolledBack');
  });

  test('that runs out while nobody is there is over at once when somebody is', async () => {
    await cordonAndWait(4);
    const { notBefore = '' } = await untilWaiting();
    bench.operator().kill('SIGKILL');
    await eventually(() => Date.now() > Date.parse(notBefore), { within: 20_000, describe: 'its time is over' });
    await bench.restart();
    const { plan } = await untilSettled(cluster, id);
    expect(plan?.status?.phase).toBe('Succeeded');
    expect(Date.parse(plan?.status?.finishedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(notBefore));
  });

  test('that is interrupted by a restart is neither cut short nor begun anew', async () => {
    await cordonAndWait(6);
    const { notBefore = '' } = await untilWaiting();
    await bench.restart();
    const { plan } = await untilSettled(cluster, id);
    expect(Date.parse(plan?.status?.finishedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(notBefore));
    expect(plan?.status?.steps?.[0]?.notBefore).toBe(notBefore);
  });
});

/** The restarted engine has worked: another action, of its own target, has run to its end. */
async function somethingElseIsDone(): Promise<void> {
  const name = `act-other-${id}`;
  const target = { apiVersion: 'v1', kind: 'Node', name: `${id}-w1` };
  const spec = { type: 'node_remediation', operation: 'observe', source: 'manual', target, parameters: { seconds: 0 } };
  await submit(cluster, 'remediationactions', {
    apiVersion: 'coordination.selfheal.dev/v1alpha1',
    kind: 'RemediationAction',
    metadata: { name, namespace: system },
    spec,
  });
  const path = `/apis/coordination.selfheal.dev/v1alpha1/namespaces/${system}/remediationactions/${name}`;
  await eventually(
    async () => (await api<{ readonly status?: { readonly phase?: string } }>(cluster, { path })).status?.phase === 'Succeeded',
    { within: 30_000, describe: `${name} has succeeded` },
  );
}
