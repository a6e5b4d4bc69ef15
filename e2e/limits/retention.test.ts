import { afterAll, describe, expect, test } from '@jest/globals';
import type { Anomaly, RemediationAction, RemediationPlan } from '../../operator/api/generated/types.ts';
import { auditPosition, auditSince, engineUser, type AuditEntry } from '../harness/audit.ts';
import { api, find } from '../harness/cluster.ts';
import { consistently, eventually } from '../harness/eventually.ts';
import { currentRevision, historySince, type Version } from '../harness/history.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { setNodeCondition } from '../harness/nodes.ts';
import { cancel, request, untilAction, untilEnded } from '../operations/actions.ts';
import { writtenAction, writtenPlan } from '../journeys/bench/written.ts';
import { journey } from '../journeys/bench/journey.ts';
import { applyPlan, pathOf, report, system, untilAnomaly, untilPlan, untilPlanEnded } from '../journeys/bench/plans.ts';
import { applyPolicy, dropPolicy } from '../journeys/bench/policy.ts';

const seen = journey({ nodes: ['ret-w1', 'ret-w2'] });
afterAll(() => dropPolicy(seen.cluster));

/** What was admitted counts for two seconds: twenty fillings of the bucket. */
const atOnce = { admissions: { perMinute: 6000, burst: 10 } } as const;
const look = { operation: 'observe', target: 'Node/ret-w1' } as const;
/** The garbage collector learns of new kinds every half minute. */
const soon = { within: 60_000 };

const action = (name: string) => pathOf('remediationactions', name);
const there = async (path: string) => (await find(seen.cluster, path)) !== undefined;
const gone = (path: string) => eventually(async () => !(await there(path)), { ...soon, describe: `${path} is gone` });

/** What the engine deleted, accepted or not. */
async function deletions(position: number): Promise<AuditEntry[]> {
  return (await auditSince(seen.cluster, position)).filter(({ user, verb }) => user === engineUser && verb === 'delete');
}

/** The same, once the deletion of that name is among it: an object may be gone a moment before the log tells why. */
async function deletionsWith(gone: string, position: number): Promise<AuditEntry[]> {
  const told = async () => {
    const all = await deletions(position);
    return all.some(({ name }) => name === gone) && all;
  };
  return eventually(told, { within: 30_000, describe: `the audit log has the deletion of ${gone}` });
}

const finishedAt = ({ object }: Version) => (object as unknown as Anomaly | RemediationPlan | RemediationAction).status?.finishedAt;

/** When each object ended; an object that told two times fails. */
function endsIn(history: readonly Version[]): Map<string, number> {
  const ends = new Map<string, Set<string>>();
  for (const version of history) {
    const [{ uid }, time] = [version.object.metadata, finishedAt(version)];
    if (time !== undefined) ends.set(uid, (ends.get(uid) ?? new Set()).add(time));
  }
  expect([...ends.values()].filter((times) => times.size > 1)).toEqual([]);
  return new Map([...ends].map(([uid, [time = '']]) => [uid, Date.parse(time)]));
}

/** Everything that ends, in the ways it can, and what must stay; returns when all that end have. */
async function live(): Promise<void> {
  const { cluster } = seen;
  await setNodeCondition(cluster, 'ret-w2', { type: 'MemoryPressure', status: 'True' });
  await report(cluster, { name: 'anom-incident', type: 'node_pressure', targets: ['Node/ret-w2'], mode: 'DryRun' });
  await report(cluster, { name: 'anom-watched', type: 'node_pressure', targets: ['Node/ret-w2'], mode: 'Observe' });
  const flux = { labels: { 'kustomize.toolkit.fluxcd.io/name': 'infra' } };
  await applyObjects(cluster, [
    writtenPlan({
      name: 'plan-hand',
      steps: [{ target: 'Node/ret-w1' }, { operation: 'uncordon_node', target: 'Node/ret-w1' }],
    }),
    writtenPlan({ name: 'plan-waits', suspend: true, steps: [{ target: 'Node/ret-w1' }] }),
    writtenAction({ name: 'act-alone', ...look }),
    writtenAction({ name: 'act-waits', ...look, approvalRequired: true }),
    writtenAction({ name: 'act-git', ...look }, flux),
  ]);
  // Of all at once, since each goes some seconds after its own end, whatever the others do.
  await Promise.all([
    untilPlanEnded(cluster, 'plan-hand'),
    untilAnomaly(cluster, 'anom-incident', ({ status }) => status?.finishedAt !== undefined),
    untilAnomaly(cluster, 'anom-watched', ({ status }) => status?.phase === 'Suppressed'),
    untilEnded(cluster, 'act-alone'),
    untilEnded(cluster, 'act-git'),
  ]);
}

describe('S36: what has ended', () => {
  test('goes five seconds later with all that it owns, once, by its root; what waits and what is in git stays', async () => {
    const { cluster } = seen;
    const [revision, position] = [await currentRevision(cluster), await auditPosition(cluster)];
    await applyPolicy(cluster, { ...atOnce, retention: { ttlSecondsAfterFinished: 5 } });
    await live();
    for (const [plural, name] of [
      ['anomalies', 'anom-incident'],
      ['anomalies', 'anom-watched'],
      ['remediationplans', 'plan-incident'],
      ['remediationplans', 'plan-hand'],
      ['remediationactions', 'act-incident-01'],
      ['remediationactions', 'act-hand-01'],
      ['remediationactions', 'act-hand-02'],
      ['remediationactions', 'act-alone'],
    ] as const)
      await gone(pathOf(plural, name));

    const ends = endsIn(await historySince(cluster, revision));
    const asked = await deletionsWith('act-alone', position);
    expect(asked.map(({ name }) => name).toSorted()).toEqual(['act-alone', 'anom-incident', 'anom-watched', 'plan-hand']);
    for (const { code, at, requestObject } of asked) {
      const { preconditions, propagationPolicy } = requestObject as { preconditions: { uid: string }; propagationPolicy: string };
      expect([code, propagationPolicy, preconditions]).toEqual([
        200,
        'Background',
        { uid: expect.any(String), resourceVersion: expect.any(String) },
      ]);
      const seconds = (at - (ends.get(preconditions.uid) ?? 0)) / 1000;
      expect(seconds).toBeGreaterThanOrEqual(5);
    }
    for (const name of ['act-waits', 'act-git']) expect(await there(action(name))).toBe(true);
    expect((await untilPlan(cluster, 'plan-waits', () => true)).status).toMatchObject({
      phase: 'Pending',
      blocked: { reason: 'Suspended' },
    });
    expect(seen.operator.logs().match(/would come back from git/g)).toHaveLength(1);
  });

  test('is not mistaken for another object of its name', async () => {
    const { cluster } = seen;
    const position = await auditPosition(cluster);
    await request(cluster, { name: 'act-twice', ...look });
    await gone(action('act-twice'));
    const [earlier] = await deletionsWith('act-twice', position);
    await request(cluster, { name: 'act-twice', ...look, approvalRequired: true });
    const again = api(cluster, { method: 'DELETE', path: action('act-twice'), body: earlier?.requestObject });
    await expect(again).rejects.toThrow(/409 .*the UID in the precondition/);
    expect(await there(action('act-twice'))).toBe(true);
    await cancel(cluster, 'act-twice');
    await gone(action('act-twice'));
  });

  test('goes in its time though the engine died in between, and a plan in the time that it names itself', async () => {
    const { cluster } = seen;
    const [revision, position] = [await currentRevision(cluster), await auditPosition(cluster)];
    await applyPlan(cluster, { name: 'plan-own', ttlSecondsAfterFinished: 8, steps: [look] });
    const { metadata } = await untilPlanEnded(cluster, 'plan-own');
    seen.operator.kill('SIGKILL');
    await seen.operator.ended;
    await seen.startOperator();
    await gone(pathOf('remediationplans', 'plan-own'));
    const [asked, ...others] = (await deletionsWith('plan-own', position)).filter(({ resource }) => resource === 'remediationplans');
    expect([asked?.name, others]).toEqual(['plan-own', []]);
    expect((asked?.at ?? 0) - (endsIn(await historySince(cluster, revision)).get(metadata.uid) ?? 0)).toBeGreaterThanOrEqual(8_000);
  });

  test('stays for as long as it counts for the cooldown, whatever its plan says of its time', async () => {
    const { cluster } = seen;
    await applyPolicy(cluster, { ...atOnce, cooldownSeconds: 15, retention: { ttlSecondsAfterFinished: 0 } });
    const plan = {
      ttlSecondsAfterFinished: 0,
      steps: [{ target: 'Node/ret-w1' }, { operation: 'uncordon_node', target: 'Node/ret-w1' }],
    } as const;
    await applyPlan(cluster, { name: 'plan-cools', ...plan });
    await untilPlanEnded(cluster, 'plan-cools');
    await applyPlan(cluster, { name: 'plan-next', ...plan });
    const held = await untilPlan(cluster, 'plan-next', ({ status }) => status?.blocked?.reason === 'CoolingDown');
    expect(held.status?.blocked?.by).toBe(`RemediationPlan/${system}/plan-cools`);
    expect((await untilPlanEnded(cluster, 'plan-next')).status?.phase).toBe('Succeeded');
    for (const name of ['plan-cools', 'plan-next']) await gone(pathOf('remediationplans', name));
  });

  test('goes by a policy that came later, and stays by the default of a day', async () => {
    const { cluster } = seen;
    await dropPolicy(cluster);
    await request(cluster, { name: 'act-kept', ...look });
    await untilEnded(cluster, 'act-kept');
    const position = await auditPosition(cluster);
    await consistently(() => there(action('act-kept')), { during: 3_000, describe: 'it stays' });
    expect(await deletions(position)).toEqual([]);
    await applyPolicy(cluster, { ...atOnce, retention: { ttlSecondsAfterFinished: 0 } });
    await eventually(async () => !(await there(action('act-kept'))), { within: 30_000, describe: 'it is gone' });
    expect((await deletionsWith('act-kept', position)).map(({ name }) => name)).toEqual(['act-kept']);
    await untilAction(cluster, 'act-waits', ({ status }) => status?.phase === 'AwaitingApproval');
    const left = await kubectl(cluster, ['get', 'anom,rplan,ract', '-n', system, '-o', 'name']);
    expect(
      left
        .trim()
        .split('\n')
        .map((line) => line.split('/').at(-1))
        .toSorted(),
    ).toEqual(['act-git', 'act-waits', 'plan-waits']);
  });
});
