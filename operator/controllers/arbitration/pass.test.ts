import { describe, expect, test } from '@jest/globals';
import { Conflict, Terminal, Transient } from '../../kube/errors.ts';
import { at } from '../../testing/action-builder.ts';
import { buildPolicy } from '../../testing/policy-builder.ts';
import { court } from '../../testing/court.ts';
import { buildPlan } from '../../testing/plan-builder.ts';

const ai = { source: 'ai_driven', confidence: 0.95 } as const;
const scale = { type: 'resource_scaling', target: 'Deployment/shop/pay', parameters: { replicas: 3 } } as const;

describe('a pass', () => {
  test('admits the winner and supersedes the model, with everything a person wants to know', async () => {
    const { pass, submit, statusOf } = court();
    submit({ name: 'a' });
    submit({ name: 'b', operation: 'drain_node', priority: 1, ...ai });
    await pass();
    expect(statusOf('a')).toMatchObject({
      phase: 'Admitted',
      reason: 'Admitted',
      observedGeneration: 1,
      epoch: 1,
      resolvedTarget: { kind: 'Node', name: 'w1', uid: 'uid-w1', nodes: ['w1'] },
      arbitration: { rule: 'Admitted', against: ['RemediationAction/self-healing-platform/b'], decidedAt: at(100) },
    });
    expect(statusOf('a').specHash).toMatch(/^[0-9a-f]{64}$/);
    expect(statusOf('a').conditions?.map(({ type, status, reason }) => `${type}=${status} ${reason}`)).toEqual(['Admitted=True Admitted']);
    expect(statusOf('b')).toMatchObject({
      phase: 'Superseded',
      reason: 'DeterministicPreferred',
      finishedAt: at(100),
      arbitration: { rule: 'DeterministicPreferred', conflictType: 'same_target', winner: 'RemediationAction/self-healing-platform/a' },
    });
  });

  test('shows who waits for whom, since when and in which place', async () => {
    const { pass, submit, statusOf } = court();
    submit({ name: 'a', priority: 1 });
    submit({ name: 'b', ...scale });
    submit({ name: 'c', operation: 'drain_node' });
    await pass();
    expect(statusOf('b')).toMatchObject({
      phase: 'Blocked',
      reason: 'LowerPriority',
      queuePosition: 1,
      blocked: { reason: 'LowerPriority', since: at(100), by: 'RemediationAction/self-healing-platform/a' },
      arbitration: { conflictType: 'contained_target' },
    });
    expect(statusOf('b').conditions?.map(({ type, status }) => `${type}=${status}`)).toEqual(['Admitted=False', 'Blocked=True']);
    expect(statusOf('c')).toMatchObject({ reason: 'LowerPriority', queuePosition: 2, arbitration: { conflictType: 'same_target' } });
  });

  test('writes nothing and reads nothing when nothing changed', async () => {
    const { pass, submit, calls } = court();
    submit({ name: 'a' });
    for (let index = 0; index < 30; index += 1) submit({ name: `w${index}`, operation: 'drain_node', parameters: { index } });
    await pass();
    expect(calls()).toEqual({ 'get ClusterVersion': 1, 'list MachineConfigPool': 1, 'get Node': 31, 'patch RemediationAction/status': 31 });
    await pass();
    expect(calls()).toEqual({});
  });

  test('reads a waiting target again only before it is admitted', async () => {
    const { pass, submit, calls, change, shown } = court();
    submit({ name: 'a' });
    for (let index = 0; index < 30; index += 1)
      submit({ name: `w${index}`, operation: 'drain_node', createdAt: index, parameters: { index } });
    await pass();
    calls();
    change('a', (action) => ({ ...action, status: { ...action.status, phase: 'Succeeded' } }));
    await pass();
    expect(shown('w0')).toBe('Admitted/Admitted');
    expect(calls()['get Node']).toBe(1);
  });

  test('after a restart trusts the targets that the statuses show', async () => {
    const first = court();
    first.submit({ name: 'a' });
    first.submit({ name: 'b', operation: 'drain_node' });
    await first.pass();
    const { makePass } = await import('./pass.ts');
    first.calls();
    await makePass(first.deps)();
    expect(first.calls()).toEqual({});
  });

  test('a pod that moved onto a node that is at work keeps its workload waiting', async () => {
    const { pass, submit, cluster, shown, statusOf, put } = court({ settings: { maxActiveActions: 1, exclusivityScope: 'Related' } });
    submit({ name: 'a', target: 'Node/w2' });
    submit({ name: 'b', ...scale, createdAt: 1 });
    await pass();
    expect(shown('b')).toBe('Blocked/ActiveLimit');
    cluster.put({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'pay-b', namespace: 'shop', labels: { app: 'pay' } },
      spec: { nodeName: 'w2' },
    });
    put(buildPolicy({ maxActiveActions: 2 }));
    await pass();
    expect(shown('b')).toMatch(/^Blocked\/(OlderWins|TargetBusy)$/);
    expect(statusOf('b').resolvedTarget?.nodes).toEqual(['w1', 'w2']);
  });

  test('a free place goes to whoever waits once one has ended', async () => {
    const { pass, submit, change, shown, statusOf } = court({ settings: { maxActiveActions: 1 } });
    submit({ name: 'a', target: 'Node/w1' });
    submit({ name: 'b', target: 'Node/w2', createdAt: 1 });
    await pass();
    expect(shown('b')).toBe('Blocked/ActiveLimit');
    change('a', (action) => ({ ...action, status: { ...action.status, phase: 'Failed' } }));
    await pass();
    expect(shown('b')).toBe('Admitted/Admitted');
    expect(statusOf('b').blocked).toBeUndefined();
    expect(statusOf('b').queuePosition).toBeUndefined();
    expect(statusOf('b').conditions).toContainEqual(expect.objectContaining({ type: 'Blocked', status: 'False' }));
  });

  test('only the first twenty are given a place', async () => {
    const { pass, submit, statusOf } = court({ settings: { maxActiveActions: 1 } });
    for (let index = 0; index < 25; index += 1)
      submit({ name: `a${index}`, createdAt: index, operation: 'drain_node', parameters: { index } });
    await pass();
    const places = Array.from({ length: 25 }, (_, index) => statusOf(`a${index}`).queuePosition);
    expect(places).toEqual([undefined, ...Array.from({ length: 20 }, (_, index) => index + 1), undefined, undefined, undefined, undefined]);
  });

  test('an executing plan holds its targets against others, not against its own actions', async () => {
    const { pass, submit, put, shown, statusOf } = court();
    const actionRef = { name: 'own', uid: 'uid-own' };
    put(buildPlan({ name: 'plan-p', uid: 'p', status: { phase: 'Executing', steps: [{ name: 'step-1', phase: 'Running', actionRef }] } }));
    submit({ name: 'own', plan: { name: 'plan-p', uid: 'p' } });
    submit({ name: 'other', operation: 'drain_node', priority: 1 });
    await pass();
    expect(shown('own')).toBe('Admitted/Admitted');
    expect(statusOf('other')).toMatchObject({ reason: 'TargetHeld', blocked: { by: 'RemediationPlan/self-healing-platform/plan-p' } });
  });

  test('an executing plan that names a pod holds what controls the pod', async () => {
    const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'pay', uid: 'uid-pay', controller: true };
    const { pass, submit, put, cluster, shown } = court();
    cluster.put({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'pay-x', namespace: 'shop', ownerReferences: [owner] },
      spec: { nodeName: 'w3' },
    });
    put(
      buildPlan({
        name: 'plan-p',
        uid: 'p',
        steps: [{ layer: 'application', operation: 'delete_pod', target: 'Pod/shop/pay-x' }],
        status: { phase: 'Verifying' },
      }),
    );
    submit({ name: 'b', ...scale });
    await pass();
    expect(shown('b')).toBe('Blocked/TargetHeld');
  });

  test('an owner reference alone does not lead past the confidence gate', async () => {
    const { pass, submit, put, shown } = court();
    put(buildPlan({ name: 'plan-p', uid: 'p', steps: [{ target: 'Node/w3' }], status: { phase: 'Executing' } }));
    submit({ name: 'forged', plan: { name: 'plan-p', uid: 'p' }, source: 'ai_driven', confidence: 0.1 });
    submit({ name: 'foreign', plan: { name: 'plan-q', uid: 'q' }, source: 'ai_driven', confidence: 0.1, target: 'Node/w2' });
    await pass();
    expect([shown('forged'), shown('foreign')]).toEqual(['AwaitingApproval/LowConfidence', 'AwaitingApproval/LowConfidence']);
  });
});

describe('time', () => {
  test('one that execution sent back is looked at again when its time is over, not before', async () => {
    const { pass, submit, clock, shown, calls } = court();
    submit({
      name: 'a',
      status: { phase: 'Blocked', reason: 'NoRebootStrategy', blocked: { reason: 'NoRebootStrategy', since: at(90), until: at(120) } },
    });
    expect(await pass()).toEqual({ after: 20_000 });
    expect(calls()['patch RemediationAction/status']).toBeUndefined();
    clock.advance(20_000);
    expect(await pass()).toBeUndefined();
    expect(shown('a')).toBe('Admitted/Admitted');
  });

  test('who waits for a person does not age meanwhile', async () => {
    const { pass, submit, clock, change, statusOf } = court({ settings: { maxActiveActions: 0 } });
    submit({ name: 'a', approvalRequired: true });
    await pass();
    expect(statusOf('a')).toMatchObject({ phase: 'AwaitingApproval', reason: 'ApprovalRequired', blocked: { since: at(100) } });
    clock.advance(900_000);
    change('a', (action) => ({ ...action, spec: { ...action.spec, approval: { decision: 'Approved', by: 'eve' } } }));
    await pass();
    expect(statusOf('a')).toMatchObject({ phase: 'Blocked', reason: 'ActiveLimit', blocked: { since: at(1000) } });
  });
});

describe('failures', () => {
  const gone = (code: number, reason: string) => new Terminal({ code, reason, message: reason });

  test('nobody is ended by an admission that was not stored', async () => {
    const { pass, submit, cluster, shown } = court();
    submit({ name: 'a' });
    submit({ name: 'b', operation: 'drain_node', ...ai });
    cluster.failNext('patch RemediationAction/status', new Conflict({ reason: 'Conflict', message: 'moved' }));
    await expect(pass()).rejects.toThrow('moved');
    expect([shown('a'), shown('b')]).toEqual([undefined, undefined]);
    await pass();
    expect([shown('a'), shown('b')]).toEqual(['Admitted/Admitted', 'Superseded/DeterministicPreferred']);
  });

  test('one whose status is refused for good does not stop the others', async () => {
    const { pass, submit, cluster, shown, logged } = court();
    submit({ name: 'a' });
    submit({ name: 'b', operation: 'drain_node', createdAt: 1 });
    cluster.failNext('patch RemediationAction/status', gone(422, 'Invalid'));
    expect(await pass()).toEqual({ after: 1 });
    await pass();
    expect([shown('a'), shown('b')]).toEqual([undefined, 'Admitted/Admitted']);
    expect(logged).toContain('A verdict was refused; its action is left out for a minute');
  });

  test('one whose status is refused for good is tried again in a minute, though nothing else happens', async () => {
    const { pass, submit, cluster, clock, shown } = court();
    submit({ name: 'a' });
    cluster.failNext('patch RemediationAction/status', gone(403, 'Forbidden'));
    expect(await pass()).toEqual({ after: 1 });
    expect(await pass()).toEqual({ after: 60_000 });
    clock.advance(60_000);
    expect(await pass()).toBeUndefined();
    expect(shown('a')).toBe('Admitted/Admitted');
  });

  test('the end of an admitted one that is refused for good is tried again in a minute, not at once', async () => {
    const { pass, submit, change, cluster, calls } = court();
    submit({ name: 'a' });
    await pass();
    change('a', (action) => ({ ...action, spec: { ...action.spec, cancel: true } }));
    cluster.failNext('patch RemediationAction/status', gone(403, 'Forbidden'));
    await pass();
    calls();
    expect(await pass()).toEqual({ after: 60_000 });
    expect(calls()).toEqual({});
  });

  test('a loser that cannot be written is tried again, the others are written', async () => {
    const { pass, submit, cluster, shown } = court();
    submit({ name: 'a' });
    submit({ name: 'b', operation: 'drain_node', createdAt: 1 });
    submit({ name: 'c', operation: 'drain_node', createdAt: 2, parameters: { force: true } });
    await pass();
    submit({ name: 'd', operation: 'drain_node', createdAt: 3, parameters: { x: 1 } });
    submit({ name: 'e', operation: 'drain_node', createdAt: 4, parameters: { x: 2 } });
    cluster.failNext('patch RemediationAction/status', new Transient({ reason: 'Timeout', message: 'slow' }));
    await expect(pass()).rejects.toThrow('slow');
    expect([shown('d'), shown('e')].filter(Boolean)).toHaveLength(1);
    await pass();
    expect([shown('d'), shown('e')]).toEqual(['Blocked/TargetBusy', 'Blocked/TargetBusy']);
  });

  test('a leader that lost its Lease drops the pass', async () => {
    const { pass, submit, cluster } = court();
    submit({ name: 'a' });
    cluster.failNext('patch RemediationAction/status', gone(0, 'NotLeader'));
    await expect(pass()).rejects.toThrow('NotLeader');
  });

  test('a target that cannot be read now keeps only its own action waiting', async () => {
    const { pass, submit, cluster, shown, clock } = court();
    submit({ name: 'a', target: 'Node/w1' });
    submit({ name: 'b', target: 'Node/w2' });
    cluster.failNext('get Node', new Transient({ reason: 'Timeout', message: 'slow' }));
    expect(await pass()).toEqual({ after: 2000 });
    expect([shown('a'), shown('b')]).toEqual([undefined, 'Admitted/Admitted']);
    clock.advance(2000);
    await pass();
    expect(shown('a')).toBe('Admitted/Admitted');
  });

  test('a winner whose target cannot be read again is not admitted on what was known', async () => {
    const { pass, submit, cluster, change, shown, clock } = court({ settings: { maxActiveActions: 1 } });
    submit({ name: 'a', target: 'Node/w1' });
    submit({ name: 'b', target: 'Node/w2', createdAt: 1 });
    await pass();
    change('a', (action) => ({ ...action, status: { ...action.status, phase: 'Failed' } }));
    cluster.failNext('get Node', new Transient({ reason: 'Timeout', message: 'slow' }));
    await pass();
    expect(shown('b')).toBe('Blocked/ActiveLimit');
    clock.advance(2000);
    await pass();
    expect(shown('b')).toBe('Admitted/Admitted');
  });

  test('a target that may not be read is said to be so and tried again in half a minute', async () => {
    const { pass, submit, cluster, statusOf, clock, shown } = court();
    submit({ name: 'a' });
    cluster.failNext('get Node', gone(403, 'Forbidden'));
    expect(await pass()).toEqual({ after: 30_000 });
    expect(statusOf('a')).toMatchObject({ phase: 'Blocked', reason: 'Forbidden', blocked: { until: at(130) } });
    clock.advance(30_000);
    await pass();
    expect(shown('a')).toBe('Admitted/Admitted');
  });

  test('whoever only watches needs no right to read its target', async () => {
    const { pass, submit, cluster, shown } = court();
    submit({ name: 'a', operation: 'observe' });
    cluster.failNext('get Node', gone(403, 'Forbidden'));
    await pass();
    expect(shown('a')).toBe('Admitted/Admitted');
  });

  test('a target that does not exist is admitted by its name: execution ends it in one attempt', async () => {
    const { pass, submit, statusOf } = court();
    submit({ name: 'a', target: 'Node/w9' });
    await pass();
    expect(statusOf('a')).toMatchObject({ phase: 'Admitted', resolvedTarget: { kind: 'Node', name: 'w9' } });
  });
});
