import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { planStartObjection, type PlanContender } from '../../domain/arbitration/plan-start.ts';
import { lockOf, type LockTarget } from '../../domain/arbitration/targets.ts';
import { targetFrom } from '../../testing/action-builder.ts';
import { rivalsAmong } from '../../testing/rivals-among.ts';
import { StartIndex, type PlanRole } from './start-index.ts';

const now = new Date('2026-01-01T01:00:00Z');
const node = (name: string): LockTarget => lockOf(targetFrom(`Node/${name}`));
const workload = (name: string, nodes: readonly string[]): LockTarget => lockOf({ ...targetFrom(`Deployment/shop/${name}`), nodes });

const contender = (uid: string, wish: Partial<PlanContender> = {}): PlanContender => ({
  uid,
  ref: `RemediationPlan/x/${uid}`,
  createdAt: 0,
  priority: 3,
  source: 'deterministic',
  approved: false,
  dryRun: false,
  targets: [node('w1')],
  ...wish,
});

interface InPlay {
  readonly role: PlanRole;
  readonly plan: PlanContender;
}

const noActions = { actions: () => [] };

function objectionTo(candidate: PlanContender, { executing, preferred, pending }: StartIndex) {
  return planStartObjection({ candidate, rivals: { executing, preferred, pending, ...noActions }, threshold: 0.7 }, now);
}

const names = fc.constantFrom('w1', 'w2', 'w3');
const target = fc.oneof(
  names.map(node),
  fc.tuple(fc.constantFrom('pay', 'cart', 'web'), fc.uniqueArray(names, { maxLength: 2 })).map(([name, nodes]) => workload(name, nodes)),
);
const anyPlan = fc.record({
  targets: fc.array(target, { minLength: 1, maxLength: 3 }),
  priority: fc.integer({ min: 1, max: 5 }),
  source: fc.constantFrom('deterministic' as const, 'ai_driven' as const),
  approved: fc.boolean(),
  createdAt: fc.integer({ min: 0, max: 3 }),
  blockedSince: fc.constantFrom(now.getTime(), now.getTime() - 700_000),
});
const anyPlans = fc.array(fc.record({ role: fc.constantFrom('executing' as const, 'pending' as const), plan: anyPlan }), { maxLength: 12 });

describe('what is found by an index of the locks', () => {
  test('decides as what is found by comparing each with each does, whatever came and went before', () => {
    fc.assert(
      fc.property(anyPlans, anyPlans, (gone, there) => {
        const index = new StartIndex();
        const inPlay = there.map(({ role, plan }, i): InPlay => ({ role, plan: contender(`p${i}`, plan) }));
        gone.forEach(({ role, plan }, i) => index.put(contender(`p${i}`, plan), role));
        gone.forEach((_, i) => index.remove(`p${i}`));
        for (const { plan } of inPlay) index.put(contender(plan.uid), 'pending');
        for (const { role, plan } of inPlay) index.put(plan, role);
        const of = (role: PlanRole) => inPlay.filter((one) => one.role === role).map(({ plan }) => plan);
        const rivals = rivalsAmong({ executing: of('executing'), pending: of('pending'), actions: [] });
        for (const candidate of of('pending')) {
          const expected = planStartObjection({ candidate, rivals, threshold: 0.7 }, now);
          expect(objectionTo(candidate, index)?.reason).toBe(expected?.reason);
        }
      }),
      { numRuns: 500 },
    );
  });
});

/** How often a plan's priority is read while all are put into the index and each asks whether it may start: every comparison does so. */
function comparisons(plans: readonly InPlay[]): number {
  let read = 0;
  const counted = ({ plan, role }: InPlay): InPlay => {
    const { priority } = plan;
    return {
      role,
      plan: Object.defineProperty({ ...plan }, 'priority', {
        get: () => {
          read += 1;
          return priority;
        },
      }),
    };
  };
  const index = new StartIndex();
  const all = plans.map(counted);
  for (const { role, plan } of all) index.put(plan, role);
  for (const { role, plan } of all) if (role === 'pending') objectionTo(plan, index);
  return read;
}

type Circumstances = readonly [string, (i: number) => Partial<PlanContender>];

const circumstances: readonly Circumstances[] = [
  ['each on a node of its own', (i) => ({ targets: [node(`n${i}`)] })],
  ['all on one node', (i) => ({ priority: 1 + ((i * 7) % 5), createdAt: (i * 7919) % 1000 })],
  ['all on one node, the best made last', (i) => ({ createdAt: -i })],
  ['all of models on one node', (i) => ({ source: 'ai_driven', priority: 1 + ((i * 7) % 5) })],
  [
    'half of models, which go first, on one node',
    (i) => ({ source: i % 2 ? 'ai_driven' : 'manual', priority: i % 2 ? 1 : 5, createdAt: i }),
  ],
  ['each a workload with pods on one node', (i) => ({ targets: [workload(`d${i}`, ['w1'])] })],
];

describe('the start of many plans', () => {
  test.each(circumstances)('%s: costs n log n comparisons', (_, wish) => {
    for (const n of [100, 1_000]) {
      const pending = Array.from({ length: n }, (__, i): InPlay => ({ role: 'pending', plan: contender(`p${i}`, wish(i)) }));
      expect(comparisons(pending)).toBeLessThan(8 * n * Math.log2(n));
    }
  });

  test('behind one that holds their target: costs n log n comparisons', () => {
    const n = 1_000;
    const pending = Array.from({ length: n }, (_, i): InPlay => ({ role: 'pending', plan: contender(`p${i}`) }));
    expect(comparisons([...pending, { role: 'executing', plan: contender('holder') }])).toBeLessThan(8 * n * Math.log2(n));
  });
});
