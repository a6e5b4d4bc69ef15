import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { auditPosition, auditSince, engineUser } from '../harness/audit.ts';
import { installEngine, optInto, optOutOf } from '../harness/engine.ts';
import { eventually, untilHolds } from '../harness/eventually.ts';
import { untilPoolUpdated } from '../harness/machine-config-operator.ts';
import { applyOpenshiftCrds, removeOpenshiftCrds } from '../harness/openshift-crds.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { judgeEachTest } from '../invariants/judge-each-test.ts';
import { cancel, request, untilBlocked, untilEnded } from './actions.ts';
import { breakPool, endPlaying, keptAs, knownGood, newPool, setArgument, untilKept, wellPool } from './pools.ts';

let cluster: WorkerCluster;
const running: Operator[] = [];

async function start(): Promise<void> {
  const env = { LEASE_DURATION_SECONDS: '4', LEASE_RENEW_SECONDS: '2', LEASE_RETRY_SECONDS: '0.4', RESYNC_SECONDS: '10' };
  const operator = await startOperator(cluster, { env, defaults: { pollSeconds: 0.5 } });
  running.push(operator);
  await operator.ready();
  const leads = () => operator.logs().includes('Leading');
  await eventually(() => Promise.resolve(leads()), { within: 30_000, describe: 'the operator leads' });
}

/** What the engine asked for of pools, MachineConfigs and what it keeps, since then. */
async function callsSince(position: number): Promise<string[]> {
  const resources = ['machineconfigpools', 'machineconfigs', 'controllerrevisions'];
  return (await auditSince(cluster, position))
    .filter(({ user, resource }) => user === engineUser && resources.includes(resource))
    .map(({ verb, resource, name, code }) => [verb, resource, name, code].filter(Boolean).join(' '));
}

const argumentsKept = async (name: string): Promise<unknown[]> => {
  const contents = (await keptAs(cluster, 'content')).map(
    ({ data }) => data as unknown as { name: string; spec: { kernelArguments: unknown } },
  );
  return contents.filter((content) => content.name === name).map(({ spec }) => spec.kernelArguments);
};

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  await removeOpenshiftCrds(cluster);
}, 240_000);

/* Judged before the operator stops. */
judgeEachTest(() => cluster);

afterEach(async () => {
  await Promise.all(running.splice(0).map((operator) => operator.stop()));
});

afterAll(async () => {
  await endPlaying();
  await optInto(cluster, 'machine-config');
  await removeOpenshiftCrds(cluster);
}, 200_000);

test('where the API is not installed nothing is watched, and it is asked for again every RESYNC_SECONDS', async () => {
  const position = await auditPosition(cluster);
  await start();
  const askedAgain = async () => (await callsSince(position)).length > 1;
  await eventually(askedAgain, { within: 30_000, describe: 'pools are asked for again' });
  expect(new Set(await callsSince(position))).toEqual(new Set(['list machineconfigpools 404']));
});

test('without the right nothing is watched and a rollback waits, saying what it may not do; once it is granted, it is noticed', async () => {
  await applyOpenshiftCrds(cluster);
  await optOutOf(cluster, 'machine-config');
  await start();
  await newPool(cluster, 'granted');
  await untilPoolUpdated(cluster, 'granted');
  await breakPool(cluster, 'granted');
  await request(cluster, { name: 'denied', operation: 'rollback_machine_config', target: 'MachineConfigPool/granted' });
  const { message } = (await untilBlocked(cluster, 'denied', 'MissingRights')).status ?? {};
  expect(message).toMatch(/may not .*machineconfigs.*, which config\/opt-in\/machine-config grants\.$/);
  await cancel(cluster, 'denied');
  await untilEnded(cluster, 'denied');
  expect(await knownGood(cluster, 'granted')).toEqual([]);
  await optInto(cluster, 'machine-config');
  await setArgument(cluster, '99-granted', 'better');
  expect((await untilKept(cluster, 'granted')).data.machineConfigs).toHaveLength(2);
});

test('what a pool had is kept when it differs, as often as three times, and never what it was degraded by', async () => {
  await start();
  await wellPool(cluster, 'kept');
  await breakPool(cluster, 'kept');
  for (const argument of ['second', 'third', 'fourth']) {
    await setArgument(cluster, '99-kept', argument);
    // The pool is as it was before for a while yet, and kept as that.
    const isKept = async () => (await argumentsKept('99-kept')).some((kept) => String(kept) === argument);
    await eventually(isKept, { within: 30_000, describe: `${argument} is kept` });
    await untilKept(cluster, 'kept');
  }
  const forgotten = async () => (await argumentsKept('99-kept')).length === 3;
  await eventually(forgotten, { within: 30_000, describe: 'the first state and what only it had are forgotten' });
  expect(await knownGood(cluster, 'kept')).toHaveLength(3);
  expect((await argumentsKept('99-kept')).toSorted()).toEqual([['fourth'], ['second'], ['third']]);
  expect(await argumentsKept('50-kept')).toEqual([['base']]);
});

test('a pool that goes back to what it had before writes one number, and one that stays as it is nothing', async () => {
  await start();
  await wellPool(cluster, 'back');
  const first = (await knownGood(cluster, 'back')).at(-1);
  await setArgument(cluster, '99-back', 'other');
  await untilKept(cluster, 'back');
  const position = await auditPosition(cluster);
  await setArgument(cluster, '99-back', 'good');
  expect((await untilKept(cluster, 'back')).metadata.name).toBe(first?.metadata.name);
  // What was written is there a moment before the log tells of it.
  await untilHolds(async () => {
    const writes = (await callsSince(position)).filter((call) => !/^(get|list|watch) /.test(call));
    expect(writes).toEqual([`patch controllerrevisions ${first?.metadata.name} 200`]);
  });
  const rest = await auditPosition(cluster);
  await wellPool(cluster, 'next');
  expect((await callsSince(rest)).filter((call) => call.includes('back'))).toEqual([]);
});
