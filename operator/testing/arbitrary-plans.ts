import fc from 'fast-check';
import type { Checkpoint, Layer, PlanStep, RemediationAction, RemediationPlan } from '../api/generated/types.ts';
import { layerOrder } from '../domain/planning/defaults.ts';
import type { Standing } from '../domain/progression/relations.ts';
import { at } from './action-builder.ts';
import { buildCheckpoint, buildPlan, type StepWish } from './plan-builder.ts';
import { effectDone, type ActionEnd, type Run, type Surroundings } from './simulate-plan.ts';

const stepEnds = ['done', 'nothingToDo', 'refused', 'undone', 'stuck', 'irreversible', 'takenOver', 'deleted'] as const;
const checkEnds = ['passes', 'late', 'never', 'inconclusive', 'notApplicable'] as const;
const undoEnds = ['Undone', 'Drifted', 'Irreversible', 'Failed'] as const;
const knobs = ['none', 'none', 'none', 'stop', 'rollback', 'suspend', 'delete'] as const;

/** A plan, everything that happens to it and around it, and where the process dies. */
export interface Scenario {
  readonly plan: RemediationPlan;
  /** What each target stands among, by its name; one that is missing cannot be read. */
  readonly standings: Readonly<Record<string, Standing>>;
  readonly ends: Readonly<Record<string, (typeof stepEnds)[number]>>;
  readonly lasts: Readonly<Record<string, number>>;
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

const names = ['a', 'b', 'c', 'd', 'e'] as const;
const nodes = ['w1', 'w2', 'w3', 'w4', 'w5'] as const;

const standing = fc.record({
  owners: fc.subarray(['one', 'other'], { maxLength: 1 }),
  nodes: fc.subarray([...nodes], { maxLength: 2 }),
  controlPlane: fc.boolean(),
});

/** Of each name, or of none that can be read. */
const standingsArbitrary = fc
  .tuple(
    ...names.map((name) =>
      fc.option(
        standing.map((one): [string, Standing] => [name, one]),
        { freq: 6 },
      ),
    ),
  )
  .map((known) => Object.fromEntries(known.filter((one) => one !== null)));

const stepArbitrary = (layer: Layer): fc.Arbitrary<StepWish> =>
  fc
    .record({
      layer: fc.constant(layer),
      kind: fc.constantFrom(...operationsOf[layer]),
      name: fc.constantFrom(...names),
      required: fc.boolean(),
      waitSeconds: fc.constantFrom(0, 0, 45),
    })
    .map(({ kind, name, ...rest }) => ({
      ...rest,
      ...kind,
      target: layer === 'infrastructure' ? `Node/${name}` : `Deployment/shop/${name}`,
    }));

const stepsArbitrary = fc
  .subarray([...layerOrder], { minLength: 1 })
  .chain((layers) =>
    fc
      .tuple(...layers.map((layer) => fc.array(stepArbitrary(layer), { minLength: 1, maxLength: 5 })))
      .map((steps) => ({ layers, steps: steps.flat() })),
  );

/** Plans of up to fifteen steps with whatever may happen to them. */
export const scenarios: fc.Arbitrary<Scenario> = stepsArbitrary.chain(({ layers, steps }) => {
  const each = { minLength: steps.length, maxLength: steps.length };
  return fc
    .record({
      standings: standingsArbitrary,
      gates: fc.constantFrom('before', 'usual', 'usual', 'none'),
      ends: fc.array(fc.constantFrom(...stepEnds, 'done' as const, 'done' as const, 'done' as const, 'done' as const), each),
      lasts: fc.array(fc.constantFrom(0, 0, 7, 30), each),
      undo: fc.constantFrom(...undoEnds, 'Undone' as const),
      checks: fc.array(fc.constantFrom(...checkEnds, 'passes' as const), { minLength: 4, maxLength: 4 }),
      never: fc.boolean(),
      knob: fc.constantFrom(...knobs),
      knobAt: fc.integer({ min: 2, max: 25 }),
      deaths: fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 5 })), { maxLength: 12 }),
    })
    .map(({ gates, ends, lasts, checks, never, deaths, ...rest }) => ({
      ...rest,
      plan: buildPlan({ layers, steps, rollbackPolicy: never ? 'Never' : 'OnFailure', checkpoints: checkpointsFor(layers, steps, gates) }),
      ends: byStep(ends),
      lasts: byStep(lasts),
      checks: Object.fromEntries(
        [...layers.map((layer) => `checkpoint/${layer}-healthy`), 'checkpoint/before'].map((id, index) => [id, checks[index] ?? 'passes']),
      ),
      deaths: new Map(deaths),
    }));
});

const byStep = <T>(values: readonly T[]): Record<string, T> =>
  Object.fromEntries(values.map((value, index) => [`step-${index + 1}`, value]));

function checkpointsFor(layers: readonly Layer[], steps: readonly StepWish[], gates: string): Checkpoint[] | undefined {
  const after = (layer: Layer): number =>
    steps.filter((step) => layerOrder.indexOf(step.layer ?? 'infrastructure') <= layerOrder.indexOf(layer)).length;
  const usual = layers.map((layer) => buildCheckpoint(layer, after(layer), ['node_ready', 'pods_running']));
  const [lowest = 'infrastructure'] = layers;
  if (gates === 'none') return undefined;
  return gates === 'before' ? [{ ...buildCheckpoint(lowest, 0, ['node_ready']), name: 'before' }, ...usual] : usual;
}

/** The order of the step whose action it is. */
export function orderOf(action: RemediationAction): number {
  return Number(/-(\d\d)(-|$)/.exec(action.metadata.name.replace('act-test', ''))?.[1]);
}

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
  const end = endings[ends[`step-${orderOf(action)}`] ?? 'done'];
  if (end === undefined || end === 'never' || operation !== 'observe') return end;
  return { ...end, intents: undefined, result: undefined };
}

/** What the scenario says of the world around its plan. */
export function surroundings(scenario: Scenario): Surroundings {
  return {
    actionEnds: (action) => endOf(scenario, action),
    lasts: (action) => (action.spec.compensates ? 0 : (scenario.lasts[`step-${orderOf(action)}`] ?? 0)),
    standingOf: (step) => standingIn(scenario, step),
    checkSays: (id, _check, now) => {
      const says = {
        passes: 'Passed',
        late: now.getTime() > Date.parse(at(20)) ? 'Passed' : 'Failed',
        never: 'Failed',
        inconclusive: 'Inconclusive',
        notApplicable: 'NotApplicable',
      } as const;
      return says[scenario.checks[id.replace(/^settled\/(.*)/, 'checkpoint/$1-healthy')] ?? 'never'];
    },
    performs: (pass) => scenario.deaths.get(pass),
    meanwhile: (run, pass) => {
      turnKnob(run, scenario, pass);
      deleteActions(run, scenario);
    },
  };
}

/** What the step's target stands among; undefined when it cannot be read. */
export function standingIn({ standings }: Scenario, { action }: PlanStep): Standing | undefined {
  return standings[action.target.name];
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
    if (recorded && action.status?.phase === 'Running' && ends[`step-${orderOf(action)}`] === 'deleted') run.actions.delete(name);
  }
}
