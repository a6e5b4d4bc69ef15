import { describe, expect, test } from '@jest/globals';
import type { RemediationPlan, StepStatus } from '../../api/generated/types.ts';
import { at } from '../../testing/action-builder.ts';
import { buildCheckpoint, buildPlan, type PlanWish, type StepWish } from '../../testing/plan-builder.ts';
import { kindsOf, next, now } from '../../testing/running-plan.ts';
import { buildSeen } from '../../testing/simulate-plan.ts';
import { decidePlan } from './decide-plan.ts';
import type { Standing } from './relations.ts';

const on = (name: string, wish: StepWish = {}): StepWish => ({ layer: 'application', target: `Deployment/shop/${name}`, ...wish });
const apart = (name: string): Standing => ({ owners: [name], nodes: [`node-of-${name}`], controlPlane: false });
const phases = (...list: StepStatus['phase'][]): StepStatus[] =>
  list.map((phase, index) => ({
    name: `step-${index + 1}`,
    phase,
    ...(phase !== 'Pending' && { actionRef: { name: `act-test-0${index + 1}` } }),
    ...(phase === 'Waiting' && { notBefore: at(2000), finishedAt: at(990) }),
  }));

/** An executing plan with steps in those phases. */
function executing(wish: PlanWish, steps: StepStatus[]): RemediationPlan {
  const checkpoints = (wish.checkpoints ?? []).map(({ name, layer }) => ({ name, layer, result: 'Pending' as const }));
  return { ...buildPlan(wish), status: { phase: 'Executing', steps, checkpoints, conditions: [] } };
}

/** Standings of the steps, by the names of their targets. */
const standings = (plan: RemediationPlan, of: (name: string) => Standing | undefined) => ({
  standings: new Map(plan.spec.steps.map(({ name, action }) => [name, of(action.target.name)])),
});

describe('the steps that begin', () => {
  const five = ['a', 'b', 'c', 'd', 'e'].map((name) => on(name));

  test('are three of unrelated targets, in one status with three actions after it', () => {
    const plan = executing({ steps: five }, phases(...five.map(() => 'Pending' as const)));
    const { status, effects } = next(plan, { answers: standings(plan, apart) });
    expect(status.steps?.map(({ phase }) => phase)).toEqual(['Running', 'Running', 'Running', 'Pending', 'Pending']);
    expect(status).toMatchObject({
      currentStep: 1,
      progress: '0/5',
      message: 'Of 5 steps, 1 (step-1), 2 (step-2) and 3 (step-3) are at work.',
    });
    expect(kindsOf(effects)).toEqual([
      ...['addFinalizer', 'create act-test-01', 'stepStarted'],
      ...['create act-test-02', 'stepStarted', 'create act-test-03', 'stepStarted'],
    ]);
  });

  const shared = (name: string): Standing => ({ ...apart(name), ...(name < 'c' && { nodes: ['w1'] }) });
  const owned = (name: string): Standing => ({ ...apart(name), ...(name < 'c' && { owners: [name, 'Shop/main'] }) });

  test.each<{ when: string; steps: StepWish[]; was: StepStatus['phase'][]; of?: (name: string) => Standing | undefined; begun: number[] }>([
    { when: 'two have a node in common', steps: five, was: ['Pending', 'Pending', 'Pending', 'Pending'], of: shared, begun: [1, 3, 4] },
    { when: 'two have an owner in common', steps: five, was: ['Pending', 'Pending', 'Pending', 'Pending'], of: owned, begun: [1, 3, 4] },
    { when: 'the first of two related has ended', steps: five, was: ['Succeeded', 'Pending'], of: shared, begun: [2, 3, 4] },
    { when: 'the first of two related settles', steps: five, was: ['Waiting', 'Pending'], of: shared, begun: [3, 4] },
    { when: 'an optional one failed', steps: five, was: ['Failed', 'Pending'], of: shared, begun: [2, 3, 4] },
    { when: 'three settle or are at work', steps: five, was: ['Running', 'Waiting', 'Running'], of: apart, begun: [] },
    { when: 'one of three is at work', steps: five, was: ['Running', 'Succeeded', 'Waiting', 'Pending'], of: apart, begun: [4] },
    { when: 'a later one that is related is at work', steps: five, was: ['Pending', 'Running'], of: shared, begun: [3, 4] },
    { when: 'nothing can be read', steps: five, was: ['Pending', 'Pending'], of: () => undefined, begun: [1] },
    {
      when: 'what runs cannot be read',
      steps: five,
      was: ['Running', 'Pending'],
      of: (name) => (name === 'a' ? undefined : apart(name)),
      begun: [],
    },
    { when: 'two name the same object', steps: [on('a'), on('a'), on('b')], was: ['Pending'], of: apart, begun: [1, 3] },
    { when: 'a higher layer waits', steps: [on('a', { layer: 'platform' }), on('b'), on('c')], was: ['Pending'], of: apart, begun: [1] },
  ])('are $begun when $when', ({ steps, was, of = apart, begun }) => {
    const all = [...was, ...steps.slice(was.length).map(() => 'Pending' as const)];
    const plan = executing({ steps: steps.map((step) => ({ required: false, ...step })) }, phases(...all));
    const { effects } = next(plan, { answers: standings(plan, of) });
    const started = effects.flatMap((effect) =>
      effect.kind === 'happened' && effect.happening.what === 'stepStarted' ? [effect.happening.step.order] : [],
    );
    expect(started).toEqual(begun);
  });

  test('stand behind an open checkpoint of their own layer', () => {
    const gate = { ...buildCheckpoint('application', 0, ['pods_running']), name: 'before' };
    const plan = executing({ steps: five, checkpoints: [gate] }, phases('Pending'));
    const { status, effects } = next(plan, { answers: standings(plan, apart) });
    expect([status.phase, kindsOf(effects)]).toEqual(['Verifying', ['checkpointStarted']]);
  });

  test('are none while it is open whether the plan is being deleted with an action that is gone', () => {
    const plan = executing({ steps: five }, [
      { name: 'step-1', phase: 'Running', actionRef: { name: 'act-test-01', uid: 'gone' } },
      ...phases('Pending', 'Pending').slice(1),
    ]);
    const { status, effects } = next(plan, { answers: standings(plan, apart) });
    expect([status.blocked?.reason, effects]).toEqual(['ActionDeleted', []]);
  });
});

describe('what its targets stand among', () => {
  const asksFor = (plan: RemediationPlan): readonly string[] => {
    const decision = decidePlan(buildSeen(plan), now);
    return decision.kind === 'ask' && decision.ask.kind === 'standings' ? decision.ask.steps.map(({ name }) => name) : [];
  };

  test.each<{ when: string; steps: StepWish[]; was: StepStatus['phase'][]; asks: string[] }>([
    { when: 'its layer has one step', steps: [on('a'), on('b', { layer: 'application' })].slice(0, 1), was: ['Pending'], asks: [] },
    { when: 'all steps are about one object', steps: [on('a'), on('a')], was: ['Pending', 'Pending'], asks: [] },
    {
      when: 'all places are taken',
      steps: ['a', 'b', 'c', 'd'].map((name) => on(name)),
      was: ['Running', 'Running', 'Running', 'Pending'],
      asks: [],
    },
    { when: 'one may run beside another', steps: [on('a'), on('b')], was: ['Running', 'Pending'], asks: ['step-1', 'step-2'] },
    {
      when: 'it has many',
      steps: Array.from({ length: 20 }, (_, index) => on(`n${index}`)),
      was: Array.from({ length: 20 }, () => 'Pending' as const),
      asks: Array.from({ length: 10 }, (_, index) => `step-${index + 1}`),
    },
  ])('a plan asks for $asks when $when', ({ steps, was, asks }) => {
    expect(asksFor(executing({ steps }, phases(...was)))).toEqual(asks);
  });
});
