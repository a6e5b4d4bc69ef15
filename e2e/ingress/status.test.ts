import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RemediationAction } from '../../operator/api/generated/types.ts';
import type { EngineStatus } from '../../operator/ingress/rest/engine-status.ts';
import { api, find, type KubeObject } from '../harness/cluster.ts';
import { eventually } from '../harness/eventually.ts';
import { currentRevision, historySince, versionsOf } from '../harness/history.ts';
import { send } from '../harness/http-request.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import { askAll } from '../journeys/bench/arbitration-run.ts';
import { journey, shortLease } from '../journeys/bench/journey.ts';
import { pathOf, system } from '../journeys/bench/plans.ts';
import { applyPolicy, dropPolicy } from '../journeys/bench/policy.ts';
import { request, untilAction, untilEnded } from '../operations/actions.ts';
import { createAccount, rule } from './bench/accounts.ts';
import { countedIn, countsOf, rivalsOn, untilEqual, type EngineCounts } from './bench/engine-counts.ts';

const nodes = ['st-w1', 'st-w2', 'st-w3'];
const env = { ...shortLease, COUNTS_WRITE_SECONDS: '2' };
const seen = journey({ nodes, operator: { env } });
const ledger = `/api/v1/namespaces/${system}/configmaps/coordination-engine-counts`;
const look = { operation: 'observe', target: 'Node/st-w3' } as const;
const path = (verb: string, url: string) => ({ nonResourceURLs: [url], verbs: [verb] });
const accounts = [
  { namespace: system, name: 'st-lists', rules: [rule(['list'], ['remediationactions'])] },
  { namespace: 'st-shop', name: 'st-everywhere', rules: [rule(['list'], ['remediationactions'])], everywhere: true },
  { namespace: 'st-shop', name: 'st-prometheus', rules: [path('get', '/metrics')], everywhere: true },
  { namespace: 'st-shop', name: 'st-tenant', rules: [rule(['list'], ['remediationactions'])] },
];
const tokens = new Map<string, string>();
let other: Operator;
/** Of before anything was asked for. */
let begin: { readonly revision: number; readonly base: EngineCounts; readonly day: string };

const startOther = async (): Promise<void> => {
  other = await startOperator(seen.cluster, { replica: 'engine-1', env });
  await other.ready();
};

const doors = [{ replica: 'engine-0' }, { replica: 'engine-1' }] as const;
type Replica = (typeof doors)[number]['replica'];
const operatorOf = (replica: Replica): Operator => (replica === 'engine-0' ? seen.operator : other);

async function statusOf(replica: Replica): Promise<EngineStatus> {
  const { status, body } = await send({ url: `${operatorOf(replica).url}/api/v1/status`, token: tokens.get('st-lists') });
  if (status !== 200) throw new Error(`${status}: ${body}`);
  return JSON.parse(body) as EngineStatus;
}

beforeAll(async () => {
  const { cluster } = seen;
  for (const account of accounts) tokens.set(account.name, await createAccount(cluster, account));
  await startOther();
  const revision = await currentRevision(cluster);
  begin = { revision, base: countsOf(await statusOf('engine-0')), day: today() };
});

afterAll(async () => {
  await dropPolicy(seen.cluster);
  await other.stop();
});

const today = (): string => new Date().toISOString().slice(0, 10);

/** What the history says by now, on top of what was counted before it. */
async function wanted(): Promise<EngineCounts> {
  const { base, revision, day } = begin;
  const { conflicts, deterministic, ai_driven, ...now } = countedIn(await historySince(seen.cluster, revision), today());
  return {
    ...now,
    conflicts: conflicts + (day === today() ? base.conflicts : 0),
    deterministic: deterministic + base.deterministic,
    ai_driven: ai_driven + base.ai_driven,
  };
}

/** Both replicas tell what the history says. */
async function agreed(when: string): Promise<EngineCounts> {
  const all = doors.map(({ replica }) =>
    untilEqual(async () => countsOf(await statusOf(replica)), wanted, `${replica} tells what the history says ${when}`),
  );
  const [first, second] = await Promise.all(all);
  expect(first).toEqual(second);
  return first ?? begin.base;
}

/** The replica that leads just now. */
async function leader(): Promise<Replica> {
  const lease = await api<{ spec: { holderIdentity: Replica } }>(seen.cluster, {
    path: `/apis/coordination.k8s.io/v1/namespaces/${system}/leases/coordination-engine`,
  });
  return lease.spec.holderIdentity;
}

async function kill(replica: Replica): Promise<void> {
  const operator = operatorOf(replica);
  operator.kill('SIGKILL');
  await operator.ended;
}

const restart = (replica: Replica): Promise<unknown> => (replica === 'engine-0' ? seen.startOperator() : startOther());

async function actions(): Promise<readonly RemediationAction[]> {
  return (await api<{ items: RemediationAction[] }>(seen.cluster, { path: pathOf('remediationactions', '').slice(0, -1) })).items;
}

/** All that end by themselves have; what looks on and what waits for a person stays. */
async function settled(): Promise<void> {
  const open = ({ status }: RemediationAction): boolean => status?.finishedAt === undefined && status?.phase !== 'AwaitingApproval';
  await eventually(async () => (await actions()).filter(open).length === 1, {
    within: 60_000,
    describe: 'only what looks on goes on',
    every: 200,
  });
}

const rivals = (stem: string) => ['st-w1', 'st-w2'].flatMap((node) => rivalsOn(node, 'st-w3', stem));

describe('the status of the engine is what the history says', () => {
  test('while actions with conflicts run, and no count ever goes back', async () => {
    const { cluster } = seen;
    await request(cluster, { name: 'act-looks', ...look, parameters: { seconds: 1800 }, timeoutSeconds: 3600 });
    await untilAction(cluster, 'act-looks', ({ status }) => status?.phase === 'Running');
    const samples: EngineCounts[] = [];
    const sampling = new AbortController();
    const watcher = (async () => {
      while (!sampling.signal.aborted) samples.push(countsOf(await statusOf('engine-1')));
    })();
    await askAll(cluster, rivals('first'));
    await settled();
    const end = await agreed('at the end');
    sampling.abort();
    await watcher;
    expect(end.conflicts - begin.base.conflicts).toBeGreaterThan(6);
    expect(end).toMatchObject({ active: 1, queued: 2 });
    for (const count of ['conflicts', 'deterministic', 'ai_driven'] as const)
      expect(samples.map((sample) => sample[count])).toEqual(samples.map((sample) => sample[count]).toSorted((a, b) => a - b));
  });

  test('after the leader was killed in the middle and the standby took over', async () => {
    const { cluster } = seen;
    const first = await leader();
    await askAll(cluster, rivals('second'));
    await eventually(async () => (await actions()).some(({ metadata, status }) => /second/.test(metadata.name) && status?.finishedAt), {
      within: 20_000,
      describe: 'one of them has ended',
      every: 20,
    });
    await kill(first);
    await eventually(async () => (await leader()) !== first, { within: 30_000, describe: 'the standby leads' });
    await restart(first);
    await settled();
    await agreed('after a failover');
  });

  test.each([
    { how: 'killed', end: kill },
    { how: 'stopped', end: (replica: Replica) => operatorOf(replica).stop() },
  ])('after somebody deleted what ended, and the leader was $how at once and came back', async ({ end }) => {
    const gone = (await actions()).filter(({ status }) => status?.finishedAt !== undefined).slice(0, 3);
    expect(gone).toHaveLength(3);
    const first = await leader();
    await Promise.all(
      gone.map(({ metadata }) => api(seen.cluster, { method: 'DELETE', path: pathOf('remediationactions', metadata.name) })),
    );
    await end(first);
    await restart(first);
    await agreed('after a deletion by hand');
  });

  test('after retention deleted what ended, and the leader was killed meanwhile', async () => {
    const { cluster } = seen;
    const [first, versionBefore, revision] = [await leader(), await ledgerVersion(), await currentRevision(cluster)];
    await applyPolicy(cluster, { admissions: { perMinute: 6000, burst: 10 }, retention: { ttlSecondsAfterFinished: 1 } });
    await eventually(async () => (await ledgerVersion()) !== versionBefore, {
      within: 30_000,
      describe: 'the ledger is written',
      every: 10,
    });
    await kill(first);
    await restart(first);
    await eventually(async () => (await actions()).length === 5, { within: 60_000, describe: 'what ended is gone', every: 200 });
    const counts = await agreed('after what ended was deleted');
    expect(counts.deterministic - begin.base.deterministic).toBeGreaterThan(10);
    const times = (await ledgersSince(revision)).map(({ writtenAt = '' }) => Date.parse(writtenAt));
    expect(times.length).toBeGreaterThan(0);
    for (const [index, time] of times.slice(1).entries()) expect(time - (times[index] ?? 0)).toBeGreaterThanOrEqual(2_000);
  });

  test('and says whether the engine may do anything', async () => {
    const { cluster } = seen;
    const words = async (replica: Replica): Promise<string[]> => {
      const { engine_status, layers } = await statusOf(replica);
      return [engine_status, layers.deterministic.status, layers.ai_driven.status];
    };
    const both = (wanted: string[]) =>
      eventually(
        async () => (await Promise.all(doors.map(({ replica }) => words(replica)))).every((told) => told.join() === wanted.join()),
        {
          within: 30_000,
          describe: wanted.join(),
        },
      );
    await both(['operational', 'healthy', 'healthy']);
    await applyPolicy(cluster, { suspended: true });
    await both(['suspended', 'suspended', 'suspended']);
    await applyPolicy(cluster, { breakers: { aiDriven: { failures: 1, windowSeconds: 3600 } } });
    await request(cluster, { name: 'act-fails', operation: 'cordon_node', target: 'Node/st-none', source: 'ai_driven', confidence: 0.9 });
    expect((await untilEnded(cluster, 'act-fails')).status?.phase).toBe('Failed');
    await both(['degraded', 'healthy', 'degraded']);
  });
});

async function ledgerVersion(): Promise<string | undefined> {
  return (await find<KubeObject>(seen.cluster, ledger))?.metadata.resourceVersion;
}

/** The data of each version of the ledger that was stored since. */
async function ledgersSince(revision: number): Promise<Record<string, string>[]> {
  const history = await historySince(seen.cluster, revision, ['/registry/configmaps/']);
  const versions = versionsOf(history, 'ConfigMap', 'coordination-engine-counts', system);
  return versions.map(({ object }) => (object as unknown as { data: Record<string, string> }).data);
}

describe('by each replica', () => {
  const get = async (replica: Replica, url: string, as?: string) => {
    const answer = await send({ url: `${operatorOf(replica).url}${url}`, ...(as !== undefined && { token: tokens.get(as) ?? as }) });
    return { code: answer.status, body: answer.body };
  };

  test.each(doors)('$replica answers only who may see it', async ({ replica }) => {
    const codes = async (url: string): Promise<Record<string, number>> => {
      const names = [...tokens.keys(), 'nobody'];
      return Object.fromEntries(await Promise.all(names.map(async (name) => [name, (await get(replica, url, name)).code] as const)));
    };
    const none = { 'st-tenant': 403, nobody: 401 };
    expect(await codes('/api/v1/status')).toEqual({
      ...{ 'st-lists': 200, 'st-everywhere': 200, 'st-prometheus': 403 },
      ...none,
    });
    expect(await codes('/metrics')).toEqual({ 'st-lists': 403, 'st-everywhere': 403, 'st-prometheus': 200, ...none });
    expect((await get(replica, '/metrics', 'st-tenant')).body).toContain('system:serviceaccount:st-shop:st-tenant may not get /metrics');
  });

  test.each(doors)('$replica has the metrics of port 9090 on the port of the API', async ({ replica }) => {
    const names = (text: string): string[] => [...text.matchAll(/^# HELP (\S+)/gm)].map(([, name = '']) => name).toSorted();
    const { body } = await get(replica, '/metrics', 'st-prometheus');
    expect(names(body)).toEqual(names(await operatorOf(replica).metrics()));
    expect(body).toMatch(/^coordination_active_actions \d+$/m);
  });

  test.each(doors)('$replica tells everybody that it is healthy, in the form of the document', async ({ replica }) => {
    const { code, body } = await get(replica, '/health');
    expect({ code, told: JSON.parse(body) as unknown }).toEqual({
      code: 200,
      told: {
        status: 'healthy',
        version: expect.stringMatching(/^\d+\.\d+\.\d+/) as unknown,
        uptime_seconds: expect.any(Number) as unknown,
      },
    });
  });

  test.each(doors)('$replica answers probes though a crowd has all connections of the API', async ({ replica }) => {
    const { url, probesUrl } = operatorOf(replica);
    const crowd = await Promise.all(Array.from({ length: 600 }, () => connected(Number(new URL(url).port))));
    const probe = async (where: string, what: string): Promise<number> => (await send({ url: `${where}${what}`, timeoutMs: 5_000 })).status;
    try {
      await expect(probe(url, '/healthz')).rejects.toThrow();
      expect([await probe(probesUrl, '/health'), await probe(probesUrl, '/healthz'), await probe(probesUrl, '/readyz')]).toEqual([
        200, 200, 200,
      ]);
    } finally {
      for (const socket of crowd) socket.destroy();
    }
    await eventually(async () => (await probe(url, '/healthz')) === 200, { within: 30_000, describe: 'the API answers again' });
  });
});

/** A connection on which nothing is said; it may be closed at once. */
function connected(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(socket));
    socket.on('error', () => resolve(socket));
  });
}
