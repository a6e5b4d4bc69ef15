import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { RemediationPlan } from '../../operator/api/generated/types.ts';
import { runPage } from '../docs/run-page.ts';
import { openBench, shortDefaults, shortLease, type Bench } from '../faults/bench.ts';
import { effectsOf } from '../faults/end-state.ts';
import { installEngine } from '../harness/engine.ts';
import { eventually } from '../harness/eventually.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { untilPlan, untilPlanEnded } from '../journeys/bench/plans.ts';
import { judgeEachTest } from '../invariants/judge-each-test.ts';
import { watchRun } from '../invariants/watch-run.ts';
import { nextRelease, thisRelease, type Release } from './release.ts';
import { bringAll, letGo, planOf, scenes } from './scenes.ts';

jest.setTimeout(240_000);

let cluster: WorkerCluster;
let bench: Bench | undefined;
let successor: Operator | undefined;

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
});

judgeEachTest(() => cluster);

afterAll(async () => {
  await successor?.stop();
  await bench?.stop();
  await thisRelease().installCrds(cluster);
});

/** Phase of each plan and of its first step. */
async function standings(id: string): Promise<Record<string, string>> {
  const rows = Object.keys(scenes).map(async (scene) => {
    const { status } = await untilPlan(cluster, planOf(id, scene), () => true);
    return [scene, `${status?.phase}/${status?.steps?.[0]?.phase}`] as const;
  });
  return Object.fromEntries(await Promise.all(rows));
}

const ended = (plan: RemediationPlan): string => `${plan.status?.phase}`;

/** The leader of one release, whose undo of a cordon never reaches the API server. */
async function lead(release: Release, id: string): Promise<Bench> {
  const opened = await openBench(cluster, { replica: 'engine-a', bundle: release.bundle });
  const isUndo = (body: unknown): boolean =>
    JSON.stringify(body).includes('"unschedulable":null') || JSON.stringify(body).includes('"unschedulable":false');
  opened.proxy.arm({
    match: ({ verb, resource, name, body }) => verb === 'patch' && resource === 'nodes' && name === `${id}-undoing` && isUndo(body),
    times: Infinity,
    when: 'before',
    do: { kind: 'hang' },
  });
  return opened;
}

const says = (operator: Operator, words: string) =>
  eventually(() => operator.logs().includes(words), { within: 60_000, describe: `it says ${words}` });

test.each([
  { swap: 'an upgrade', id: 'up1', from: () => thisRelease(), to: () => nextRelease(cluster) },
  { swap: 'a way back', id: 'up2', from: () => nextRelease(cluster), to: () => thisRelease() },
])('$swap finds a plan in every phase, and each goes on from there with every effect once', async ({ id, from, to }) => {
  const [before, after] = [from(), to()];
  await before.installCrds(cluster);
  const run = await watchRun(cluster);
  bench = await lead(before, id);
  const old = bench.operator();
  await says(old, `coordination-engine ${before.version} started`);
  await bringAll(cluster, id);
  const there = await standings(id);

  successor = await startOperator(cluster, { replica: 'engine-b', bundle: after.bundle, defaults: shortDefaults, env: shortLease });
  const readiness = async () => (await successor?.get('/readyz?verbose'))?.body ?? '';
  await eventually(async () => (await readiness()).includes('SchemaTooOld'), {
    within: 60_000,
    describe: 'it waits for its CRDs',
  });
  await after.installCrds(cluster);
  await successor.ready({ within: 60_000 });

  await old.stop({ withinMs: 40_000 });
  expect(await old.ended).toBe(0);
  await says(successor, 'Leading');
  expect(await standings(id)).toEqual(there);
  expect(there).toEqual({
    asked: 'AwaitingApproval/Pending',
    draining: 'Executing/Running',
    waiting: 'Executing/Waiting',
    verifying: 'Verifying/Succeeded',
    undoing: 'RollingBack/Succeeded',
    queued: 'Pending/Pending',
  });

  await letGo(cluster, id);
  for (const [scene, { ends }] of Object.entries(scenes)) {
    expect([scene, ended(await untilPlanEnded(cluster, planOf(id, scene)))]).toEqual([scene, ends]);
  }
  const wanted = Object.values(scenes).flatMap(({ effects }) => effects);
  expect(effectsOf(await run.observation(), id).toSorted()).toEqual(wanted.toSorted());
  await successor.stop();
  await bench.stop();
});

test('UPGRADING.md says what works, and what that prints', () => runPage(cluster, 'UPGRADING.md'));
