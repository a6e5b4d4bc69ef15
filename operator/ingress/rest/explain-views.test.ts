import { describe, expect, test } from '@jest/globals';
import type { ActionPhase, AnomalyStatus, PlanPhase, RemediationActionStatus, RemediationPlanStatus } from '../../api/generated/types.ts';
import { at, buildAction } from '../../testing/action-builder.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { explainAction, explainAnomaly, explainPlan } from './explain-views.ts';

const system = 'self-healing-platform';
const rival = `RemediationAction/${system}/act-2`;
const waiting: RemediationActionStatus = {
  phase: 'Blocked',
  reason: 'LowerPriority',
  message: `Waits for ${rival}, which has a smaller priority number and has the same target.`,
  blocked: { reason: 'LowerPriority', since: at(1), by: rival },
  queuePosition: 2,
  arbitration: { rule: 'LowerPriority', winner: rival, against: [rival], conflictType: 'same_target', decidedAt: at(1) },
  conditions: [{ type: 'Admitted', status: 'False', reason: 'LowerPriority', message: '', lastTransitionTime: at(1) }],
};

const explained = (status?: RemediationActionStatus) => explainAction(buildAction({ name: 'act-1', ...(status && { status }) }));

describe('an action', () => {
  test('that waits names the rule, the winner, the holder, since and until when, and what can be done', () => {
    expect(explained(waiting)).toEqual({
      id: 'act-1',
      namespace: system,
      phase: 'Blocked',
      rule: 'LowerPriority',
      meaning: 'A conflicting action has a smaller priority number and goes first.',
      message: waiting.message,
      waits: { holder: rival, since: at(1), until: null, ends: `when ${rival} ends` },
      next_steps: [
        'It goes on by itself.',
        `To end act-2 before: kubectl patch ract act-2 -n ${system} --type merge -p '{"spec":{"cancel":true}}'`,
      ],
      conditions: [{ type: 'Admitted', status: 'False', reason: 'LowerPriority', since: at(1) }],
      arbitration: {
        rule: 'LowerPriority',
        winner: rival,
        against: [rival],
        conflict_type: 'same_target',
        decided_at: at(1),
        position: 2,
      },
    });
  });

  test('that a limit holds says until when, and by which field', () => {
    const blocked = { reason: 'RateLimited', since: at(1), until: at(9) };
    expect(explained({ phase: 'Blocked', reason: 'RateLimited', blocked })).toMatchObject({
      rule: 'RateLimited',
      waits: { holder: 'RemediationPolicy/cluster, admissions', until: at(9), ends: 'when a token comes' },
      arbitration: null,
    });
  });

  test('at work whose pod is held says that, in the words of its condition, beside who it won against', () => {
    const by = 'Pod shop/pay-1 by PodDisruptionBudget/shop/pay';
    const held = {
      type: 'Blocked',
      status: 'True',
      reason: 'EvictionBlocked',
      message: 'pay-1 is held.',
      lastTransitionTime: at(5),
    } as const;
    const arbitration = { rule: 'Admitted', against: [rival], decidedAt: at(2) };
    const status = { phase: 'Running', reason: 'Running', message: '1 of 2 pods are gone', conditions: [held], arbitration } as const;
    expect(
      explained({ ...status, conditions: [held], arbitration, blocked: { reason: 'EvictionBlocked', since: at(5), by } }),
    ).toMatchObject({
      rule: 'EvictionBlocked',
      message: 'pay-1 is held.',
      waits: { holder: by, since: at(5) },
      arbitration: { rule: 'Admitted', winner: `RemediationAction/${system}/act-1`, against: [rival] },
    });
  });

  test('that was told to wait for a reason of another version still says for whom', () => {
    const blocked = { reason: 'OwnNode', since: at(1), by: 'Node/w1' };
    expect(explained({ phase: 'Blocked', reason: 'OwnNode', blocked })).toMatchObject({ rule: 'OwnNode', waits: { holder: 'Node/w1' } });
  });

  test.each<{ phase: ActionPhase | undefined; reason?: string; rule: string; next: RegExp | undefined }>([
    { phase: undefined, rule: 'Waiting', next: /^It is judged/ },
    { phase: 'Admitted', reason: 'Admitted', rule: 'Admitted', next: /^It begins/ },
    { phase: 'Running', reason: 'Running', rule: 'Admitted', next: /^To end act-1/ },
    { phase: 'Succeeded', reason: 'Succeeded', rule: 'Succeeded', next: undefined },
    { phase: 'Failed', reason: 'TimedOut', rule: 'TimedOut', next: /ask for a new one/ },
    { phase: 'Superseded', reason: 'DuplicateOf', rule: 'DuplicateOf', next: /^Look at RemediationAction\/x\/act-9/ },
    { phase: 'Rejected', reason: 'ApprovalDenied', rule: 'ApprovalDenied', next: /^Ask for a new one/ },
    { phase: 'Cancelled', reason: 'CancelRequested', rule: 'CancelRequested', next: /^Ask for a new one/ },
  ])('$phase goes by the rule $rule, and next is $next', ({ phase, reason, rule, next }) => {
    const arbitration = {
      rule: 'Admitted',
      decidedAt: at(1),
      ...(phase === 'Superseded' && { rule: 'DuplicateOf', winner: 'RemediationAction/x/act-9' }),
    };
    const said = explained(phase && { phase, arbitration, ...(reason !== undefined && { reason }) });
    expect(said).toMatchObject({ phase: phase ?? 'Pending', rule, waits: null });
    expect(said.meaning).not.toBe('');
    if (next) expect(said.next_steps.at(-1)).toMatch(next);
    else expect(said.next_steps).toEqual([]);
  });
});

const plan = (status?: RemediationPlanStatus, suspend = false) => buildPlan({ name: 'plan-1', suspend, ...(status && { status }) });

describe('a plan', () => {
  test('that waits to begin names the plan that holds its target', () => {
    const by = `RemediationPlan/${system}/plan-2`;
    const blocked = { reason: 'TargetHeld', since: at(3), by };
    expect(explainPlan(plan({ phase: 'Pending', reason: 'TargetHeld', blocked }), [])).toMatchObject({
      rule: 'TargetHeld',
      waits: { holder: by, since: at(3), ends: `when ${by} ends` },
      next_steps: ['It goes on by itself.', expect.stringContaining('rplan plan-2')],
      actions: [],
    });
  });

  test('whose action waits says what can be done about that action', () => {
    const until = at(99);
    const held = { reason: 'ConsecutiveFailures', since: at(3), until };
    const action = buildAction({ name: 'act-1', status: { phase: 'Blocked', reason: held.reason, blocked: held } });
    const done = buildAction({ name: 'act-0', status: { phase: 'Succeeded', reason: 'Succeeded' } });
    const own = { ...held, by: `RemediationAction/${system}/act-1` };
    const said = explainPlan(plan({ phase: 'Executing', reason: held.reason, blocked: own }), [done, action]);
    expect(said).toMatchObject({ rule: held.reason, waits: { holder: own.by, until }, actions: [{ id: 'act-1', waits: { until } }] });
    expect(said.next_steps.at(-1)).toContain('kubectl annotate ract act-1');
  });

  test('that a person suspended is held by itself, and not by the policy', () => {
    const blocked = { reason: 'Suspended', since: at(3) };
    const said = explainPlan(plan({ phase: 'Pending', reason: 'Suspended', blocked }, true), []);
    expect(said.waits?.holder).toBe(`RemediationPlan/${system}/plan-1, spec.suspend`);
    expect(said.next_steps).toEqual([expect.stringContaining('kubectl patch rplan plan-1')]);
    const byPolicy = { ...blocked, by: 'RemediationPolicy/cluster' };
    const both = explainPlan(plan({ phase: 'Pending', reason: 'Suspended', blocked: byPolicy }, true), []);
    expect(both.waits?.holder).toBe('RemediationPolicy/cluster');
  });

  test.each<{ phase: PlanPhase | undefined; status?: Partial<RemediationPlanStatus>; next: RegExp | undefined }>([
    { phase: undefined, next: /^It is judged/ },
    { phase: 'Executing', status: { steps: [{ name: 'drain', phase: 'Running' }] }, next: /drain \(Running\)/ },
    { phase: 'Executing', next: /the next one/ },
    {
      phase: 'Verifying',
      status: { checkpoints: [{ name: 'c', layer: 'platform', result: 'Pending', startedAt: at(1), checks: [] }] },
      next: /c of the platform layer/,
    },
    { phase: 'RollingBack', next: /being undone/ },
    { phase: 'Succeeded', next: undefined },
    { phase: 'Failed', next: /steps and checkpoints/ },
    { phase: 'RolledBack', next: /was undone/ },
    { phase: 'RollbackFailed', status: { rollback: [{ step: 'scale', result: 'Drifted' }] }, next: /scale \(Drifted\)/ },
    { phase: 'Cancelled', next: /new one/ },
  ])('$phase: next is $next', ({ phase, status, next }) => {
    const said = explainPlan(plan(phase && { phase, reason: 'Executing', ...status }), []);
    if (next) expect(said.next_steps[0]).toMatch(next);
    else expect(said.next_steps).toEqual([]);
  });
});

describe('an anomaly', () => {
  test('that waits with its plan says what can be done about the plan', () => {
    const blocked = { reason: 'ApprovalRequired', since: at(1), until: at(900) };
    const told = explainPlan(plan({ phase: 'AwaitingApproval', reason: blocked.reason, blocked }), []);
    const own = { ...blocked, by: `RemediationPlan/${system}/plan-1` };
    const anomaly = buildAnomaly({ status: { phase: 'Planned', reason: blocked.reason, blocked: own } });
    expect(explainAnomaly(anomaly, told)).toMatchObject({
      rule: 'ApprovalRequired',
      waits: { holder: own.by, until: at(900) },
      next_steps: [expect.stringContaining('kubectl patch rplan plan-1')],
      plan: { id: 'plan-1' },
    });
    expect(explainAnomaly(anomaly, undefined)).toMatchObject({ plan: null, next_steps: ['Approve its plan or its action.'] });
  });

  test.each<{ status: AnomalyStatus | undefined; next: RegExp | undefined }>([
    { status: undefined, next: /^It is judged/ },
    { status: { phase: 'Suppressed', reason: 'DuplicateOf', duplicateOf: { name: 'anom-2' } }, next: /anom-2/ },
    {
      status: { phase: 'Suppressed', reason: 'PartOfIncident', planRef: { namespace: system, name: 'plan-9' } },
      next: /plan-9 in self-healing-platform/,
    },
    { status: { phase: 'Suppressed', reason: 'ObserveOnly' }, next: /mode Automatic/ },
    { status: { phase: 'Suppressed', reason: 'NothingWrong' }, next: undefined },
    { status: { phase: 'Planned', reason: 'PlanCreated' }, next: /plan comes next/ },
    { status: { phase: 'Remediating', reason: 'PlanExecuting' }, next: /carried out/ },
    { status: { phase: 'Resolved', reason: 'PlanSucceeded' }, next: undefined },
    { status: { phase: 'Failed', reason: 'PlanFailed', planRef: { name: 'plan-1' } }, next: /by plan-1/ },
  ])('$status.phase $status.reason: next is $next', ({ status, next }) => {
    const said = explainAnomaly(buildAnomaly(status && { status }), undefined);
    expect(said).toMatchObject({ waits: null, history: [] });
    if (next) expect(said.next_steps[0]).toMatch(next);
    else expect(said.next_steps).toEqual([]);
  });
});
