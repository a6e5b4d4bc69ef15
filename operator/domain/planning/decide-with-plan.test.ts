import { describe, expect, test } from '@jest/globals';
import type { Playbook } from '../../api/generated/playbook.ts';
import type { Anomaly, AnomalyStatus, RemediationPlan, RemediationPlanStatus } from '../../api/generated/types.ts';
import { specHash } from '../../api/spec-hash.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { aNode, aWorkload } from '../../testing/cluster-objects.ts';
import { seenAlone } from '../../testing/seen-alone.ts';
import { residentsOn, seenTarget, world } from '../../testing/seen-world.ts';
import { diagnose } from '../diagnosis/diagnose.ts';
import { findCondition } from '../conditions.ts';
import { decideAnomaly } from './decide-anomaly.ts';
import type { PlanRefused, SeenAnomaly } from './seen-anomaly.ts';

const now = new Date('2026-01-01T12:00:00Z');
const node = seenTarget(aNode('w1', { conditions: { MemoryPressure: 'True' } }));
const seenWorld = world([node], { residents: residentsOn('w1', aWorkload('Deployment', 'pay')) });
const reported = buildAnomaly({ targets: ['Node/w1'] });
const first = decideAnomaly(
  { ...seenAlone, anomaly: reported, fingerprint: 'f', analysis: { kind: 'read', diagnosis: diagnose(seenWorld, reported.spec) } },
  now,
);

/** As the first pass recorded it, its plan perhaps made and perhaps not. */
const recorded = (more: Partial<AnomalyStatus> = {}, spec: Partial<Anomaly['spec']> = {}): Anomaly => ({
  ...reported,
  spec: { ...reported.spec, ...spec },
  status: { ...first.status, ...more },
});
const made = first.effects.find((effect) => effect.kind === 'createPlan')?.plan;

function storedPlan(
  status?: RemediationPlanStatus,
  more: Partial<RemediationPlan['metadata']> = {},
  spec: Partial<RemediationPlan['spec']> = {},
): RemediationPlan {
  if (!made) throw new Error('the first pass makes a plan');
  const metadata = {
    ...made.metadata,
    ownerReferences: [...made.metadata.ownerReferences],
    uid: 'plan-uid',
    resourceVersion: '7',
    creationTimestamp: now.toISOString(),
    ...more,
  };
  return { ...made, metadata, spec: { ...made.spec, ...spec }, ...(status && { status }) };
}

const otherPlaybooks: readonly Playbook[] = [{ name: 'wait', when: {}, steps: [{ operation: 'observe' }] }];

const decide = (anomaly: Anomaly, plan?: RemediationPlan, playbooks?: readonly Playbook[]) => {
  const seen: SeenAnomaly = { ...seenAlone, anomaly, analysis: { kind: 'unread' }, ...(plan && { plan }), playbooks };
  return decideAnomaly(seen, now);
};
const confirmed = (more: Partial<AnomalyStatus> = {}, spec: Partial<Anomaly['spec']> = {}) =>
  recorded({ planRef: { namespace: 'self-healing-platform', name: 'plan-1', uid: 'plan-uid' }, ...more }, spec);

describe('after a crash between the record and the create', () => {
  test('the same plan is made from what was recorded', () => {
    expect(decide(recorded())).toEqual({ effects: [{ kind: 'createPlan', plan: made }] });
  });

  test('a plan that was made is found and its uid recorded, not made again', () => {
    const { status, effects } = decide(recorded(), storedPlan());
    expect(status?.planRef).toEqual({ namespace: 'self-healing-platform', name: 'plan-1', uid: 'plan-uid' });
    expect(effects).toEqual([]);
  });

  test('the plan that was decided on is found though the playbooks have changed since', () => {
    const { status, effects } = decide(recorded(), storedPlan(), otherPlaybooks);
    expect(status?.planRef?.uid).toBe('plan-uid');
    expect(effects).toEqual([]);
  });

  test('what changed playbooks make instead is recorded before it is made, so that it is known again', () => {
    const { status, effects } = decide(recorded(), undefined, otherPlaybooks);
    const [effect] = effects;
    if (effect?.kind !== 'createPlan') throw new Error('a plan is made');
    expect(effect.plan.spec.steps).toMatchObject([{ playbook: 'wait' }, { playbook: 'wait' }]);
    expect(status).toEqual({ ...recorded().status, planHash: specHash(effect.plan.spec) });
    const made = { ...storedPlan(), spec: effect.plan.spec };
    expect(decide({ ...recorded(), status }, made, otherPlaybooks).status?.planRef?.uid).toBe('plan-uid');
  });

  test('nothing is made any more when the reporter saw it end', () => {
    expect(decide(recorded({}, { resolvedAt: now.toISOString() }))).toMatchObject({ status: { phase: 'Resolved' }, effects: [] });
  });

  test.each([
    { when: 'belongs to another', plan: storedPlan(undefined, { ownerReferences: [] }) },
    { when: 'has another content', plan: storedPlan(undefined, {}, { priority: 5 }) },
  ])('the second name is taken when the plan of the first $when', ({ plan }) => {
    const anomaly = { ...recorded(), metadata: { ...reported.metadata, uid: 'abcdef12-0000' } };
    const { status, effects } = decide(anomaly, plan);
    expect(status?.planRef).toEqual({ namespace: 'self-healing-platform', name: 'plan-1-abcde' });
    expect(effects).toMatchObject([{ kind: 'createPlan', plan: { metadata: { name: 'plan-1-abcde' } } }]);
    const renamed = { ...anomaly, status };
    expect(decide(renamed, storedPlan(undefined, { name: 'plan-1-abcde', ownerReferences: [] })).status).toMatchObject({
      phase: 'Failed',
      reason: 'NameCollision',
    });
  });
});

describe('a plan that the API server refuses', () => {
  const refuse = (refused: PlanRefused, anomaly = recorded()) =>
    decideAnomaly({ ...seenAlone, anomaly, analysis: { kind: 'unread' }, refused }, now);
  const mayNot: PlanRefused = { reason: 'Forbidden', message: 'The engine may not create remediationplans: no' };

  test('is waited for when a right is missing, and asked for again after half a minute', () => {
    const { status, effects, requeueAfter } = refuse(mayNot);
    expect({ effects, requeueAfter }).toEqual({ effects: [], requeueAfter: 30 });
    expect(status).toMatchObject({ phase: 'Planned', ...mayNot, blocked: { reason: 'Forbidden', since: now.toISOString() } });
    expect(findCondition(status?.conditions, 'Blocked')).toMatchObject({ status: 'True', ...mayNot });
    expect(findCondition(status?.conditions, 'Planned')).toMatchObject({ status: 'False', reason: 'NoPlan' });
    expect(decide(recorded(status)).effects).toEqual([{ kind: 'createPlan', plan: made }]);
  });

  test('no longer blocks the anomaly once it was made after all', () => {
    const { status } = decide(recorded(refuse(mayNot).status), storedPlan());
    expect(status).toMatchObject({ phase: 'Planned', reason: 'PlanCreated', blocked: undefined });
    expect(findCondition(status?.conditions, 'Blocked')).toBeUndefined();
    expect(findCondition(status?.conditions, 'Planned')).toMatchObject({ status: 'True' });
  });

  test('ends the anomaly in the server`s words when it is invalid', () => {
    const refused = { reason: 'ApplyFailed', message: 'spec.steps: Too many' } as const;
    expect(refuse(refused)).toMatchObject({ status: { phase: 'Failed', ...refused, finishedAt: now.toISOString() }, effects: [] });
  });

  test('is not needed any more when the reporter saw it end', () => {
    expect(refuse(mayNot, recorded({}, { resolvedAt: now.toISOString() })).status).toMatchObject({ phase: 'Resolved' });
  });
});

describe('an anomaly follows its plan', () => {
  test.each<{ plan: string; status?: RemediationPlanStatus; phase: string; reason: string }>([
    { plan: 'new', phase: 'Planned', reason: 'PlanCreated' },
    { plan: 'Pending', status: { phase: 'Pending' }, phase: 'Planned', reason: 'PlanCreated' },
    { plan: 'AwaitingApproval', status: { phase: 'AwaitingApproval' }, phase: 'Planned', reason: 'ApprovalRequired' },
    { plan: 'Executing', status: { phase: 'Executing' }, phase: 'Remediating', reason: 'PlanExecuting' },
    { plan: 'Verifying', status: { phase: 'Verifying' }, phase: 'Remediating', reason: 'PlanExecuting' },
    { plan: 'RollingBack', status: { phase: 'RollingBack' }, phase: 'Remediating', reason: 'PlanExecuting' },
    { plan: 'Succeeded', status: { phase: 'Succeeded' }, phase: 'Resolved', reason: 'PlanSucceeded' },
    { plan: 'Failed', status: { phase: 'Failed' }, phase: 'Failed', reason: 'PlanFailed' },
    { plan: 'RolledBack', status: { phase: 'RolledBack' }, phase: 'Failed', reason: 'PlanRolledBack' },
    { plan: 'RollbackFailed', status: { phase: 'RollbackFailed' }, phase: 'Failed', reason: 'RollbackFailed' },
    { plan: 'Cancelled', status: { phase: 'Cancelled' }, phase: 'Failed', reason: 'PlanCancelled' },
  ])('$phase/$reason when the plan is $plan', ({ status, phase, reason }) => {
    expect(decide(confirmed(), storedPlan(status)).status).toMatchObject({ phase, reason });
  });

  test.each<{ plan: RemediationPlanStatus; phase: string }>([
    { plan: { phase: 'Pending', message: 'Held.' }, phase: 'Planned' },
    { plan: { phase: 'AwaitingApproval', message: 'Held.' }, phase: 'Planned' },
    { plan: { phase: 'Executing', message: 'Held.' }, phase: 'Remediating' },
    { plan: { phase: 'RollingBack', message: 'Held.' }, phase: 'Remediating' },
  ])('and stays $phase but says what the plan waits for when that is $plan.phase', ({ plan, phase }) => {
    const blocked = { reason: 'TargetHeld', since: '2026-01-01T11:00:00Z', until: '2026-01-01T13:00:00Z', by: 'RemediationPlan/x/plan-y' };
    const waiting = decide(confirmed(), storedPlan({ ...plan, blocked }));
    expect(waiting.status).toMatchObject({ phase, reason: 'TargetHeld', message: 'plan-1: Held.', blocked });
    expect(findCondition(waiting.status?.conditions, 'Blocked')).toMatchObject({ status: 'True', reason: 'TargetHeld' });
    expect(decide({ ...reported, status: waiting.status }, storedPlan({ ...plan, blocked })).status).toEqual(waiting.status);
    const moving = decide({ ...reported, status: waiting.status }, storedPlan({ phase: 'Executing' })).status;
    expect(moving).toMatchObject({ phase: 'Remediating', reason: 'PlanExecuting', blocked: undefined });
    expect(findCondition(moving?.conditions, 'Blocked')).toBeUndefined();
  });

  test('and names the plan where that waits for nobody', () => {
    const blocked = { reason: 'ApprovalRequired', since: '2026-01-01T11:00:00Z' };
    const { status } = decide(confirmed(), storedPlan({ phase: 'AwaitingApproval', message: 'A person.', blocked }));
    expect(status?.blocked).toEqual({ ...blocked, by: 'RemediationPlan/self-healing-platform/plan-1' });
  });

  test('and says what the plan says at its end, with what was tried', () => {
    const steps = [
      { name: 'drain-and-reboot-node-w1', phase: 'Failed' as const, startedAt: '2026-01-01T11:00:00Z', finishedAt: '2026-01-01T11:10:00Z' },
      { name: 'restart-deployment-pay', phase: 'Pending' as const },
    ];
    const { status } = decide(confirmed({ phase: 'Remediating' }), storedPlan({ phase: 'Failed', message: 'step 1 failed', steps }));
    expect(status?.message).toBe('plan-1: step 1 failed');
    expect(status?.history).toEqual([
      { plan: 'plan-1', operation: 'drain_and_reboot_node', target: 'Node/w1', outcome: 'Failed', at: '2026-01-01T11:10:00Z' },
    ]);
  });

  test('and remembers that a step did not help whose layer did not become healthy', () => {
    const times = { startedAt: '2026-01-01T11:00:00Z', finishedAt: '2026-01-01T11:10:00Z' };
    const steps = [
      { name: 'drain-and-reboot-node-w1', phase: 'Succeeded' as const, ...times },
      { name: 'restart-deployment-pay', phase: 'Succeeded' as const, ...times },
    ];
    const checkpoints = [
      { name: 'infrastructure-healthy', layer: 'infrastructure' as const, result: 'Passed' as const },
      { name: 'application-healthy', layer: 'application' as const, result: 'Failed' as const },
    ];
    const { status } = decide(confirmed({ phase: 'Remediating' }), storedPlan({ phase: 'Failed', steps, checkpoints }));
    expect(status?.history?.map(({ operation, outcome }) => [operation, outcome])).toEqual([
      ['drain_and_reboot_node', 'Succeeded'],
      ['restart_deployment', 'Ineffective'],
    ]);
  });

  test.each([
    { when: 'is gone', plan: undefined },
    { when: 'was replaced by another', plan: storedPlan(undefined, { uid: 'other' }) },
  ])('and fails when the plan $when, without making another', ({ plan }) => {
    expect(decide(confirmed(), plan)).toMatchObject({ status: { phase: 'Failed', reason: 'PlanDeleted' }, effects: [] });
  });

  test('a pass that sees nothing new changes nothing', () => {
    const { status } = decide(confirmed(), storedPlan({ phase: 'Executing' }));
    expect(decide({ ...reported, status }, storedPlan({ phase: 'Executing' })).status).toEqual(status);
  });
});

describe('when the reporter saw it end', () => {
  const ended = { resolvedAt: '2026-01-01T11:59:00Z' };

  test.each<{ when: string; status?: RemediationPlanStatus; spec?: Partial<RemediationPlan['spec']>; stops: boolean }>([
    { when: 'waits', status: { phase: 'Pending' }, stops: true },
    { when: 'waits for a person', status: { phase: 'AwaitingApproval' }, stops: true },
    { when: 'was stopped before', status: { phase: 'Pending' }, spec: { cancel: 'Stop' }, stops: false },
    { when: 'has begun', status: { phase: 'Executing', startedAt: '2026-01-01T11:00:00Z' }, stops: false },
  ])('a plan that $when is stopped: $stops', ({ status, spec, stops }) => {
    const { effects } = decide(confirmed({}, ended), storedPlan(status, {}, spec));
    expect(effects.map(({ kind }) => kind)).toEqual(stops ? ['stopPlan'] : []);
  });

  test('it is Resolved as soon as the plan that never began is Cancelled', () => {
    expect(decide(confirmed({}, ended), storedPlan({ phase: 'Cancelled' })).status).toMatchObject({
      phase: 'Resolved',
      reason: 'ResolvedByReporter',
    });
    const begun = storedPlan({ phase: 'Cancelled', startedAt: '2026-01-01T11:00:00Z' });
    expect(decide(confirmed({}, ended), begun).status).toMatchObject({ phase: 'Failed', reason: 'PlanCancelled' });
  });
});
