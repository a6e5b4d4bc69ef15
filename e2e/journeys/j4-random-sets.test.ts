import { beforeAll, expect, test } from '@jest/globals';
import type { RemediationAction } from '../../operator/api/generated/types.ts';
import { seeded } from '../../operator/testing/seeded.ts';
import { api } from '../harness/cluster.ts';
import { eventually } from '../harness/eventually.ts';
import { currentRevision, historySince } from '../harness/history.ts';
import { cancel } from '../operations/actions.ts';
import type { CheckedWorld } from '../checker/arbitration-facts.ts';
import type { ActionVersion } from '../checker/arbitration-history.ts';
import { actionVersions, askAll, objectionsAfterwards, wrongFirstVerdicts } from './bench/arbitration-run.ts';
import { journey } from './bench/journey.ts';
import { system } from './bench/plans.ts';
import { prepareGrounds, randomSet, setOf, shuffled, worldOf } from './bench/random-sets.ts';

/* As many sets as fit under the limit of active actions are judged in one pass; they share no object and, under the scope Related, no rule. */
const wanted = Number(process.env['SETS'] ?? 200);
const together = Number(process.env['SETS_TOGETHER'] ?? 20);
const seed = Number(process.env['SEED'] ?? 20260101);
const grounds = { prefix: 'sets', sets: together };
/* The first pass writes hundreds of verdicts at once: with the short Lease of the other journeys a slow moment would end its term. */
const lease = { LEASE_DURATION_SECONDS: '15', LEASE_RENEW_SECONDS: '10', LEASE_RETRY_SECONDS: '2' };
const seen = journey({ operator: { env: lease } });

beforeAll(async () => {
  await prepareGrounds(seen.cluster, grounds);
});

interface Played {
  readonly objections: readonly string[];
  readonly actions: number;
}

/** The sets are complete before anybody leads; then everything runs, and what nobody approves is cancelled at the end. */
async function play(
  name: string,
  sets: number,
  rules: { readonly scope: 'Cluster' | 'Related'; readonly maxActive: number },
): Promise<Played> {
  const { cluster } = seen;
  const random = seeded(seed + sets + [...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7));
  const wishes = Array.from({ length: sets }, (_, k) => randomSet(random, `${name}-${k}`, { prefix: 'sets', k })).flat();
  await seen.stopOperator();
  const revision = await currentRevision(cluster);
  const half = Math.ceil(wishes.length / 2);
  const mixed = shuffled(random, wishes);
  await askAll(cluster, mixed.slice(0, half));
  await nextSecond();
  await askAll(cluster, mixed.slice(half));
  await seen.startOperator({ EXCLUSIVITY_SCOPE: rules.scope, MAX_ACTIVE_ACTIONS: String(rules.maxActive) });
  const waiting = (await untilOnlyPeopleAreWaitedFor()).map(({ metadata }) => metadata.name);
  for (let start = 0; start < waiting.length; start += 8)
    await Promise.all(waiting.slice(start, start + 8).map((one) => cancel(cluster, one)));
  await untilOnlyPeopleAreWaitedFor(true);
  const versions = actionVersions(await historySince(cluster, revision));
  const world = worldOf(grounds, rules);
  const objections = [...new Set([...wrongFirstVerdicts(versions, world), ...laterObjections(versions, world)])];
  return { objections: objections.length > 0 ? [...objections, ...troubles()] : [], actions: wishes.length };
}

/** What the checker says of the rest, set by set where sets have nothing to do with each other: it compares everything with everything. */
function laterObjections(versions: readonly ActionVersion[], world: CheckedWorld): string[] {
  const apart = world.scope === 'Related' ? Map.groupBy(versions, ({ object }) => setOf(object.metadata.name)) : new Map([['', versions]]);
  return [...apart.values()].flatMap((some) => objectionsAfterwards(some, world));
}

/** What kept the engine from judging all of them at once, if something did. */
function troubles(): string[] {
  const lines = seen.operator.logs().split('\n');
  return lines.filter((line) => /could not be|failed|refused|retr|Conflict:/i.test(line)).slice(0, 10);
}

/** So that age decides between the two halves. */
async function nextSecond(): Promise<void> {
  const second = Math.floor(Date.now() / 1000);
  await eventually(() => Math.floor(Date.now() / 1000) > second, { within: 30_000, describe: 'the next second', every: 20 });
}

const open: readonly (string | undefined)[] = [undefined, 'Pending', 'Blocked', 'AwaitingApproval', 'Admitted', 'Running'];

/** The actions that wait for approval, once nothing else is open. */
async function untilOnlyPeopleAreWaitedFor(nobody = false): Promise<RemediationAction[]> {
  const path = `/apis/coordination.selfheal.dev/v1alpha1/namespaces/${system}/remediationactions`;
  const left = async () => {
    const { items } = await api<{ items: RemediationAction[] }>(seen.cluster, { path });
    const unfinished = items.filter(({ status }) => open.includes(status?.phase));
    const waiting = unfinished.filter(({ status }) => status?.phase === 'AwaitingApproval');
    if (waiting.length === unfinished.length && !(nobody && waiting.length > 0)) return waiting;
    throw new Error(
      unfinished
        .slice(0, 3)
        .map(({ metadata, status }) => `${metadata.name}: ${JSON.stringify(status)}`)
        .join('\n'),
    );
  };
  return eventually(left, { within: 240_000, describe: 'every action has ended or waits for approval', every: 300 });
}

const batches = Array.from({ length: Math.ceil(wanted / together) }, (_, batch) => ({
  batch,
  sets: Math.min(together, wanted - batch * together),
}));

test.each(batches)(
  `J4: random sets of up to 30 actions, batch $batch of $sets sets (seed ${seed}): each verdict, each admission and exclusion as the checker says`,
  async ({ batch, sets }) => {
    const { objections, actions } = await play(`b${batch}`, sets, { scope: 'Related', maxActive: 500 });
    console.log(`J4: ${sets} random sets with ${actions} actions judged in one pass (seed ${seed})`);
    expect(objections).toEqual([]);
  },
  480_000,
);

test.each([1, 2, 3])(
  'J4: a random set by itself (%i), where types exclude each other in the whole cluster and three actions may be at work',
  async (round) => {
    const { objections } = await play(`c${round}`, 1, { scope: 'Cluster', maxActive: 3 });
    expect(objections).toEqual([]);
  },
  240_000,
);
