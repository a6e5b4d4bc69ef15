import { describe, expect, test } from '@jest/globals';
import type { ApprovalRule } from '../../api/generated/types.ts';
import { targetFrom } from '../../testing/action-builder.ts';
import { matchesAny, ruleOver } from './approval-rules.ts';

describe('an approval rule', () => {
  const drain = { operation: 'drain_node', type: 'node_remediation', target: targetFrom('Node/w1') } as const;
  const restart = {
    operation: 'restart_deployment',
    type: 'application_remediation',
    target: targetFrom('Deployment/shop-eu/pay'),
  } as const;

  test.each<{ rule: Partial<ApprovalRule>; covers: boolean; why: string }>([
    { rule: {}, covers: true, why: 'it gives no list' },
    { rule: { operations: [] }, covers: true, why: 'its list is empty' },
    { rule: { operations: ['restart_deployment'] }, covers: true, why: 'it names one of the operations' },
    { rule: { operations: ['delete_pod'] }, covers: false, why: 'it names another operation' },
    { rule: { types: ['node_remediation'] }, covers: true, why: 'it names one of the types' },
    { rule: { types: ['node_remediation'], operations: ['restart_deployment'] }, covers: false, why: 'no single work fits both lists' },
    { rule: { sources: ['deterministic'] }, covers: true, why: 'it names the source' },
    { rule: { sources: ['ai_driven'] }, covers: false, why: 'it names another source' },
    { rule: { namespaces: ['shop-*'] }, covers: true, why: 'its pattern fits a namespace' },
    { rule: { namespaces: ['shop'] }, covers: false, why: 'its pattern fits no namespace' },
    { rule: { namespaces: ['*'], types: ['node_remediation'] }, covers: false, why: 'a node is in no namespace' },
  ])('covers two works: $covers, since $why', ({ rule, covers }) => {
    const named = { name: 'one', ...rule };
    const found = ruleOver([named], { source: 'deterministic', works: [drain, restart] });
    expect(found).toBe(covers ? named : undefined);
  });
});

test.each([
  { name: 'kube-system', patterns: ['kube-*'], is: true },
  { name: 'kubernetes', patterns: ['kube-*'], is: false },
  { name: 'my-kube-system', patterns: ['kube-*'], is: false },
  { name: 'a', patterns: ['b', 'a'], is: true },
  { name: 'a', patterns: [], is: false },
  { name: undefined, patterns: ['*'], is: false },
])('$name is among $patterns: $is', ({ name, patterns, is }) => {
  expect(matchesAny(name, patterns)).toBe(is);
});
