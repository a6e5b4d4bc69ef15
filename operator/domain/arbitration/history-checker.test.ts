import { describe, expect, test } from '@jest/globals';
import type { CheckedWorld } from '../../../e2e/checker/arbitration-facts.ts';
import { overtaken, togetherThoughTheyClash, unfinished, type ActionVersion } from '../../../e2e/checker/arbitration-history.ts';
import type { ActionPhase } from '../../api/generated/types.ts';
import { at, buildAction, type ActionWish } from '../../testing/action-builder.ts';

const world: CheckedWorld = { placement: { 'Deployment/shop/pay': ['w1'] }, threshold: 0.7, maxActive: 10, scope: 'Cluster' };
const restart = { type: 'application_remediation', target: 'Deployment/shop/pay' } as const;
const undo = { compensates: { name: 'x', uid: 'x' }, source: 'manual', priority: 1 } as const;

/** One version: the action in that phase, admitted at that second. */
function version(wish: ActionWish, phase?: ActionPhase, second = 100, more: ActionWish['status'] = {}): ActionVersion {
  const conditions = [{ type: 'Admitted', status: 'True' as const, lastTransitionTime: at(second), reason: 'Admitted', message: '' }];
  const holds = phase === 'Admitted' || phase === 'Running';
  return { type: 'MODIFIED', object: buildAction({ ...wish, ...(phase && { status: { phase, ...(holds && { conditions }), ...more } }) }) };
}

describe('the checker of histories', () => {
  test.each([
    { when: 'both hold one target', b: { operation: 'drain_node' }, expected: 1 },
    { when: 'one holds what lies on the other`s node', b: restart, expected: 1 },
    { when: 'one undoes on the same target', b: { ...undo, operation: 'drain_node' }, expected: 1 },
    { when: 'one undoes something on the node', b: { ...restart, ...undo }, expected: 0 },
    { when: 'one only watches', b: { operation: 'monitor_mco' }, expected: 0 },
    { when: 'they have nothing to do with each other', b: { target: 'Node/w2' }, expected: 0 },
  ] as const)('finds $expected pair that ran together when $when', ({ b, expected }) => {
    const history = [version({ name: 'a' }, 'Running'), version({ name: 'b', ...b }, 'Admitted')];
    expect(togetherThoughTheyClash(history, world)).toHaveLength(expected);
    expect(togetherThoughTheyClash([...history].reverse(), world)).toHaveLength(expected);
  });

  test('lets one follow the other', () => {
    const history = [
      version({ name: 'a' }, 'Running'),
      version({ name: 'a' }, 'Succeeded'),
      version({ name: 'b', operation: 'drain_node' }, 'Admitted'),
    ];
    expect(togetherThoughTheyClash(history, world)).toEqual([]);
  });

  test.each<{ when: string; other: ActionVersion; expected: string[] }>([
    { when: 'a better one waited', other: version({ name: 'b', operation: 'drain_node', priority: 1 }), expected: ['a overtook b'] },
    { when: 'the better one came in the same second', other: version({ name: 'b', priority: 1, createdAt: 99 }), expected: [] },
    { when: 'the other one is worse', other: version({ name: 'b', priority: 4 }), expected: [] },
    { when: 'the better one does not conflict', other: version({ name: 'b', priority: 1, target: 'Node/w2' }), expected: [] },
    {
      when: 'the better one is held up by a plan',
      other: version({ name: 'b', priority: 1 }, 'Blocked', 0, { reason: 'TargetHeld' }),
      expected: [],
    },
    {
      when: 'the better one was told to wait',
      other: version({ name: 'b', priority: 1 }, 'Blocked', 0, { blocked: { reason: 'OwnNode', since: at(90), until: at(120) } }),
      expected: [],
    },
    {
      when: 'the better one waits for a person',
      other: version({ name: 'b', priority: 1, source: 'ai_driven', confidence: 0.2 }, 'AwaitingApproval'),
      expected: [],
    },
    { when: 'the better one has to yield', other: version({ name: 'b', priority: 1, source: 'ai_driven', confidence: 0.9 }), expected: [] },
  ])('says $expected when $when', ({ other, expected }) => {
    expect(overtaken([version({ name: 'a' }), other, version({ name: 'a' }, 'Admitted')], world)).toEqual(expected);
  });

  test('names those that never came to an end', () => {
    const gone: ActionVersion = { ...version({ name: 'c' }), type: 'DELETED' };
    const history = [version({ name: 'a' }, 'Running'), version({ name: 'b' }, 'Failed'), version({ name: 'c' }), gone];
    expect(unfinished(history)).toEqual(['a']);
  });
});
