import { describe, expect, test } from '@jest/globals';
import { at } from '../../testing/action-builder.ts';
import { blockedSince, heldSince, judge, type Row } from '../../testing/judge-actions.ts';
import type { Seen } from './decide.ts';

const scale = { type: 'resource_scaling', target: 'Deployment/shop/pay' } as const;
const restart = { type: 'application_remediation', target: 'Deployment/shop/pay' } as const;
const drain = { operation: 'drain_node' } as const;
const ai = (confidence: number) => ({ source: 'ai_driven', confidence }) as const;
const approval = { decision: 'Approved', by: 'eve' } as const;

describe('who goes first', () => {
  test.each<{ when: string; rows: Row[]; expected: Record<string, string>; settings?: Partial<Seen> }>([
    {
      when: 'nothing conflicts, all go',
      rows: [{ name: 'a' }, { name: 'b', target: 'Node/w2' }],
      expected: { a: 'Admitted', b: 'Admitted' },
    },
    {
      when: 'a model wants what a rule wants, the rule goes and the model is superseded whatever the numbers',
      rows: [{ name: 'a' }, { name: 'b', ...drain, priority: 1, ...ai(0.95) }],
      expected: { a: 'Admitted before b', b: 'Superseded/DeterministicPreferred by a (same_target)' },
    },
    {
      when: 'the rule that a model yields to has no place yet, the model only waits',
      rows: [{ name: 'a' }, { name: 'b', ...drain, priority: 1, ...ai(0.95) }],
      settings: { maxActive: 0 },
      expected: { a: 'Blocked/ActiveLimit', b: 'Blocked/DeterministicPreferred by a (same_target)' },
    },
    {
      when: 'a model of 0.69 meets an exclusive type, it is rejected',
      rows: [{ name: 'a' }, { name: 'b', ...scale, priority: 1, ...ai(0.69) }],
      expected: { a: 'Admitted before b', b: 'Rejected/LowConfidence by a (exclusive_types)' },
    },
    {
      when: 'a model of 0.70 meets an exclusive type, its smaller number wins',
      rows: [{ name: 'a' }, { name: 'b', ...scale, priority: 1, ...ai(0.7) }],
      expected: { a: 'Blocked/LowerPriority by b (exclusive_types)', b: 'Admitted before a' },
    },
    {
      when: 'a model of 0.69 has no rival, a person decides',
      rows: [{ name: 'b', ...ai(0.69) }],
      expected: { b: 'AwaitingApproval/LowConfidence' },
    },
    {
      when: 'a model of 0.69 was approved, it counts as manual',
      rows: [
        { name: 'a', createdAt: 5 },
        { name: 'b', ...drain, ...ai(0.69), approval },
      ],
      expected: { a: 'Blocked/OlderWins by b (same_target)', b: 'Admitted before a' },
    },
    {
      when: 'a plan stands behind a model of 0.69, the plan was judged already',
      rows: [{ name: 'b', ...ai(0.69), planUid: 'p' }],
      expected: { b: 'Admitted' },
    },
    {
      when: 'a person has to approve, it does not compete',
      rows: [
        { name: 'a', approvalRequired: true, priority: 1 },
        { name: 'b', ...drain },
      ],
      expected: { a: 'AwaitingApproval/ApprovalRequired', b: 'Admitted before a' },
    },
    {
      when: 'one that waits for approval would do the same as the one that goes, it is a duplicate',
      rows: [
        { name: 'a', approvalRequired: true },
        { name: 'b', createdAt: 9 },
      ],
      expected: { a: 'Superseded/DuplicateOf by b (same_target)', b: 'Admitted before a' },
    },
    {
      when: 'two of one target differ in priority, 1 goes before 4 though it is younger',
      rows: [
        { name: 'a', priority: 4 },
        { name: 'b', ...drain, priority: 1, createdAt: 9 },
      ],
      expected: { a: 'Blocked/LowerPriority by b (same_target)', b: 'Admitted before a' },
    },
    {
      when: 'priorities tie, the older goes',
      rows: [
        { name: 'a', createdAt: 9 },
        { name: 'b', ...drain, createdAt: 8 },
      ],
      expected: { a: 'Blocked/OlderWins by b (same_target)', b: 'Admitted before a' },
    },
    {
      when: 'age ties too, the smaller uid goes',
      rows: [
        { name: 'a', uid: 'uid-2' },
        { name: 'b', ...drain, uid: 'uid-1' },
      ],
      expected: { 1: 'Admitted before a', 2: 'Blocked/OlderWins by b (same_target)' },
    },
    {
      when: 'both would do the very same, the other one is a duplicate',
      rows: [
        { name: 'a', parameters: { x: 1, y: 2 } },
        { name: 'b', parameters: { y: 2, x: 1 }, createdAt: 1 },
      ],
      expected: { a: 'Admitted before b', b: 'Superseded/DuplicateOf by a (same_target)' },
    },
    {
      when: 'parameters differ, the other one waits',
      rows: [
        { name: 'a', ...scale, parameters: { replicas: 3 } },
        { name: 'b', ...scale, parameters: { replicas: 4 }, createdAt: 1 },
      ],
      expected: { a: 'Admitted before b', b: 'Blocked/OlderWins by a (same_target)' },
    },
    {
      when: 'exclusive types have nothing to do with each other, scope Cluster lets one wait',
      rows: [{ name: 'a' }, { name: 'b', ...scale, createdAt: 1 }],
      expected: { a: 'Admitted before b', b: 'Blocked/OlderWins by a (exclusive_types)' },
    },
    {
      when: 'exclusive types have nothing to do with each other, scope Related lets both run',
      rows: [{ name: 'a' }, { name: 'b', ...scale, nodes: ['w2'], createdAt: 1 }],
      settings: { scope: 'Related' },
      expected: { a: 'Admitted', b: 'Admitted' },
    },
    {
      when: 'the workload has a pod on the node, it is contained whatever the scope',
      rows: [{ name: 'a' }, { name: 'b', ...scale, nodes: ['w2', 'w1'], createdAt: 1 }],
      settings: { scope: 'Related' },
      expected: { a: 'Admitted before b', b: 'Blocked/OlderWins by a (contained_target)' },
    },
    {
      when: 'predict and correlate exclude each other',
      rows: [
        { name: 'a', type: 'model_inference', target: 'InferenceService/ai/m' },
        { name: 'b', type: 'alert_correlation', target: 'Namespace/shop', priority: 2 },
      ],
      expected: { a: 'Blocked/LowerPriority by b (exclusive_types)', b: 'Admitted before a' },
    },
    {
      when: 'the middle one of a chain loses, the third goes',
      rows: [
        { name: 'a', ...restart, nodes: ['w1'], priority: 1 },
        { name: 'b', priority: 2 },
        { name: 'c', ...scale, target: 'Deployment/shop/web', priority: 3 },
      ],
      expected: {
        a: 'Admitted before b',
        b: 'Blocked/LowerPriority by a (contained_target)',
        c: 'Blocked/LowerPriority by b (exclusive_types)',
      },
    },
    {
      when: 'it is a dry run or only watches, it conflicts with nothing',
      rows: [{ name: 'a' }, { name: 'b', dryRun: true }, { name: 'c', operation: 'monitor_mco' }, { name: 'd', operation: 'observe' }],
      expected: { a: 'Admitted', b: 'Admitted', c: 'Admitted', d: 'Admitted' },
    },
    {
      when: 'it is a dry run, it waits for no person and no place, and takes none',
      rows: [
        { name: 'a', dryRun: true, ...ai(0.1) },
        { name: 'b', dryRun: true, approvalRequired: true },
        { name: 'c', dryRun: true, target: 'Node/w2', status: heldSince(10) },
        { name: 'd', target: 'Node/w3' },
        { name: 'e', target: 'Node/w4' },
      ],
      settings: { maxActive: 1 },
      expected: { a: 'Admitted', b: 'Admitted', d: 'Admitted', e: 'Blocked/ActiveLimit' },
    },
    {
      when: 'something runs on the target already, the newcomer waits and does not pre-empt',
      rows: [
        { name: 'a', priority: 4, status: heldSince(10) },
        { name: 'b', ...drain, priority: 1, createdAt: 9 },
      ],
      expected: { b: 'Blocked/TargetBusy by a (same_target)' },
    },
    {
      when: 'it lost while both waited, it keeps that reason once the winner runs',
      rows: [
        { name: 'a', priority: 1, status: heldSince(10) },
        { name: 'b', ...drain, status: blockedSince(10, 'LowerPriority', 'RemediationAction/self-healing-platform/a') },
      ],
      expected: { b: 'Blocked/LowerPriority by a (same_target)' },
    },
    {
      when: 'its winner ended and another runs by now, it did not find it busy',
      rows: [
        { name: 'a', status: heldSince(20) },
        { name: 'b', ...drain, createdAt: 3, status: blockedSince(10, 'LowerPriority', 'RemediationAction/self-healing-platform/z') },
      ],
      expected: { b: 'Blocked/OlderWins by a (same_target)' },
    },
    {
      when: 'it waited for 300 s, its number is one smaller',
      rows: [
        { name: 'a', priority: 3, status: blockedSince(3300) },
        { name: 'b', ...drain, priority: 2 },
        { name: 'c', target: 'Node/w2', priority: 3, status: blockedSince(3301) },
        { name: 'd', target: 'Node/w2', ...drain, priority: 2 },
      ],
      expected: {
        a: 'Admitted before b',
        b: 'Blocked/OlderWins by a (same_target)',
        c: 'Blocked/LowerPriority by d (same_target)',
        d: 'Admitted before c',
      },
    },
    {
      when: 'an executing plan holds the target, others wait and reserve nothing',
      rows: [
        { name: 'a', priority: 1 },
        { name: 'b', ...restart, nodes: ['w1'], planUid: 'p' },
        { name: 'c', ...restart, target: 'Deployment/shop/web', nodes: ['w1'] },
      ],
      settings: { holds: new Map([['/node//w1', { uid: 'p', ref: 'RemediationPlan/x/p' }]]) },
      expected: { a: 'Blocked/TargetHeld by p (same_target)', b: 'Admitted before a', c: 'Admitted before a' },
    },
    {
      when: 'the plan itself wants what it holds, it gets it',
      rows: [{ name: 'a', planUid: 'p' }],
      settings: { holds: new Map([['/node//w1', { uid: 'p', ref: 'RemediationPlan/x/p' }]]) },
      expected: { a: 'Admitted' },
    },
    {
      when: 'execution told it to wait, it waits on and keeps nobody back',
      rows: [
        { name: 'a', priority: 1, status: { phase: 'Blocked', blocked: { reason: 'NoRebootStrategy', since: at(10), until: at(3601) } } },
        { name: 'b', ...drain, priority: 5 },
      ],
      expected: { a: 'paused', b: 'Admitted before a' },
    },
    {
      when: 'the time that execution asked for is over, it competes again',
      rows: [{ name: 'a', status: { phase: 'Blocked', blocked: { reason: 'NoRebootStrategy', since: at(3599), until: at(3600) } } }],
      expected: { a: 'Admitted' },
    },
    {
      when: 'three of five have a place, twice the weight of a rule and small numbers get it',
      rows: [
        { name: 'a', target: 'Node/w1', ...ai(0.9), priority: 1 },
        { name: 'b', target: 'Node/w2', priority: 4 },
        { name: 'c', target: 'Node/w3', priority: 3 },
        { name: 'd', target: 'Node/w4', priority: 2 },
        { name: 'e', target: 'Node/w5', ...ai(0.9), priority: 2 },
      ],
      settings: { maxActive: 3 },
      expected: { a: 'Admitted', b: 'Blocked/ActiveLimit', c: 'Admitted', d: 'Admitted', e: 'Blocked/ActiveLimit' },
    },
    {
      when: 'a model has waited long for a place, it gets one before a newcomer of a rule',
      rows: [
        { name: 'a', target: 'Node/w1', ...ai(0.9), priority: 5, status: blockedSince(0) },
        { name: 'b', target: 'Node/w2', priority: 2 },
      ],
      settings: { maxActive: 1 },
      expected: { a: 'Admitted', b: 'Blocked/ActiveLimit' },
    },
  ])('when $when', ({ rows, expected, settings }) => {
    expect(judge(rows, settings)).toEqual(expected);
  });
});
