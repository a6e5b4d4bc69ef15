import { describe, expect, test } from '@jest/globals';
import { buildPlan } from '../../testing/plan-builder.ts';
import { court } from '../../testing/court.ts';
import { makePass } from './pass.ts';

const ai = { source: 'ai_driven', confidence: 0.95 } as const;
const events = (all: ReturnType<typeof court>['events']) =>
  all.map(({ regarding, type, reason }) => {
    const name = 'metadata' in regarding ? regarding.metadata.name : regarding.name;
    return `${regarding.kind}/${name} ${type} ${reason}`;
  });

test.each([
  { value: '', operation: 'cordon_node' as const, told: ['Node/w1 Warning ExcludeLabelUnclear'] },
  { value: '', operation: 'observe' as const, told: [] },
  { value: 'false', operation: 'cordon_node' as const, told: [] },
])('a node with the label "$value" is told of when $operation begins: $told', async ({ value, operation, told }) => {
  const { pass, submit, deps, events: said } = court();
  const node = deps.caches.nodes.get({ name: 'w1' });
  const labels = { 'remediation.medik8s.io/exclude-from-remediation': value };
  if (node) deps.caches.nodes.upsert({ ...node, metadata: { ...node.metadata, resourceVersion: '99999', labels } });
  submit({ name: 'a', operation });
  await pass();
  await pass();
  expect(events(said)).toEqual(told);
});

describe('a conflict', () => {
  test('is logged, counted, timed and told of on loser, winner and target when it is first recorded', async () => {
    const { pass, submit, logged, counted, events: told } = court();
    submit({ name: 'a' });
    submit({ name: 'b', operation: 'drain_node', ...ai });
    await pass();
    expect(logged).toEqual([
      'Action queued: a (priority: 3)',
      'Action queued: b (priority: 3)',
      'Conflict detected: b vs a',
      'Conflict resolved using rule: same_target',
    ]);
    expect(counted).toEqual(['conflict same_target', 'resolved 0', 'ended node_remediation ai_driven']);
    expect(events(told)).toEqual([
      'RemediationAction/b Normal DeterministicPreferred',
      'RemediationAction/a Normal ConflictWon',
      'Node/w1 Normal ConflictDetected',
    ]);
  });

  test('is not counted again while the same rival stands before it', async () => {
    const { pass, submit, counted, change } = court();
    submit({ name: 'a' });
    submit({ name: 'b', operation: 'drain_node', createdAt: 1 });
    await pass();
    await pass();
    change('a', (action) => ({ ...action, status: { ...action.status, phase: 'Running' } }));
    await pass();
    expect(counted.filter((call) => call.startsWith('conflict'))).toEqual(['conflict same_target']);
  });

  test('is a new one when another rival stands before it', async () => {
    const { pass, submit, counted, change, logged } = court();
    submit({ name: 'a' });
    submit({ name: 'b', operation: 'drain_node', createdAt: 1 });
    submit({ name: 'c', operation: 'drain_node', createdAt: 2, parameters: { force: true } });
    await pass();
    change('a', (action) => ({ ...action, status: { ...action.status, phase: 'Succeeded' } }));
    await pass();
    expect(counted.filter((call) => call.startsWith('conflict'))).toHaveLength(3);
    expect(logged).toContain('Conflict detected: c vs b');
  });

  test('is no new one when a rival stands before it that did so before, whoever leads then', async () => {
    const { pass, submit, counted, change, statusOf, deps } = court();
    submit({ name: 'a' });
    submit({ name: 'b', operation: 'drain_node', createdAt: 1 });
    await pass();
    const { winner } = statusOf('b').arbitration ?? {};
    const waited = { arbitration: { rule: 'ActiveLimit', decidedAt: '2026-01-01T00:00:00Z' } };
    change('b', (action) => ({ ...action, status: { ...action.status, ...waited } }));
    await makePass(deps)();
    expect(statusOf('b').arbitration).toMatchObject({ winner });
    expect(statusOf('b').conflicts).toMatchObject({ count: 1, winners: [winner] });
    expect(counted.filter((call) => call.startsWith('conflict'))).toEqual(['conflict same_target']);
  });

  test('is timed from when the younger of the two was first seen', async () => {
    const { pass, submit, counted, clock } = court();
    submit({ name: 'a' });
    await pass();
    clock.advance(5000);
    submit({ name: 'b', operation: 'drain_node', createdAt: 1 });
    await pass();
    expect(counted).toEqual(['conflict same_target', 'resolved 0']);
  });

  test.each([
    { rule: 'low_confidence', wish: { source: 'ai_driven', confidence: 0.5, operation: 'drain_node' } },
    { rule: 'priority_conflict', wish: { priority: 4, operation: 'drain_node' } },
    { rule: 'oldest', wish: { createdAt: 4, operation: 'drain_node' } },
    { rule: 'duplicate', wish: { createdAt: 4 } },
  ] as const)('is said to be resolved by $rule', async ({ rule, wish }) => {
    const { pass, submit, logged } = court();
    submit({ name: 'a' });
    submit({ name: 'b', ...wish });
    await pass();
    expect(logged).toContain(`Conflict resolved using rule: ${rule}`);
  });

  test('with an executing plan counts like any other', async () => {
    const { pass, submit, put, counted, events: told } = court();
    put(buildPlan({ name: 'plan-p', uid: 'p', status: { phase: 'Executing' } }));
    submit({ name: 'b' });
    await pass();
    expect(counted).toEqual(['conflict same_target', 'resolved 0']);
    expect(events(told)).toEqual([
      'RemediationAction/b Normal TargetHeld',
      'RemediationPlan/plan-p Normal ConflictWon',
      'Node/w1 Normal ConflictDetected',
    ]);
  });

  test('is told of once, whatever passes follow and whoever leads then', async () => {
    const first = court();
    first.submit({ name: 'a' });
    first.submit({ name: 'b', operation: 'drain_node', createdAt: 1 });
    await first.pass();
    await first.pass();
    expect(events(first.events)).toEqual([
      'RemediationAction/b Normal OlderWins',
      'RemediationAction/a Normal ConflictWon',
      'Node/w1 Normal ConflictDetected',
    ]);
    const next = makePass(first.deps);
    await next();
    expect(first.events).toHaveLength(3);
  });
});

describe('what arbitration tells besides', () => {
  test('that an action came into the queue, once', async () => {
    const { pass, submit, logged } = court({ settings: { maxActiveActions: 0 } });
    submit({ name: 'a', priority: 2 });
    await pass();
    await pass();
    expect(logged).toEqual(['Action queued: a (priority: 2)']);
  });

  test('that an action was refused, with a warning on it', async () => {
    const { pass, submit, logged, events: told, counted, shown } = court();
    submit({ name: 'a', type: 'resource_scaling', target: 'Deployment/shop/pay', parameters: { replicas: 'many' } });
    await pass();
    expect(shown('a')).toBe('Rejected/InvalidParameters');
    expect(logged).toEqual(['Action ended Rejected: a (InvalidParameters)']);
    expect(told).toMatchObject([{ type: 'Warning', reason: 'InvalidParameters', note: 'spec.parameters.replicas must be integer.' }]);
    expect(counted).toEqual(['ended resource_scaling deterministic']);
  });
});
