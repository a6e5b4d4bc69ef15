import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Layer, PlanPhase, RemediationAction, RemediationPlan, RemediationPlanStatus } from '../../api/generated/types.ts';
import { validatePlan } from '../../api/validate.ts';
import { buildCheckpoint, buildPlan, type StepWish } from '../../testing/plan-builder.ts';
import { decide, effectDone, simulatePlan, type ActionEnd, type Run, type Surroundings } from '../../testing/simulate-plan.ts';
import { madeEffect } from '../execution/undo-outcome.ts';
import { layerOrder } from '../planning/defaults.ts';
import { isPlanOver } from '../../api/terminal-phases.ts';

/** Written down once more from the CRD, so that the code is not its own judge. */
const edges: Readonly<Record<PlanPhase, readonly PlanPhase[]>> = {
  Pending: ['AwaitingApproval', 'Executing', 'Cancelled', 'Failed'],
  AwaitingApproval: ['Pending', 'Cancelled'],
  Executing: ['Verifying', 'RollingBack', 'Failed', 'Cancelled'],
  Verifying: ['Executing', 'Succeeded', 'RollingBack', 'Failed', 'Cancelled'],
  RollingBack: ['RolledBack', 'RollbackFailed'],
  Succeeded: [],
  Failed: [],
  RolledBack: [],
  RollbackFailed: [],
  Cancelled: [],
};

const stepEnds = ['done', 'nothingToDo', 'refused', 'undone', 'stuck', 'irreversible', 'takenOver', 'deleted'] as const;
const checkEnds = ['passes', 'late', 'never', 'inconclusive', 'notApplicable'] as const;
const undoEnds = ['Undone', 'Drifted', 'Irreversible', 'Failed'] as const;
const knobs = ['none', 'none', 'none', 'stop', 'rollback', 'suspend', 'delete'] as const;

interface Scenario {
  readonly plan: RemediationPlan;
  readonly ends: Readonly<Record<string, (typeof stepEnds)[number]>>;
  readonly undo: (typeof undoEnds)[number];
  readonly checks: Readonly<Record<string, (typeof checkEnds)[number]>>;
  readonly knob: (typeof knobs)[number];
  readonly knobAt: number;
  /** Passes that die, with the number of effects that they still perform. */
  readonly deaths: ReadonlyMap<number, number>;
}

const operationsOf: Readonly<Record<Layer, readonly StepWish[]>> = {
  infrastructure: [
    { operation: 'cordon_node' },
    { operation: 'drain_and_reboot_node', undo: 'Partial' },
    { operation: 'observe', undo: 'None' },
  ],
  platform: [{ operation: 'restart_operator', undo: 'Irreversible' }],
  application: [
    { operation: 'restart_deployment', undo: 'Irreversible' },
    { operation: 'scale_workload', parameters: { replicas: 3 } },
  ],
};

const stepArbitrary = (layer: Layer): fc.Arbitrary<StepWish> =>
  fc
    .record({
      layer: fc.constant(layer),
      kind: fc.constantFrom(...operationsOf[layer]),
      required: fc.boolean(),
      waitSeconds: fc.constantFrom(0, 0, 45),
    })
    .map(({ kind, ...rest }) => ({ ...rest, ...kind }));

const stepsArbitrary = fc
  .subarray([...layerOrder], { minLength: 1 })
  .chain((layers) =>
    fc
      .tuple(...layers.map((layer) => fc.array(stepArbitrary(layer), { minLength: 1, maxLength: 3 })))
      .map((steps) => ({ layers, steps: steps.flat() })),
  );

const scenarios: fc.Arbitrary<Scenario> = stepsArbitrary.chain(({ layers, steps }) =>
  fc
    .record({
      gates: fc.constantFrom('before', 'usual', 'usual', 'none'),
      ends: fc.array(fc.constantFrom(...stepEnds, 'done' as const, 'done' as const, 'done' as const, 'done' as const), {
        minLength: steps.length,
        maxLength: steps.length,
      }),
      undo: fc.constantFrom(...undoEnds, 'Undone' as const),
      checks: fc.array(fc.constantFrom(...checkEnds, 'passes' as const), { minLength: 4, maxLength: 4 }),
      never: fc.boolean(),
      knob: fc.constantFrom(...knobs),
      knobAt: fc.integer({ min: 2, max: 25 }),
      deaths: fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 2 })), { maxLength: 12 }),
    })
    .map(({ gates, ends, undo, checks, never, knob, knobAt, deaths }) => ({
      plan: buildPlan({ layers, steps, rollbackPolicy: never ? 'Never' : 'OnFailure', checkpoints: checkpointsFor(layers, steps, gates) }),
      ends: Object.fromEntries(ends.map((end, index) => [`step-${index + 1}`, end])),
      undo,
      checks: Object.fromEntries(
        [...layers.map((layer) => `checkpoint/${layer}-healthy`), 'checkpoint/before'].map((id, index) => [id, checks[index] ?? 'passes']),
      ),
      knob,
      knobAt,
      deaths: new Map(deaths),
    })),
);

function checkpointsFor(layers: readonly Layer[], steps: readonly StepWish[], gates: string) {
  const after = (layer: Layer): number =>
    steps.filter((step) => layerOrder.indexOf(step.layer ?? 'infrastructure') <= layerOrder.indexOf(layer)).length;
  const usual = layers.map((layer) => buildCheckpoint(layer, after(layer), ['node_ready', 'pods_running']));
  const [lowest = 'infrastructure'] = layers;
  if (gates === 'none') return undefined;
  return gates === 'before' ? [{ ...buildCheckpoint(lowest, 0, ['node_ready']), name: 'before' }, ...usual] : usual;
}

const order = (action: RemediationAction): number => Number(/-(\d\d)(-|$)/.exec(action.metadata.name.replace('act-test', ''))?.[1]);

const intents = effectDone();
const endings: Readonly<Partial<Record<(typeof stepEnds)[number], ActionEnd>>> = {
  nothingToDo: { phase: 'Succeeded', reason: 'AlreadyDone', message: '' },
  refused: { phase: 'Rejected', reason: 'TargetNotFound', message: 'No such target.' },
  undone: { phase: 'Failed', reason: 'TimedOut', message: 'Too slow.', intents, result: { undo: { effect: 'Undone' } } },
  stuck: { phase: 'Failed', reason: 'UndoFailed', message: 'It stays.', intents, result: { undo: { effect: 'Failed' } } },
  irreversible: { phase: 'Failed', reason: 'RolloutFailed', message: 'No rollout.', intents },
  takenOver: { phase: 'Cancelled', reason: 'TakenOver', message: 'A person uncordoned it.', intents },
};

function endOf({ ends, undo }: Scenario, action: RemediationAction): ActionEnd | undefined {
  const { compensates, operation } = action.spec;
  if (compensates && undo === 'Failed') return { phase: 'Failed', reason: 'UndoFailed', message: 'It stays.' };
  if (compensates) return { phase: 'Succeeded', reason: undo, message: 'As the test wants.' };
  const end = endings[ends[`step-${order(action)}`] ?? 'done'];
  if (end === undefined || end === 'never' || operation !== 'observe') return end;
  return { ...end, intents: undefined, result: undefined };
}

function surroundings(scenario: Scenario): Surroundings {
  return {
    actionEnds: (action) => endOf(scenario, action),
    checkSays: (id, _check, now) => {
      const late = now.getTime() > Date.UTC(2026, 0, 1) + 20_000;
      const says = {
        passes: 'Passed',
        late: late ? 'Passed' : 'Failed',
        never: 'Failed',
        inconclusive: 'Inconclusive',
        notApplicable: 'NotApplicable',
      } as const;
      return says[scenario.checks[id] ?? 'never'];
    },
    performs: (pass) => scenario.deaths.get(pass),
    meanwhile: (run, pass) => {
      turnKnob(run, scenario, pass);
      deleteActions(run, scenario);
      settles(run, surroundings(scenario));
    },
  };
}

function turnKnob(run: Run, { knob, knobAt }: Scenario, pass: number): void {
  const { plan } = run;
  if (pass === knobAt && knob === 'stop') run.plan = { ...plan, spec: { ...plan.spec, cancel: 'Stop' } };
  if (pass === knobAt && knob === 'rollback') run.plan = { ...plan, spec: { ...plan.spec, cancel: 'Rollback' } };
  if (pass === knobAt && knob === 'delete')
    run.plan = { ...plan, metadata: { ...plan.metadata, deletionTimestamp: run.now.toISOString() } };
  if (knob === 'suspend' && (pass === knobAt || pass === knobAt + 15))
    run.plan = { ...plan, spec: { ...plan.spec, suspend: pass === knobAt } };
}

/** Somebody deletes an action that is running, without its finalizer. */
function deleteActions(run: Run, { ends }: Scenario): void {
  for (const [name, action] of run.actions) {
    const recorded = run.plan.status?.steps?.some(({ actionRef }) => actionRef?.uid === action.metadata.uid);
    if (recorded && action.status?.phase === 'Running' && ends[`step-${order(action)}`] === 'deleted') run.actions.delete(name);
  }
}

/** Deciding and recording again, with nothing else going on, comes to rest at once and then asks only for what may be repeated. */
function settles(run: Run, around: Surroundings): void {
  const copy: Run = { ...run, actions: new Map(run.actions), history: [], happenings: [], created: [] };
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

function began(status: RemediationPlanStatus | undefined): string[] {
  return (status?.steps ?? [])
    .filter(({ phase }) => phase !== 'Pending' && phase !== 'Cancelled' && phase !== 'Skipped')
    .map(({ name }) => name);
}

function expectOrder({ history, plan }: Run): void {
  history.forEach((status, index) => {
    const before = new Set(began(history[index - 1]));
    for (const name of began(status).filter((one) => !before.has(one))) {
      const at = plan.spec.steps.find((step) => step.name === name)?.order ?? 0;
      const earlier = (status.steps ?? []).slice(0, at - 1).map(({ phase }) => phase);
      expect(['Pending', 'Running', 'Waiting'].filter((phase) => earlier.some((one) => one === phase))).toEqual([]);
      const gates = plan.spec.checkpoints?.filter(({ afterStep }) => afterStep < at).map(({ name: gate }) => gate) ?? [];
      const results = gates.map((gate) => status.checkpoints?.find(({ name: one }) => one === gate)?.result ?? 'missing');
      expect(results.filter((result) => result !== 'Passed' && result !== 'NotApplicable')).toEqual([]);
      expect(['RollingBack', 'Failed', 'Cancelled']).not.toContain(status.phase);
    }
    expect((status.steps ?? []).filter(({ phase }) => phase === 'Running').length).toBeLessThanOrEqual(1);
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
  const effects = [...actions.values()].filter((action) => !action.spec.compensates && madeEffect(action)).map(order);
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
        const run = simulatePlan(scenario.plan, surroundings(scenario));
        expect(isPlanOver(run.plan)).toBe(true);
        expect(run.plan.metadata.finalizers ?? []).toEqual([]);
        const seen = phases(run);
        expect(seen[0]).toBe('Pending');
        seen.forEach((phase, index) => {
          const before = seen[index - 1];
          if (before !== undefined && before !== phase) expect(edges[before]).toContain(phase);
        });
        expectOrder(run);
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
  }, 60_000);
});
