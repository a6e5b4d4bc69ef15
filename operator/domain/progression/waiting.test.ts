import { describe, expect, test } from '@jest/globals';
import { specHash } from '../../api/spec-hash.ts';
import type { Anomaly, RemediationPlan } from '../../api/generated/types.ts';
import { at } from '../../testing/action-builder.ts';
import { buildCheckpoint, buildPlan, type PlanWish } from '../../testing/plan-builder.ts';
import { buildSeen } from '../../testing/simulate-plan.ts';
import { decidePlan } from './decide-plan.ts';
import type { Decision, SeenPlan } from './seen.ts';

const now = new Date(at(100));

function nextOf(decision: Decision): Extract<Decision, { kind: 'next' }> {
  if (decision.kind === 'ask') throw new Error(`it asks for ${decision.ask.kind}`);
  return decision;
}

/** The plan as it stands after its first pass. */
function known(wish: PlanWish = {}): RemediationPlan {
  const plan = buildPlan(wish);
  return { ...plan, status: nextOf(decidePlan(buildSeen(plan), now)).status };
}

function decide(plan: RemediationPlan, more: Partial<Omit<SeenPlan, 'plan' | 'actions'>> = {}) {
  const { status, effects, requeueAfter } = nextOf(decidePlan(buildSeen(plan, { answers: { start: { kind: 'may' } }, ...more }), now));
  return { phase: status.phase, reason: status.reason, message: status.message, status, effects, requeueAfter };
}

const resolved: Anomaly = {
  apiVersion: 'coordination.selfheal.dev/v1alpha1',
  kind: 'Anomaly',
  metadata: { name: 'anom-test', uid: 'a', resourceVersion: '1', creationTimestamp: at(0) },
  spec: { type: 'node_memory_pressure', severity: 'high', source: 'deterministic', resolvedAt: at(50) },
  status: { rootCause: { layer: 'infrastructure', target: { apiVersion: 'v1', kind: 'Node', name: 'w1' } } },
};

describe('a plan that is seen for the first time', () => {
  const plan = known({
    steps: [{}, { layer: 'application' }],
    checkpoints: [buildCheckpoint('infrastructure', 1, ['node_ready']), buildCheckpoint('application', 2, ['pods_running'])],
  });

  test('is Pending with all its parts Pending and its columns filled in', () => {
    expect(plan.status).toMatchObject({
      phase: 'Pending',
      reason: 'Queued',
      progress: '0/2',
      currentStep: 1,
      layerPath: 'infra>app',
      specHash: specHash(plan.spec),
      steps: [
        { name: 'step-1', phase: 'Pending' },
        { name: 'step-2', phase: 'Pending' },
      ],
      checkpoints: [
        { name: 'infrastructure-healthy', result: 'Pending' },
        { name: 'application-healthy', result: 'Pending' },
      ],
    });
  });

  test('has its health conditions Unknown, only for layers with a checkpoint', () => {
    const unknown = plan.status?.conditions?.filter(({ status }) => status === 'Unknown').map(({ type }) => type);
    expect(unknown).toEqual(['InfrastructureHealthy', 'ApplicationHealthy']);
  });

  test('shows the root cause of its anomaly', () => {
    const seen = buildSeen(buildPlan({ anomalyRef: { name: 'anom-test' } }), { anomaly: resolved });
    expect(nextOf(decidePlan(seen, now)).status.cause).toBe('Node/w1');
  });
});

describe('a plan that has not begun', () => {
  const denied = { decision: 'Denied', by: 'ann', reason: 'not today' } as const;
  const approved = { decision: 'Approved', by: 'ann' } as const;
  const ai = { source: 'ai_driven', confidence: 0.69 } as const;

  test.each([
    { when: 'nothing stands in its way', wish: {}, phase: 'Executing', reason: 'Executing' },
    { when: 'its approval is required', wish: { approvalRequired: true }, phase: 'AwaitingApproval', reason: 'ApprovalRequired' },
    { when: 'its mode is Approval', wish: { mode: 'Approval' }, phase: 'AwaitingApproval', reason: 'ApprovalRequired' },
    { when: 'a model is below the threshold', wish: ai, phase: 'AwaitingApproval', reason: 'LowConfidence' },
    { when: 'a model is at the threshold', wish: { ...ai, confidence: 0.7 }, phase: 'Executing', reason: 'Executing' },
    { when: 'a person approved the model', wish: { ...ai, approval: approved }, phase: 'Executing', reason: 'Executing' },
    { when: 'a person denied it', wish: { mode: 'Approval', approval: denied }, phase: 'Cancelled', reason: 'ApprovalDenied' },
    {
      when: 'the approval was for another spec',
      wish: { ...ai, approval: { ...approved, specHash: 'abc' } },
      phase: 'Cancelled',
      reason: 'ApprovalStale',
    },
    { when: 'it is suspended', wish: { suspend: true }, phase: 'Pending', reason: 'Suspended' },
    { when: 'somebody asked to stop', wish: { cancel: 'Stop' }, phase: 'Cancelled', reason: 'CancelRequested' },
    { when: 'somebody asked to roll back', wish: { cancel: 'Rollback' }, phase: 'Cancelled', reason: 'CancelRequested' },
    { when: 'it is being deleted', wish: { deleted: true }, phase: 'Cancelled', reason: 'Deleted' },
    { when: 'it may only look on', wish: { mode: 'Observe' }, phase: 'Cancelled', reason: 'ObserveOnly' },
    { when: 'it is impossible', wish: { steps: [{ operation: 'drain_node' }] }, phase: 'Failed', reason: 'InvalidPlan' },
  ] as const)('is $phase/$reason when $when', ({ wish, phase, reason }) => {
    expect(decide(known(wish as PlanWish))).toMatchObject({ phase, reason });
  });

  test('asks whether it may take its targets, and waits as long as it may not', () => {
    const plan = known();
    expect(decidePlan(buildSeen(plan), now)).toEqual({ kind: 'ask', ask: { kind: 'start' } });
    const waits = { kind: 'waits', reason: 'TargetHeld', message: 'Another plan holds Node/w1.', by: 'RemediationPlan/a/b' } as const;
    const first = decide(plan, { answers: { start: waits } });
    expect(first).toMatchObject({ phase: 'Pending', reason: 'TargetHeld', message: 'Another plan holds Node/w1.' });
    expect(first.status.blocked).toEqual({ reason: 'TargetHeld', since: at(100), by: 'RemediationPlan/a/b' });
  });

  test('keeps the time since when it waits, whatever it waits for, and forgets it when it starts', () => {
    const waits = { kind: 'waits', reason: 'TargetHeld', message: 'Held.' } as const;
    const held = { ...known(), status: decide(known(), { answers: { start: waits } }).status };
    const later = new Date(at(500));
    const again = nextOf(decidePlan(buildSeen(held, { answers: { start: { ...waits, reason: 'DeterministicPreferred' } } }), later)).status;
    expect(again.blocked).toEqual({ reason: 'DeterministicPreferred', since: at(100) });
    const started = nextOf(decidePlan(buildSeen(held, { answers: { start: { kind: 'may' } } }), later)).status;
    expect(started).toMatchObject({ phase: 'Executing', startedAt: at(500) });
    expect(started.blocked).toBeUndefined();
    expect(started.conditions?.some(({ type }) => type === 'Blocked')).toBe(false);
  });

  test('does not age while a person keeps it suspended', () => {
    const suspended = known({ suspend: true });
    const resumed = { ...known(), status: decide(suspended).status };
    expect(resumed.status.blocked).toEqual({ reason: 'Suspended', since: at(100) });
    const waits = { kind: 'waits', reason: 'TargetHeld', message: 'Held.' } as const;
    const { status } = nextOf(decidePlan(buildSeen(resumed, { answers: { start: waits } }), new Date(at(900))));
    expect(status.blocked).toEqual({ reason: 'TargetHeld', since: at(900) });
  });

  test('says the same when it is asked again while it waits', () => {
    const waits = { kind: 'waits', reason: 'TargetHeld', message: 'Held.' } as const;
    const held = { ...known(), status: decide(known(), { answers: { start: waits } }).status };
    const again = nextOf(decidePlan(buildSeen(held, { answers: { start: waits } }), new Date(at(900))));
    expect(again.status).toEqual(held.status);
  });

  test('shows that it waits for a person and since when, and does not age meanwhile', () => {
    const plan = known({ mode: 'Approval' });
    const { status } = decide(plan);
    expect(status.blocked).toEqual({ reason: 'ApprovalRequired', since: at(100), until: at(1000) });
    expect(status.conditions).toContainEqual(expect.objectContaining({ type: 'Blocked', status: 'True', reason: 'ApprovalRequired' }));
    const approvedPlan = { ...plan, status, spec: { ...plan.spec, approval: { ...approved, specHash: status.specHash } } };
    expect(decide(approvedPlan).status.blocked).toBeUndefined();
  });

  test('asks whether the engine may do it before a person is asked', () => {
    const plan = known({ mode: 'Approval' });
    expect(decidePlan({ ...buildSeen(plan), answers: {} }, now)).toEqual({ kind: 'ask', ask: { kind: 'rights' } });
  });

  const lack = 'cordon_node of Node/w1: the engine may not patch nodes, which config/opt-in/node-drain grants.';
  const lacking = { answers: { rights: { kind: 'lacking', message: lack } } } as const;

  test.each<{ wish: PlanWish; reason: string; asks: string }>([
    { wish: { mode: 'Approval' }, reason: 'ApprovalRequired', asks: 'A person has to approve before the plan begins.' },
    { wish: ai, reason: 'LowConfidence', asks: 'The confidence 0.69 is below the threshold 0.7; a person has to approve.' },
  ])('tells whoever is to approve it for $reason that it cannot begin for want of a right', ({ wish, reason, asks }) => {
    const { phase, message, status } = decide(known(wish), lacking);
    expect({ phase, blocked: status.blocked?.reason }).toEqual({ phase: 'AwaitingApproval', blocked: reason });
    expect(message).toContain(`Approved, it would still wait: ${lack} ${asks} To approve: kubectl patch rplan`);
    expect(status.conditions?.find(({ type }) => type === 'Blocked')?.message).toBe(message);
  });

  test('looks again soon for a right that is missing, and then says only that it waits for a person', () => {
    const plan = known({ mode: 'Approval' });
    const held = decide(plan, lacking);
    expect(held.requeueAfter).toBe(12_000);
    const granted = decide({ ...plan, status: held.status });
    expect(granted.message).toMatch(/^A person has to approve/);
    expect(granted).toMatchObject({ phase: 'AwaitingApproval', requeueAfter: 900_000, status: { blocked: held.status.blocked } });
  });

  test('goes from AwaitingApproval back to Pending when a person approves', () => {
    const waiting = known({ mode: 'Approval' });
    const awaiting = { ...waiting, status: decide(waiting).status };
    const approvedPlan = { ...awaiting, spec: { ...awaiting.spec, approval: { ...approved, specHash: awaiting.status.specHash } } };
    expect(decide(approvedPlan)).toMatchObject({ phase: 'Pending', reason: 'Queued', requeueAfter: 0 });
  });

  test('ends without a failure when its anomaly is over', () => {
    const plan = known({ anomalyRef: { name: 'anom-test' } });
    expect(decide(plan, { anomaly: resolved })).toMatchObject({ phase: 'Cancelled', reason: 'AnomalyResolved' });
  });

  test('takes a finalizer and tells it when it starts, and asks to be seen at once', () => {
    const { effects, requeueAfter } = decide(known());
    expect(effects).toEqual([{ kind: 'happened', happening: { what: 'planStarted' } }, { kind: 'addFinalizer' }]);
    expect(requeueAfter).toBe(0);
  });

  test.each<{ what: string; wish: PlanWish }>([
    { what: 'of a model that is not sure', wish: { source: 'ai_driven', confidence: 0.1 } },
    { what: 'that has to be approved', wish: { approvalRequired: true } },
  ])('that is a dry run $what waits for no person', ({ wish }) => {
    expect(decide(known({ mode: 'DryRun', ...wish }))).toMatchObject({ phase: 'Executing' });
  });

  test('has every step Cancelled when it ends before it began', () => {
    const { status } = decide(known({ cancel: 'Stop', steps: [{}, {}] }));
    expect(status.steps?.map(({ phase, reason }) => [phase, reason])).toEqual([
      ['Cancelled', 'StepNotReached'],
      ['Cancelled', 'StepNotReached'],
    ]);
    expect(status.conditions?.find(({ type }) => type === 'Failed')).toMatchObject({ status: 'True', reason: 'CancelRequested' });
    expect(status.finishedAt).toBe(at(100));
  });
});

describe('a plan that waits for another', () => {
  const waits = (reason: 'TargetHeld' | 'Suspended' | 'ConsecutiveFailures', by: string) =>
    ({ kind: 'waits', reason, by, message: `${by} is first.` }) as const;
  const lost = (plan: RemediationPlan, start: ReturnType<typeof waits>) =>
    decide(plan, { answers: { start } }).effects.flatMap((effect) =>
      effect.kind === 'happened' && effect.happening.what === 'planLost' ? [effect.happening.winner] : [],
    );

  test('says so once for each that comes to stand before it', () => {
    const plan = known();
    const held = waits('TargetHeld', 'RemediationPlan/x/a');
    expect(lost(plan, held)).toEqual(['RemediationPlan/x/a']);
    const waiting = { ...plan, status: decide(plan, { answers: { start: held } }).status };
    expect(lost(waiting, held)).toEqual([]);
    expect(lost(waiting, waits('TargetHeld', 'RemediationPlan/x/b'))).toEqual(['RemediationPlan/x/b']);
  });

  test('records and tells why a person lets it go on, in the step in which it begins', () => {
    const plan = known();
    const held = waits('ConsecutiveFailures', 'RemediationPlan/x/a');
    const { status } = decide(plan, { answers: { start: held } });
    const annotations = { 'coordination.selfheal.dev/clear-block': 'the disk is new' };
    const begun = decide({ ...plan, status, metadata: { ...plan.metadata, annotations } });
    const message = 'It is tried although what was tried before failed again and again: the disk is new';
    expect(begun.phase).toBe('Executing');
    expect(begun.status.conditions).toContainEqual(expect.objectContaining({ type: 'BlockCleared', reason: 'BlockCleared', message }));
    expect(begun.effects).toContainEqual({ kind: 'happened', happening: { what: 'blockCleared', message } });
  });

  test('has lost against nobody when a limit holds it', () => {
    expect(lost(known(), waits('Suspended', 'RemediationPolicy/cluster'))).toEqual([]);
  });
});
