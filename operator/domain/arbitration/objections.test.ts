import { describe, expect, test } from '@jest/globals';
import { specHash } from '../../api/spec-hash.ts';
import { buildAction, type ActionWish } from '../../testing/action-builder.ts';
import { objectionTo, stopsBeforeItBegan, type IntakeSeen } from './objections.ts';

const plan = { name: 'plan-p', uid: 'p' };
const undone = buildAction({ name: 'act-x-01', uid: 'x', plan, parameters: { force: true } });
const undo = { compensates: { name: 'act-x-01', uid: 'x' }, priority: 1, source: 'manual', plan, parameters: { force: true } } as const;

function objection(wish: ActionWish, seen: Partial<IntakeSeen> = {}): string | undefined {
  const action = buildAction(wish);
  const refusal = objectionTo({
    action,
    systemNamespace: 'self-healing-platform',
    specHash: specHash(action.spec),
    operation: { name: 'cordon_node', types: ['node_remediation'], targetKinds: ['Node'] },
    ...seen,
  });
  return refusal && `${refusal.phase}/${refusal.reason}: ${refusal.message}`;
}

describe('an action may not compete', () => {
  test.each<{ when: string; wish: ActionWish; seen?: Partial<IntakeSeen>; expected: string }>([
    {
      when: 'it was cancelled',
      wish: { cancel: true },
      expected: 'Cancelled/CancelRequested: It was cancelled before it began; nothing was done.',
    },
    {
      when: 'it names another namespace from a tenant`s',
      wish: { namespace: 'shop', target: 'Deployment/pay/pay' },
      expected: 'Rejected/CrossNamespaceTarget: Deployment/pay/pay is outside the namespace shop; only self-healing-platform may name it.',
    },
    {
      when: 'it names a node from a tenant`s namespace',
      wish: { namespace: 'shop' },
      expected: 'Rejected/ClusterScopedTarget: Node/w1 belongs to the whole cluster; only actions in self-healing-platform may name it.',
    },
    {
      when: 'the operation is not built',
      wish: {},
      seen: { operation: undefined },
      expected: 'Rejected/Unsupported: The operation cordon_node is not built yet.',
    },
    {
      when: 'the operation is of another type',
      wish: { type: 'platform_remediation', operation: 'cordon_node' },
      expected: 'Rejected/Unsupported: cordon_node is not an operation of type platform_remediation.',
    },
    {
      when: 'the operation cannot be done to such a target',
      wish: { target: 'Deployment/shop/pay' },
      expected: 'Rejected/InvalidTarget: cordon_node cannot be done to a Deployment, only to Node.',
    },
    {
      when: 'its parameters do not fit',
      wish: {},
      seen: { parameterFault: 'spec.parameters.replicas must be integer' },
      expected: 'Rejected/InvalidParameters: spec.parameters.replicas must be integer.',
    },
    {
      when: 'the live object has another uid',
      wish: { target: { apiVersion: 'v1', kind: 'Node', name: 'w1', uid: 'old' } },
      seen: { liveUid: 'new' },
      expected: 'Rejected/TargetUidMismatch: Node/w1 is another object than the one that was meant.',
    },
    {
      when: 'a person denied it',
      wish: { approval: { decision: 'Denied', by: 'eve' } },
      expected: 'Rejected/ApprovalDenied: eve denied it.',
    },
    {
      when: 'the approval is for another spec',
      wish: { approval: { decision: 'Approved', by: 'eve', specHash: '00' } },
      expected: 'Rejected/ApprovalStale: eve approved another content of the spec.',
    },
  ])('when $when', ({ wish, seen, expected }) => {
    expect(objection(wish, seen)).toBe(expected);
  });

  test.each<{ when: string; wish: ActionWish; seen: Partial<IntakeSeen> }>([
    { when: 'no plan owns it', wish: undo, seen: { undone } },
    { when: 'the undone action is not there', wish: undo, seen: { planUid: 'p' } },
    { when: 'another plan owns the undone action', wish: undo, seen: { planUid: 'q', undone } },
    { when: 'it would do other work', wish: { ...undo, parameters: {} }, seen: { planUid: 'p', undone } },
    { when: 'it would undo on another target', wish: { ...undo, target: 'Node/w2' }, seen: { planUid: 'p', undone } },
    {
      when: 'the undone action has another uid',
      wish: { ...undo, compensates: { name: 'act-x-01', uid: 'y' } },
      seen: { planUid: 'p', undone },
    },
  ])('to undo another one when $when', ({ wish, seen }) => {
    expect(objection(wish, seen)).toMatch(/^Rejected\/InvalidCompensation: /);
  });
});

describe('an action may compete', () => {
  test.each<{ when: string; wish: ActionWish; seen?: Partial<IntakeSeen> }>([
    { when: 'nothing speaks against it', wish: {} },
    {
      when: 'it lies in the system namespace and names another one',
      wish: { target: 'Deployment/shop/pay' },
      seen: { operation: { name: 'observe', types: ['node_remediation'], targetKinds: 'any' } },
    },
    {
      when: 'a tenant names its own namespace',
      wish: { namespace: 'shop', target: 'Namespace/shop' },
      seen: { operation: { name: 'correlate', types: ['node_remediation'], targetKinds: 'any' } },
    },
    {
      when: 'the target is the one that was meant',
      wish: { target: { apiVersion: 'v1', kind: 'Node', name: 'w1', uid: 'u' } },
      seen: { liveUid: 'u' },
    },
    { when: 'the target was not read yet', wish: { target: { apiVersion: 'v1', kind: 'Node', name: 'w1', uid: 'u' } } },
    { when: 'it was approved without naming a content', wish: { approval: { decision: 'Approved', by: 'eve' } } },
    { when: 'it undoes what its plan did', wish: undo, seen: { planUid: 'p', undone } },
  ])('when $when', ({ wish, seen }) => {
    expect(objection(wish, seen)).toBeUndefined();
  });

  test('when it was approved for what its spec says', () => {
    const { spec } = buildAction({});
    expect(objection({ approval: { decision: 'Approved', by: 'eve', specHash: specHash(spec) } })).toBeUndefined();
  });
});

describe('a winner', () => {
  const begun = [{ step: 'cordon', token: 't', at: '2026-01-01T00:00:00Z' }];
  test.each<{ when: string; cancel: boolean; status: ActionWish['status']; expected: boolean }>([
    { when: 'it has not begun', cancel: true, status: { phase: 'Admitted' }, expected: true },
    { when: 'it has begun', cancel: true, status: { phase: 'Admitted', intents: begun }, expected: false },
    { when: 'it runs', cancel: true, status: { phase: 'Running' }, expected: false },
    { when: 'nobody asks', cancel: false, status: { phase: 'Admitted' }, expected: false },
  ])('is stopped by arbitration: $expected, when $when', ({ cancel, status, expected }) => {
    expect(stopsBeforeItBegan(buildAction({ cancel, status }))).toBe(expected);
  });
});
