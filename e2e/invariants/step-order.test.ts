import { describe, expect, test } from '@jest/globals';
import type { Layer, RemediationPlan, StepStatus } from '../../operator/api/generated/types.ts';
import { at, buildAction } from '../../operator/testing/action-builder.ts';
import { buildPlan } from '../../operator/testing/plan-builder.ts';
import { stepOrder } from './step-order.ts';
import { intent, StoryBuilder } from './story-builder.ts';

interface Seen {
  readonly target?: string;
  readonly nodes?: readonly string[];
  readonly layer?: Layer;
  /** Of the step before, when the last one records its intent. */
  readonly state?: Partial<StepStatus>;
}

const owner = { name: 'plan-p', uid: 'uid-plan' };
const nameOf = (order: number): string => `act-${order}`;

/** A plan of such steps, of which the last one records its intent five seconds after the start of 2026. */
function story(steps: readonly Seen[]) {
  const plan: RemediationPlan = buildPlan({
    ...owner,
    steps: steps.map(({ target = 'Deployment/shop/pay', layer = 'application' }) => ({ layer, target, operation: 'restart_deployment' })),
    status: {
      phase: 'Executing',
      steps: steps.map(({ state }, index) => ({
        name: `step-${index + 1}`,
        phase: 'Running',
        actionRef: { name: nameOf(index + 1) },
        ...state,
      })),
    },
  });
  const told = new StoryBuilder().stored(plan);
  steps.forEach(({ target = 'Deployment/shop/pay', nodes = [] }, index) => {
    const [kind = '', namespace = '', name = ''] = target.split('/');
    const resolvedTarget = { apiVersion: 'apps/v1', kind, namespace, name, nodes: [...nodes] };
    const intents = index === steps.length - 1 ? [intent('restart')] : [];
    const status = { phase: 'Running' as const, resolvedTarget, intents };
    told.stored(buildAction({ name: nameOf(index + 1), uid: nameOf(index + 1), target, plan: owner, status }));
  });
  return told.until(60);
}

const pay: Seen = { target: 'Deployment/shop/pay', nodes: ['w1', 'w2'] };
const cart: Seen = { target: 'Deployment/shop/cart', nodes: ['w3'] };

describe('a step that begins', () => {
  test.each<{ when: string; steps: readonly Seen[] }>([
    { when: 'an unrelated one of its layer is at work', steps: [pay, cart] },
    { when: 'one on the same object has ended', steps: [{ ...pay, state: { phase: 'Succeeded' } }, pay] },
    { when: 'one on the same object was optional and is skipped', steps: [{ ...pay, state: { phase: 'Skipped' } }, pay] },
    {
      when: 'a related one has waited to the end',
      steps: [{ ...pay, state: { phase: 'Succeeded', notBefore: at(5) } }, pay],
    },
    {
      when: 'a related one was well for ten seconds',
      steps: [{ ...pay, state: { phase: 'Succeeded', notBefore: at(60), healthySince: at(-5) } }, pay],
    },
  ])('may do so when $when', ({ steps }) => expect(stepOrder(story(steps))).toEqual([]));

  test.each<{ when: string; steps: readonly Seen[] }>([
    { when: 'one on the same object is at work', steps: [pay, pay] },
    { when: 'one on the same object settles', steps: [{ ...pay, state: { phase: 'Waiting' } }, pay] },
    { when: 'one with a pod on the same node is at work', steps: [pay, { ...cart, nodes: ['w2'] }] },
    { when: 'an unrelated one of a lower layer is at work', steps: [{ ...pay, layer: 'platform' }, cart] },
    { when: 'a required one of a lower layer failed', steps: [{ ...pay, layer: 'platform', state: { phase: 'Failed' } }, cart] },
    {
      when: 'the wait of a related one was cut short',
      steps: [{ ...pay, state: { phase: 'Succeeded', notBefore: at(60) } }, pay],
    },
    {
      when: 'a related one was well for nine seconds',
      steps: [{ ...pay, state: { phase: 'Succeeded', notBefore: at(60), healthySince: at(-4) } }, pay],
    },
  ])('breaks the order when $when', ({ steps }) => expect(stepOrder(story(steps))).toMatchObject([{ invariant: 7 }]));

  test('is one too many when three others are at work or settle', () => {
    const others = ['a', 'b', 'c'].map((name): Seen => ({ target: `Deployment/shop/${name}`, nodes: [name] }));
    expect(stepOrder(story(others))).toEqual([]);
    expect(stepOrder(story([...others, cart]))).toMatchObject([{ message: 'more than three steps were at work or settled at once' }]);
  });
});
