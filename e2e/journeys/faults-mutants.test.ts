import { afterEach, describe, expect, test } from '@jest/globals';
import { targetFrom } from '../../operator/testing/action-builder.ts';
import { buildCheckpoint } from '../../operator/testing/plan-builder.ts';
import { openBench, type Bench } from '../faults/bench.ts';
import { classOf, concerns } from '../faults/kill-points.ts';
import { eachTestPlays } from '../faults/playing.ts';
import { provide, untilOver } from '../faults/scenario.ts';
import { rollback, setUnschedulable, submitPlan } from '../faults/stories.ts';
import { api } from '../harness/cluster.ts';
import { consistently, eventually } from '../harness/eventually.ts';
import { isPodReady, podsOf } from '../harness/workloads.ts';
import type { Violation } from '../invariants/observation.ts';
import { watchRun } from '../invariants/watch-run.ts';

const play = eachTestPlays('mux', { stages: ['ready-needs-restart'], prepare: (there, name) => rollback.prepare(there, name) });
let bench: Bench;

afterEach(() => bench.stop());

type Story = () => Promise<void>;

/** The numbers of the invariants that do not hold when an engine with that defect, or without any, plays the story. */
async function brokenBy(mutant: string | undefined, story: Story): Promise<number[]> {
  bench = await openBench(play.cluster, mutant === undefined ? {} : { build: 'test', env: { ENGINE_MUTANT: mutant } });
  const run = await watchRun(play.cluster);
  await story();
  await untilOver(play.cluster, play.id);
  const found: Violation[] = await run.violations();
  return [...new Set(found.map(({ invariant }) => invariant))];
}

const aRollback: Story = () => rollback.begin(play.cluster, play.id);

/** A person has cordoned the node before it is drained, so that what is undone must not lift the cordon. */
const aRollbackOnACordonedNode: Story = async () => {
  await setUnschedulable(play.cluster, `${play.id}-w1`, true);
  await submitPlan(play.cluster, play.id, {
    steps: [{ operation: 'drain_node', target: `Node/${play.id}-w1` }],
    checkpoints: [
      buildCheckpoint('infrastructure', 1, ['pods_running'], { timeoutSeconds: 1, targets: [targetFrom(`Deployment/${play.id}/stuck`)] }),
    ],
  });
};

/** A person cordons the node while the engine's own cordon is on its way. */
const aPersonIsFaster: Story = async () => {
  bench.proxy.arm({
    match: (call) => concerns(call, play.id) && classOf(call) === 'effect',
    when: 'before',
    do: { kind: 'meanwhile', act: () => setUnschedulable(play.cluster, `${play.id}-w1`, true) },
  });
  await rollback.begin(play.cluster, play.id);
};

/** A node is drained whose pod takes its time to go. */
const aSlowPod: Story = async () => {
  const slow = `${play.id}-slow`;
  await provide(play.cluster, slow, { nodes: [`${play.id}-w3`], deployments: [{ name: 'slow', node: `${play.id}-w3`, replicas: 0 }] });
  const path = `/apis/apps/v1/namespaces/${slow}/deployments/slow`;
  const held = { spec: { replicas: 1, template: { metadata: { finalizers: ['test.selfheal.dev/hold'] } } } };
  await api(play.cluster, { method: 'PATCH', path, body: held });
  const pods = () => podsOf(play.cluster, slow, 'slow');
  await eventually(async () => (await pods()).some(isPodReady), { within: 30_000, describe: 'the pod runs' });
  await submitPlan(play.cluster, play.id, { steps: [{ operation: 'drain_node', target: `Node/${play.id}-w3`, timeoutSeconds: 10 }] });
  const isLeaving = async () => (await pods()).some(({ metadata }) => metadata.deletionTimestamp !== undefined);
  await eventually(isLeaving, { within: 30_000, describe: 'the pod is on its way out' });
  await consistently(isLeaving, { during: 1_500, describe: 'the pod stays on its way out while the engine looks at it again' });
  await api(play.cluster, { method: 'PATCH', path, body: { spec: { replicas: 0 } } });
  const isGone = async () => {
    for (const { metadata } of await pods()) {
      const pod = `/api/v1/namespaces/${slow}/pods/${metadata.name}`;
      await api(play.cluster, { method: 'PATCH', path: pod, body: { metadata: { finalizers: null } } }).catch(() => undefined); // it may be gone
    }
    return (await pods()).length === 0;
  };
  await eventually(isGone, { within: 30_000, describe: 'the pods are gone' });
  await api(play.cluster, { method: 'DELETE', path: `/api/v1/namespaces/${slow}` });
};

describe('a defect of the engine is found by the invariant that is meant for it', () => {
  test.each([
    { mutant: 'no-intent', story: aRollback, invariant: 2 },
    { mutant: 'no-precondition', story: aPersonIsFaster, invariant: 12 },
    { mutant: 'forward-rollback', story: aRollback, invariant: 9 },
    { mutant: 'uncordon-always', story: aRollbackOnACordonedNode, invariant: 12 },
    { mutant: 'cached-read', story: aSlowPod, invariant: 1 },
    { mutant: 'checkpoint-skipped', story: aRollback, invariant: 8 },
  ])('$mutant by $invariant', async ({ mutant, story, invariant }) => {
    expect(await brokenBy(mutant, story)).toContain(invariant);
  });

  test.each([
    { what: 'a rollback', story: aRollback },
    { what: 'a rollback on a node that a person has cordoned', story: aRollbackOnACordonedNode },
    { what: 'a person who cordons the node a moment before the engine', story: aPersonIsFaster },
    { what: 'a pod that takes its time to go', story: aSlowPod },
  ])('without a defect, $what breaks none', async ({ story }) => {
    expect(await brokenBy(undefined, story)).toEqual([]);
  });
});
