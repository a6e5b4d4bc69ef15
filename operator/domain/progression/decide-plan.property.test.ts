import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PlanPhase, PlanStep, RemediationPlanStatus, StepPhase } from '../../api/generated/types.ts';
import { validatePlan } from '../../api/validate.ts';
import { orderOf, scenarios, standingIn, surroundings, type Scenario } from '../../testing/arbitrary-plans.ts';
import { phaseEdges } from '../../testing/phase-edges.ts';
import { decide, simulatePlan, type Run, type Surroundings } from '../../testing/simulate-plan.ts';
import { madeEffect } from '../execution/undo-outcome.ts';
import { layerOrder } from '../planning/defaults.ts';
import { isPlanOver } from '../../api/terminal-phases.ts';

/** Deciding and recording again, with nothing else going on, comes to rest at once and then asks only for what may be repeated. */
function settles(run: Run, around: Surroundings): void {
  const copy: Run = { ...run, actions: new Map(run.actions), history: [], recordedAt: [], happenings: [], created: [] };
  const quiet: Surroundings = { ...around, meanwhile: undefined };
  for (let passes = 0; passes < 12; passes += 1) {
    const { status, effects } = decide(copy, quiet);
    if (JSON.stringify(status) === JSON.stringify(copy.plan.status)) {
      expect(effects.filter(({ kind }) => kind === 'happened')).toEqual([]);
      expect(decide(copy, quiet)).toEqual(decide(copy, quiet));
      return;
    }
    copy.plan = { ...copy.plan, status: JSON.parse(JSON.stringify(status)) as RemediationPlanStatus };
  }
  throw new Error('it does not come to rest');
}

function phases(run: Run): PlanPhase[] {
  return run.history.flatMap(({ phase }) => phase ?? []);
}

const open: readonly StepPhase[] = ['Pending', 'Running', 'Waiting'];
const working: readonly StepPhase[] = ['Running', 'Waiting'];

function began(status: RemediationPlanStatus | undefined): string[] {
  return (status?.steps ?? [])
    .filter(({ phase }) => phase !== 'Pending' && phase !== 'Cancelled' && phase !== 'Skipped')
    .map(({ name }) => name);
}

/** Said once more in other words, so that the code is not its own judge. */
function mayMeet(scenario: Scenario, one: PlanStep, other: PlanStep): boolean {
  if (one.action.target.name === other.action.target.name) return true;
  const [a, b] = [standingIn(scenario, one), standingIn(scenario, other)];
  if (!a || !b || (a.controlPlane && b.controlPlane)) return true;
  return [...a.owners, ...a.nodes].some((name) => [...b.owners, ...b.nodes].includes(name));
}

/** What may not be open when the step begins: all that is below it, and before it in its layer or at work what it may meet. */
function standsBefore(scenario: Scenario, step: PlanStep, other: PlanStep, phase: StepPhase): boolean {
  if (other === step || !open.includes(phase)) return false;
  const isLower = layerOrder.indexOf(other.layer) < layerOrder.indexOf(step.layer);
  const isInTheWay = other.order < step.order || (working.includes(phase) && other.layer === step.layer);
  return isLower || (isInTheWay && mayMeet(scenario, step, other));
}

function expectOrder({ history, plan }: Run, scenario: Scenario): void {
  const phaseIn = (status: RemediationPlanStatus, name: string): StepPhase =>
    status.steps?.find((step) => step.name === name)?.phase ?? 'Pending';
  history.forEach((status, index) => {
    const before = new Set(began(history[index - 1]));
    for (const step of plan.spec.steps.filter(({ name }) => began(status).includes(name) && !before.has(name))) {
      expect(plan.spec.steps.filter((other) => standsBefore(scenario, step, other, phaseIn(status, other.name)))).toEqual([]);
      const gates = plan.spec.checkpoints?.filter(({ afterStep }) => afterStep < step.order).map(({ name: gate }) => gate) ?? [];
      const results = gates.map((gate) => status.checkpoints?.find(({ name: one }) => one === gate)?.result ?? 'missing');
      expect(results.filter((result) => result !== 'Passed' && result !== 'NotApplicable')).toEqual([]);
      expect(['RollingBack', 'Failed', 'Cancelled']).not.toContain(status.phase);
    }
    expect((status.steps ?? []).filter(({ phase }) => working.includes(phase)).length).toBeLessThanOrEqual(3);
  });
}

/** A wait that a plan which goes on cuts short was well for ten seconds before. */
function expectWaits({ history, recordedAt }: Run): void {
  history.forEach((status, index) => {
    if (status.phase !== 'Executing' && status.phase !== 'Verifying') return;
    const at = recordedAt[index]?.getTime() ?? 0;
    const settled = (status.steps ?? []).filter(
      ({ name, phase }) => phase === 'Succeeded' && history[index - 1]?.steps?.some((was) => was.name === name && was.phase === 'Waiting'),
    );
    for (const { notBefore = '', healthySince } of settled) {
      if (at < Date.parse(notBefore)) expect(at - Date.parse(healthySince ?? '')).toBeGreaterThanOrEqual(10_000);
    }
  });
}

const isUndo = (name: string): boolean => name.endsWith('-undo');

function expectRollback(run: Run): void {
  const orders = (run.plan.status?.rollback ?? []).map(({ step }) => Number(step.replace('step-', '')));
  expect(orders).toEqual(orders.toSorted((a, b) => b - a));
  expectInverses(run);
  if (phases(run).includes('RollingBack')) expectNothingForgotten(run, orders);
}

/** Each inverse once, of something that succeeded, and nothing forward after the first. */
function expectInverses({ actions, created }: Run): void {
  const undos = created.filter(isUndo);
  expect(new Set(undos).size).toBe(undos.length);
  const firstUndo = created.findIndex(isUndo);
  if (firstUndo >= 0) expect(created.slice(firstUndo).every(isUndo)).toBe(true);
  for (const name of undos) {
    const undone = actions.get(actions.get(name)?.spec.compensates?.name ?? '');
    expect(undone?.status?.phase).toBe('Succeeded');
  }
}

function expectNothingForgotten({ actions, history }: Run, orders: readonly number[]): void {
  const effects = [...actions.values()].filter((action) => !action.spec.compensates && madeEffect(action)).map(orderOf);
  for (const one of effects) expect(orders).toContain(one);
  expect(history.at(-1)?.rollback?.every(({ result }) => result !== 'Pending')).toBe(true);
}

function expectEnd({ plan, actions, openAtEnd }: Run): void {
  const { status } = plan;
  const required = plan.spec.steps
    .filter((step) => step.required)
    .map(({ name }) => status?.steps?.find((step) => step.name === name)?.phase);
  const results = status?.checkpoints?.map(({ result }) => result) ?? [];
  const well =
    required.every((phase) => phase === 'Succeeded' || phase === 'Skipped') &&
    results.every((result) => result === 'Passed' || result === 'NotApplicable');
  if (status?.phase === 'Succeeded') expect(well).toBe(true);
  if (status?.phase === 'Failed' && plan.spec.rollbackPolicy === 'OnFailure') {
    expect(
      [...actions.values()].filter((action) => madeEffect(action) && action.status?.phase === 'Succeeded' && !action.spec.compensates),
    ).toEqual([]);
  }
  expect(openAtEnd).toEqual([]);
}

describe('every plan, whatever happens to it and wherever the process dies', () => {
  test('ends, by legal edges, in the order of its layers, and undoes what ran from the last step back', () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        const around = surroundings(scenario);
        const run = simulatePlan(scenario.plan, {
          ...around,
          meanwhile: (now, pass) => {
            around.meanwhile?.(now, pass);
            settles(now, around);
          },
        });
        expect(isPlanOver(run.plan)).toBe(true);
        expect(run.plan.metadata.finalizers ?? []).toEqual([]);
        const seen = phases(run);
        expect(seen[0]).toBe('Pending');
        seen.forEach((phase, index) => {
          const before = seen[index - 1];
          if (before !== undefined && before !== phase) expect(phaseEdges.RemediationPlan[before]).toContain(phase);
        });
        expectOrder(run, scenario);
        expectWaits(run);
        expectRollback(run);
        expectEnd(run);
        for (const status of run.history) expect(validatePlan({ ...scenario.plan, status })).toMatchObject({ ok: true });
        expect(decide({ ...run, now: new Date(run.now.getTime() + 1e9) }, {})).toEqual({
          kind: 'next',
          status: run.plan.status,
          effects: [],
        });
      }),
      { numRuns: 400, interruptAfterTimeLimit: 6_000 },
    );
  });
});
