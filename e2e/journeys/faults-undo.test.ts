import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { targetFrom } from '../../operator/testing/action-builder.ts';
import { buildCheckpoint } from '../../operator/testing/plan-builder.ts';
import type { ApiCall } from '../faults/api-call.ts';
import { openBench, type Bench } from '../faults/bench.ts';
import { concerns } from '../faults/kill-points.ts';
import { eachTestPlays } from '../faults/playing.ts';
import { provide, untilOver } from '../faults/scenario.ts';
import { submitPlan } from '../faults/stories.ts';
import type { Cluster } from '../harness/cluster.ts';
import { eventually } from '../harness/eventually.ts';
import { kubectl } from '../harness/kubectl.ts';
import { getNode } from '../harness/nodes.ts';
import { getDeployment } from '../harness/workloads.ts';
import { judgeEachTest } from '../invariants/judge-each-test.ts';

/* Judged before it is cleared. */
judgeEachTest(() => play.cluster);

const play = eachTestPlays('undo', { stages: ['ready-needs-restart'], prepare: scene });
let bench: Bench;

beforeAll(async () => {
  bench = await openBench(play.cluster);
});

afterAll(() => bench.stop());

function scene(there: Cluster, name: string): Promise<void> {
  return provide(there, name, {
    nodes: [`${name}-w1`, `${name}-w2`],
    deployments: [
      { name: 'pay', node: `${name}-w2`, replicas: 2 },
      { name: 'stuck', node: `${name}-w2`, podLabels: { 'demo.selfheal.dev/ready-needs-restart': 'true' } },
    ],
  });
}

const pay = () => `Deployment/${play.id}/pay`;
const cordon = () => ({ operation: 'cordon_node', target: `Node/${play.id}-w1` }) as const;
/** The API server answers 500 to all of these requests from the nth on. */
const refuseAll = (match: (call: ApiCall) => boolean, nth = 1) =>
  bench.proxy.arm({
    match: (call) => concerns(call, play.id) && match(call),
    nth,
    times: 1_000,
    when: 'before',
    do: { kind: 'code', code: 500 },
  });

test.each([
  {
    what: 'passes: the plan Succeeded/OptionalStepFailed',
    target: pay,
    timeoutSeconds: 20,
    phase: 'Succeeded',
    reason: 'OptionalStepFailed',
    cordoned: true,
  },
  {
    what: 'fails: what ran is undone',
    target: () => `Deployment/${play.id}/stuck`,
    timeoutSeconds: 2,
    phase: 'RolledBack',
    reason: 'CheckpointFailed',
    cordoned: false,
  },
])(
  'S23: every write of an optional last step is answered with 500, its wait is skipped, and its checkpoint $what',
  async ({ target, timeoutSeconds, phase, reason, cordoned }) => {
    const refused = refuseAll(({ resource, verb }) => resource === 'deployments' && verb === 'patch');
    await submitPlan(play.cluster, play.id, {
      steps: [cordon(), { layer: 'application', target: pay(), required: false, waitSeconds: 300, timeoutSeconds: 4 }],
      checkpoints: [buildCheckpoint('application', 2, ['pods_running'], { timeoutSeconds, targets: [targetFrom(target())] })],
    });
    const { status } = await untilOver(play.cluster, play.id);
    refused.disarm();
    expect(refused.hits()).toBeGreaterThan(0);
    expect(status).toMatchObject({ phase, reason });
    expect(status?.steps?.map((step) => step.phase)).toEqual(['Succeeded', 'Failed']);
    expect(status?.steps?.[1]?.notBefore).toBeUndefined();
    expect((await getNode(play.cluster, `${play.id}-w1`)).spec.unschedulable ?? false).toBe(cordoned);
  },
);

test('S22: every write of an inverse is answered with 500: it is tried three times, the other inverse is made, and a person is told what is left', async () => {
  const refused = refuseAll(({ subresource }) => subresource === 'scale', 2);
  await submitPlan(play.cluster, play.id, {
    steps: [cordon(), { layer: 'application', operation: 'scale_workload', target: pay(), parameters: { replicas: 3 } }],
    checkpoints: [
      buildCheckpoint('application', 2, ['pods_running'], { timeoutSeconds: 1, targets: [targetFrom(`Deployment/${play.id}/stuck`)] }),
    ],
  });
  const { status } = await untilOver(play.cluster, play.id);
  refused.disarm();
  expect(status).toMatchObject({ phase: 'RollbackFailed', reason: 'RollbackFailed', rollbackSummary: '1 undone, 1 failed' });
  expect(status?.rollback?.map(({ step, result }) => `${step} ${result}`)).toEqual(['step-2 Failed', 'step-1 Undone']);
  expect(refused.hits()).toBe(3);
  expect((await getNode(play.cluster, `${play.id}-w1`)).spec.unschedulable ?? false).toBe(false);
  expect((await getDeployment(play.cluster, play.id, 'pay')).spec.replicas).toBe(3);
  const told = async () =>
    (await kubectl(play.cluster, ['describe', 'deployment', 'pay', '-n', play.id])).includes(`set ${pay()}.spec.replicas back to 2`);
  await eventually(told, { within: 20_000, describe: 'the Deployment has the Event' });
});
