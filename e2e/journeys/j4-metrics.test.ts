import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RemediationAction } from '../../operator/api/generated/types.ts';
import type { CheckedWorld } from '../checker/arbitration-facts.ts';
import { overtaken, togetherThoughTheyClash, type ActionVersion } from '../checker/arbitration-history.ts';
import { api } from '../harness/cluster.ts';
import { installEngine } from '../harness/engine.ts';
import { eventually } from '../harness/eventually.ts';
import { currentRevision, historySince } from '../harness/history.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { createNodes } from '../harness/nodes.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { deployment, untilRolledOut } from '../harness/workloads.ts';
import { watchRun } from '../invariants/watch-run.ts';
import { actionVersions, askAll, wrongFirstVerdicts } from './bench/arbitration-run.ts';
import { groundOf, randomSet, replayOn, type TimedWish } from './bench/cold-start-sets.ts';
import { countedIn, readFrom, type DocumentMetrics } from './bench/document-metrics.ts';
import { pathOf } from './bench/plans.ts';

const grounds = Array.from({ length: 5 }, (_, index) => groundOf(index));
const placement = Object.assign({}, ...grounds.map((ground) => ground.placement)) as CheckedWorld['placement'];
const wanted = Number(process.env['J4_SETS'] ?? 4);
const seed = Number(process.env['J4_SEED'] ?? Date.now() % 2 ** 31);

let cluster: WorkerCluster;
let operator: Operator | undefined;

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  const names = grounds.flatMap(({ nodes }) => nodes);
  await createNodes(
    cluster,
    names.map((name) => ({ name })),
  );
  const workloads = Object.entries(placement).map(([target, [node]]) => everSchedulable(target, node));
  await applyObjects(cluster, [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'cold' } }, ...workloads]);
  for (const target of Object.keys(placement)) await untilRolledOut(cluster, 'cold', target.split('/')[2] ?? '');
}, 240_000);

afterAll(async () => {
  await operator?.stop();
  await kubectl(cluster, ['delete', 'namespace', 'cold', '--wait=false']);
  await kubectl(cluster, ['delete', 'nodes', '--wait=false', ...grounds.flatMap(({ nodes }) => nodes)]);
});

/** Its pods go to their node though it is cordoned, so that whatever is done they are where the checker takes them to be. */
function everSchedulable(target: string, node: string | undefined): object {
  const made = deployment({ namespace: 'cold', name: target.split('/')[2] ?? '', node }) as { spec: { template: { spec: object } } };
  const { template } = made.spec;
  return {
    ...made,
    spec: { ...made.spec, template: { ...template, spec: { ...template.spec, tolerations: [{ operator: 'Exists' }] } } },
  };
}

interface Round {
  readonly wishes: readonly TimedWish[];
  readonly world: CheckedWorld;
}

/** Asks wave by wave, each in a later second than the one before. */
async function askInWaves(wishes: readonly TimedWish[]): Promise<void> {
  for (const wave of new Set(wishes.map((one) => one.wave).toSorted())) {
    await askAll(
      cluster,
      wishes.filter((one) => one.wave === wave).map(({ wish }) => wish),
    );
    const second = Math.floor(Date.now() / 1000);
    await eventually(() => Math.floor(Date.now() / 1000) > second, { within: 30_000, describe: 'the next second', every: 50 });
  }
}

const collection = pathOf('remediationactions', '').slice(0, -1);
const actionsNow = async () => (await api<{ items: RemediationAction[] }>(cluster, { path: collection })).items;
const isSettled = ({ status }: RemediationAction) => status?.finishedAt !== undefined || status?.phase === 'AwaitingApproval';

async function untilSettled(): Promise<void> {
  await eventually(
    async () => {
      const open = (await actionsNow()).filter((action) => !isSettled(action));
      if (open.length === 0) return true;
      throw new Error(open.map(({ metadata, status }) => `${metadata.name} is ${status?.phase}/${status?.reason}`).join('\n'));
    },
    { within: 120_000, describe: 'every action has ended or waits for a person', every: 300 },
  );
}

async function clear(): Promise<void> {
  await api(cluster, { method: 'DELETE', path: collection });
  await eventually(async () => (await actionsNow()).length === 0, { within: 60_000, describe: 'all are gone', every: 200 });
}

/** What happened in one round, and what is wrong with it; nobody leads while its actions are made. */
async function play({ wishes, world }: Round): Promise<{ readonly versions: readonly ActionVersion[]; readonly objections: string[] }> {
  const [revision, run] = [await currentRevision(cluster), await watchRun(cluster, () => world.scope)];
  await askInWaves(wishes);
  const env = { EXCLUSIVITY_SCOPE: world.scope, MAX_ACTIVE_ACTIONS: String(world.maxActive) };
  const started = (operator = await startOperator(cluster, { env, defaults: { pollSeconds: 1 } }));
  await started.ready({ within: 60_000 });
  await untilSettled();
  const history = await historySince(cluster, revision);
  const versions = actionVersions(history);
  const objections = [
    ...[...wrongFirstVerdicts(versions, world), ...togetherThoughTheyClash(versions, world), ...overtaken(versions, world)],
    ...(await miscount(started, countedIn(history))),
    ...(await run.violations()).map(({ invariant, object, message }) => `${invariant}: ${object}: ${message}`),
  ];
  await clear();
  await started.stop();
  return { versions, objections };
}

/** An end is counted a moment after it is stored. */
async function miscount(started: Operator, counted: DocumentMetrics): Promise<string[]> {
  const told = async () => readFrom(await started.metrics());
  const agreed = eventually(async () => isDeepStrictEqual(await told(), counted), { within: 30_000, describe: 'the metrics agree' });
  return agreed.then(
    () => [],
    async () => [`the metrics say ${JSON.stringify(await told())}, the history ${JSON.stringify(counted)}`],
  );
}

test(
  `J4: the four metrics say what the history of random sets says, each set judged from a cold start (seed ${seed})`,
  async () => {
    const counts: number[] = [];
    while (counts.length < wanted) {
      const sample = <T>(arbitrary: fc.Arbitrary<T>): T[] => fc.sample(arbitrary, { seed: seed + counts.length, numRuns: 1 });
      const wishes = sample(randomSet(`act-cold${counts.length}`, groundOf(0))).flat();
      const [maxActive = 10] = sample(fc.constantFrom(1, 2, 4, 10));
      const { objections } = await play({ wishes, world: { placement, threshold: 0.7, maxActive, scope: 'Cluster' } });
      expect({ set: counts.length, objections }).toEqual({ set: counts.length, objections: [] });
      counts.push(wishes.length);
    }
    console.log(`J4: ${counts.length} random sets of ${counts.join(', ')} actions, seed ${seed}`);
  },
  wanted * 60_000,
);

test('J4: ten replays of one set, made in any order, get the same first verdicts', async () => {
  const told = new Map<string, string>();
  for (const round of [0, 1]) {
    const wishes = grounds.flatMap((ground, index) => shuffled(replayOn(`act-re${round}-${index}`, ground), round * 10 + index));
    const { versions, objections } = await play({ wishes, world: { placement, threshold: 0.7, maxActive: 500, scope: 'Related' } });
    expect(objections).toEqual([]);
    for (const [stem, verdicts] of firstVerdictsBySet(versions)) told.set(stem, verdicts);
  }
  expect(told.size).toBe(10);
  expect([...new Set(told.values())]).toHaveLength(1);
}, 240_000);

function shuffled<T>(all: readonly T[], salt: number): T[] {
  const whole = fc.shuffledSubarray([...all.keys()], { minLength: all.length });
  return fc.sample(whole, { seed: seed + salt, numRuns: 1 }).flatMap((order) => order.flatMap((index) => all[index] ?? []));
}

/** Stem of each set -> what was first said of its actions, in order of their places and without the stem. */
function firstVerdictsBySet(versions: readonly ActionVersion[]): Map<string, string> {
  const first = new Map<string, string>();
  for (const { object } of versions) {
    const { metadata, status } = object as unknown as RemediationAction;
    const { winner = '', conflictType = '' } = status?.arbitration ?? {};
    if (status?.phase === undefined || first.has(metadata.name)) continue;
    first.set(metadata.name, `${placeIn(metadata.name)}: ${status.phase} ${status.reason} ${placeIn(winner)} ${conflictType}`);
  }
  const bySet = Object.groupBy([...first.keys()].toSorted(), (name) => name.slice(0, name.lastIndexOf('-')));
  return new Map(Object.entries(bySet).map(([stem, names = []]) => [stem, names.map((name) => first.get(name)).join('\n')]));
}

const placeIn = (name: string) => name.slice(name.lastIndexOf('-') + 1);
