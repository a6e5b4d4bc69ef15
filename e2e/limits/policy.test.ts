import { afterEach, describe, expect, test } from '@jest/globals';
import type { RemediationAction, RemediationPolicy, RemediationPolicySpec } from '../../operator/api/generated/types.ts';
import { buildCheckpoint } from '../../operator/testing/plan-builder.ts';
import { auditPosition, auditSince, engineUser } from '../harness/audit.ts';
import { api } from '../harness/cluster.ts';
import { untilAsWanted, untilHolds } from '../harness/eventually.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { createDeployment } from '../harness/workloads.ts';
import { journey } from '../journeys/bench/journey.ts';
import { applyPlan, untilPlan, untilPlanEnded } from '../journeys/bench/plans.ts';
import { applyPolicy, dropPolicy } from '../journeys/bench/policy.ts';
import { cancel, request, untilAction, untilBlocked, untilEnded } from '../operations/actions.ts';

const nodes = ['pol-w1', 'pol-w2', 'pol-w3'];
const seen = journey({ nodes, operator: { env: { MAX_ACTIVE_ACTIONS: '1' } } });
afterEach(() => dropPolicy(seen.cluster));

const path = '/apis/coordination.selfheal.dev/v1alpha1/remediationpolicies/cluster';
const read = () => api<RemediationPolicy>(seen.cluster, { path });
const until = (isAsWanted: (policy: RemediationPolicy) => boolean) => untilAsWanted('the policy', read, isAsWanted, 30_000);
const judged = () => until(({ metadata, status }) => status?.observedGeneration === metadata.generation);

/** What the status says of a field, as `value source variable`. */
function told({ status }: RemediationPolicy, field: string): string {
  const row = status?.effective?.find((one) => one.field === field);
  return [row?.value, row?.source, row?.variable].filter((word) => word !== undefined).join(' ');
}

/** Milliseconds since the epoch at which the change was stored. */
async function change(spec: RemediationPolicySpec): Promise<number> {
  await api(seen.cluster, { method: 'PATCH', path, body: { spec } });
  return Date.now();
}

/** How soon a change held is reported and not judged: a busy machine takes its time. */
function tellSince(stored: number, what: string, at: number): void {
  expect(at).not.toBeNaN();
  console.log(`      policy: a change of ${what} held after ${Math.max(0, at - stored)} ms`);
}

const admittedAt = ({ status }: RemediationAction): number =>
  Date.parse(status?.conditions?.find(({ type }) => type === 'Admitted')?.lastTransitionTime ?? '');
const running = (name: string) => untilAction(seen.cluster, name, ({ status }) => status?.phase === 'Running');

/** Only looks, but takes a place for as long as it is let. */
const look = (name: string, target: string) =>
  request(seen.cluster, { name, operation: 'observe', target, parameters: { seconds: 240 }, priority: 3 });

/** True afterwards: the operator leads and its controllers have begun. */
async function leads(name: string): Promise<void> {
  await request(seen.cluster, { name, operation: 'observe', target: 'Node/pol-w1', priority: 3 });
  await untilEnded(seen.cluster, name);
}

describe('the status of the policy', () => {
  test('tells of each field what holds and where it comes from, in columns and by explain too', async () => {
    const { cluster } = seen;
    await applyPolicy(cluster, { cooldownSeconds: 7 });
    const policy = await judged();
    expect(told(policy, 'cooldownSeconds')).toBe('7 Policy COOLDOWN_SECONDS');
    expect(told(policy, 'maxActiveActions')).toBe('1 Environment MAX_ACTIVE_ACTIONS');
    expect(told(policy, 'confidenceThreshold')).toBe('0.7 Default CONFIDENCE_THRESHOLD');
    expect(policy.status?.reason).toBe('Accepted');
    expect(policy.status?.epoch).toBeGreaterThan(0);
    const [head = '', row = ''] = (await kubectl(cluster, ['get', 'rpol'])).split('\n');
    expect(head.split(/ +/)).toEqual(['NAME', 'SUSPENDED', 'ACCEPTED', 'STORM', 'REASON', 'AGE']);
    expect(row).toMatch(/^cluster +True +False +Accepted +\d+s$/);
    expect(await kubectl(cluster, ['explain', 'rpol.spec.cooldownSeconds'])).toContain('Default 300');
  });

  test('names what cannot be meant so, and goes back to Accepted once it is mended', async () => {
    const { cluster } = seen;
    const night = { name: 'night', schedule: '0 22 * * *', durationSeconds: 3600 };
    await applyPolicy(cluster, { maintenanceWindows: [{ ...night, timeZone: 'Mars/Olympus' }] });
    const policy = await judged();
    expect(policy.status?.reason).toBe('InvalidPolicy');
    expect(policy.status?.message).toMatch(/maintenanceWindows\[0\]\.timeZone \(night\): nobody knows the time zone Mars\/Olympus/);
    await change({ maintenanceWindows: [{ ...night, timeZone: 'Europe/Berlin' }] });
    expect((await until(({ status }) => status?.reason === 'Accepted')).status?.conditions).toContainEqual(
      expect.objectContaining({ type: 'Accepted', status: 'True' }),
    );
  });

  test('is written once for one spec, not again by the next leader, and with no policy not at all', async () => {
    const { cluster } = seen;
    const start = await auditPosition(cluster);
    await applyPolicy(cluster, { cooldownSeconds: 3 });
    await judged();
    await seen.stopOperator();
    await seen.startOperator();
    await leads('act-leads-1');
    await dropPolicy(cluster);
    await seen.stopOperator();
    await seen.startOperator();
    await leads('act-leads-2');
    const writes = (await auditSince(cluster, start)).filter(
      ({ user, resource, verb }) => user === engineUser && resource === 'remediationpolicies' && !['get', 'list', 'watch'].includes(verb),
    );
    expect(writes.map(({ verb, subresource, code }) => `${verb} ${subresource} ${code}`)).toEqual(['patch status 200']);
    expect(seen.operator.logs()).toContain('There is no RemediationPolicy');
  });

  test.each([
    { what: 'a second policy', name: 'other', spec: {}, says: 'there is one RemediationPolicy, and its name is cluster' },
    {
      what: 'both bounds of health',
      name: 'cluster',
      spec: { nodes: { maxUnhealthy: 3, minHealthy: 4 } },
      says: 'only one of maxUnhealthy and minHealthy can be given',
    },
  ])('$what is refused', async ({ name, spec, says }) => {
    const policy = { apiVersion: 'coordination.selfheal.dev/v1alpha1', kind: 'RemediationPolicy', metadata: { name }, spec };
    await expect(applyObjects(seen.cluster, [policy])).rejects.toThrow(says);
  });
});

describe('a change holds without a restart', () => {
  test('of maxActiveActions, and of its end when the policy goes', async () => {
    const { cluster } = seen;
    await look('act-max-1', 'Node/pol-w1');
    await running('act-max-1');
    await look('act-max-2', 'Node/pol-w2');
    await untilBlocked(cluster, 'act-max-2', 'ActiveLimit');
    await applyPolicy(cluster, {});
    const stored = await change({ maxActiveActions: 2 });
    tellSince(stored, 'maxActiveActions', admittedAt(await running('act-max-2')));

    await look('act-max-3', 'Node/pol-w3');
    await untilBlocked(cluster, 'act-max-3', 'ActiveLimit');
    await dropPolicy(cluster);
    await untilHolds(async () => expect(await seen.operator.metrics()).toContain('coordination_active_actions_limit 1\n'));
    await cancel(cluster, 'act-max-2');
    await untilEnded(cluster, 'act-max-2');
    await untilBlocked(cluster, 'act-max-3', 'ActiveLimit'); // one place only, and that is taken
    await cancel(cluster, 'act-max-1');
    await running('act-max-3');
    await cancel(cluster, 'act-max-3');
    await untilEnded(cluster, 'act-max-3');
  });

  test('of confidenceThreshold', async () => {
    const { cluster } = seen;
    await applyPolicy(cluster, {});
    await request(cluster, { name: 'act-unsure', target: 'Node/pol-w1', source: 'ai_driven', confidence: 0.6 });
    await untilAction(cluster, 'act-unsure', ({ status }) => status?.reason === 'LowConfidence');
    const stored = await change({ confidenceThreshold: 0.6 });
    tellSince(stored, 'confidenceThreshold', admittedAt(await untilEnded(cluster, 'act-unsure')));
  });

  test('of the timeout of a check that is being judged', async () => {
    const { cluster } = seen;
    await applyPolicy(cluster, {});
    await createDeployment(cluster, { namespace: 'pol', name: 'ill', node: 'pol-nowhere' });
    const targets = [{ apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'pol', name: 'ill' }];
    await applyPlan(cluster, {
      name: 'plan-patient',
      steps: [{ target: 'Node/pol-w2' }],
      checkpoints: [buildCheckpoint('infrastructure', 1, ['workload_available'], { targets, timeoutSeconds: undefined })],
    });
    await untilPlan(cluster, 'plan-patient', ({ status }) => status?.checkpoints?.[0]?.checks?.[0]?.result === 'Failed');
    const stored = await change({ timings: { checks: [{ type: 'workload_available', timeoutSeconds: 1 }] } });
    const rolling = await untilPlan(cluster, 'plan-patient', ({ status }) => status?.phase !== 'Verifying', 30_000);
    const turned = rolling.status?.conditions?.find(({ type }) => type === 'InfrastructureHealthy')?.lastTransitionTime ?? '';
    tellSince(stored, 'the timeout of a check', Date.parse(turned));
    expect((await untilPlanEnded(cluster, 'plan-patient')).status?.phase).toBe('RolledBack');
  });
});
