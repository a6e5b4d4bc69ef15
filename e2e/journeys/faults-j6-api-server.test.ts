import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { openBench, type Bench } from '../faults/bench.ts';
import { playDisturbed, type Disturb } from '../faults/crash-run.ts';
import { lost, onWrites, once, outage } from '../faults/disturbances.ts';
import { repair, rollback } from '../faults/stories.ts';
import { installEngine } from '../harness/engine.ts';
import { applyStages } from '../harness/stages.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';

let cluster: WorkerCluster;
let bench: Bench;
let pid: number;

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  bench = await openBench(cluster);
  pid = bench.operator().pid;
  await applyStages(cluster, ['ready-needs-restart', 'reboot-clears-memory-pressure']);
}, 240_000);

afterEach(() => {
  expect(bench.operator().running()).toBe(true);
  expect(bench.operator().pid).toBe(pid);
});

afterAll(() => bench.stop());

/** What was wrong with a rollback (J2) or a repair (J1) that was disturbed so. */
const rolledBack = (disturb: Disturb): Promise<string[]> => playDisturbed({ cluster, bench, scenario: rollback }, disturb);
const repaired = (disturb: Disturb): Promise<string[]> => playDisturbed({ cluster, bench, scenario: repair }, disturb);

describe('J6: the plan ends right, each effect is made once and the process never exits', () => {
  test.each(['SIGTERM', 'SIGKILL'] as const)('when the API server is restarted by %s in the middle', async (signal) => {
    expect(await rolledBack(once(bench.proxy, 'intent', () => cluster.restartApiServer({ signal })))).toEqual([]);
  });

  test.each([
    { what: 'breaks', act: () => bench.proxy.watches.cut() },
    { what: 'is told that its resourceVersion is too old', act: () => bench.proxy.watches.expire() },
  ])('when every watch $what at every effect', async ({ act }) => {
    const each = { times: Infinity, when: 'after-commit', do: { kind: 'meanwhile', act: () => Promise.resolve(void act()) } } as const;
    expect(await repaired(onWrites(bench.proxy, 'effect', each))).toEqual([]);
  });

  test('when watches break and the next ones are refused as too old', async () => {
    const refused = bench.proxy.arm({ match: ({ verb }) => verb === 'watch', times: 6, when: 'before', do: { kind: 'code', code: 410 } });
    expect(await rolledBack(once(bench.proxy, 'effect', () => Promise.resolve(bench.proxy.watches.cut())))).toEqual([]);
    expect(refused.hits()).toBeGreaterThan(0);
    refused.disarm();
  });

  test.each([
    { when: 'before', code: 500 },
    { when: 'after-commit', code: 500 },
    { when: 'before', code: 503 },
  ] as const)('when everything is answered $code for some seconds ($when it is done), from an effect on', async ({ when, code }) => {
    expect(await rolledBack(outage(bench.proxy, 'effect', { code, ms: 4_000, when }))).toEqual([]);
  });

  test.each(['intent', 'effect', 'outcome'] as const)('when no %s write gets an answer though each is made', async (kind) => {
    expect(await rolledBack(onWrites(bench.proxy, kind, { times: Infinity, when: 'after-commit', do: { kind: 'reset' } }))).toEqual([]);
  });

  test('when the first answers to effects are conflicts', async () => {
    expect(await repaired(onWrites(bench.proxy, 'effect', { times: 3, when: 'before', do: { kind: 'code', code: 409 } }))).toEqual([]);
  });

  test('when it is asked to slow down', async () => {
    const slower = { times: 3, when: 'before', do: { kind: 'code', code: 429, retryAfterSeconds: 1 } } as const;
    expect(await repaired(onWrites(bench.proxy, 'effect', slower))).toEqual([]);
  });

  test('when an effect hangs until its deadline', async () => {
    expect(await rolledBack(onWrites(bench.proxy, 'effect', { when: 'after-commit', do: { kind: 'hang' } }))).toEqual([]);
  });

  test('when the news of the anomaly is lost', async () => {
    expect(await repaired(lost(bench.proxy, ({ type }, { resource }) => type === 'ADDED' && resource === 'anomalies'))).toEqual([]);
  });

  test('when every event about its plan, actions and nodes is lost', async () => {
    expect(await repaired(lost(bench.proxy, (_line, { resource }) => resource !== 'anomalies', Infinity))).toEqual([]);
  }, 240_000);

  test('when all connections go dead without being closed', async () => {
    expect(await rolledBack(once(bench.proxy, 'intent', () => Promise.resolve(bench.proxy.halfOpen())))).toEqual([]);
  }, 240_000);
});
