import type {
  Anomaly,
  Intent,
  PlanStep,
  RemediationAction,
  RemediationActionStatus,
  RemediationPlan,
  RemediationPlanStatus,
} from '../api/generated/types.ts';
import { finalizers } from '../api/resource.ts';
import { usualNamespace } from '../api/usual-namespace.ts';
import { decidePlan } from '../domain/progression/decide-plan.ts';
import { isActionOver, isPlanOver } from '../api/terminal-phases.ts';
import type { Answers, Ask, Effect, Happening, Rules, SeenPlan, StartVerdict, Verdict } from '../domain/progression/seen.ts';
import type { Standing } from '../domain/progression/relations.ts';
import { builtInDefaults } from '../domain/planning/defaults.ts';
import { at } from './action-builder.ts';

/** Rules under which every operation and check of the tests is built and takes every parameter. */
export const testRules: Rules = {
  operations: new Map([
    ['cordon_node', { undo: 'Reversible', targetKinds: ['Node'], objectionTo: () => undefined }],
    ['drain_and_reboot_node', { undo: 'Partial', targetKinds: ['Node'], objectionTo: () => undefined }],
    ['scale_workload', { undo: 'Reversible', targetKinds: 'any', objectionTo: () => undefined }],
    ['restart_deployment', { undo: 'Irreversible', targetKinds: 'any', objectionTo: () => undefined }],
    ['restart_operator', { undo: 'Irreversible', targetKinds: 'any', objectionTo: () => undefined }],
    ['observe', { undo: 'None', targetKinds: 'any', objectionTo: () => undefined }],
  ]),
  checks: new Map([
    ['node_ready', { objectionTo: () => undefined }],
    ['no_node_pressure', { objectionTo: () => undefined }],
    ['networking_functional', { objectionTo: () => undefined }],
    ['pods_running', { objectionTo: () => undefined }],
  ]),
  defaults: builtInDefaults,
  confidenceThreshold: 0.7,
  approval: { expirySeconds: 900, rules: [] },
  suspended: false,
  systemNamespace: usualNamespace,
};

/** What decidePlan is given: nothing around the plan, and an engine that may do everything, unless the test says so. */
export function buildSeen(
  plan: RemediationPlan,
  more: Partial<Omit<SeenPlan, 'plan' | 'actions'>> & { actions?: readonly RemediationAction[] } = {},
): SeenPlan {
  const { actions = [], answers, ...rest } = more;
  return {
    plan,
    others: new Map(),
    rules: testRules,
    ...rest,
    answers: { rights: { kind: 'granted' }, ...answers },
    actions: new Map(actions.map((action) => [action.metadata.name, action])),
  };
}

/** How an action ends; the default is Succeeded with one effect made, an inverse that succeeds undoes it. */
export type ActionEnd = RemediationActionStatus | 'never';

/** What happens around the plan. Every function is asked anew each time and should not keep state. */
export interface Surroundings {
  readonly anomaly?: Anomaly;
  readonly rules?: Rules;
  /** How the action ends. */
  readonly actionEnds?: (action: RemediationAction) => ActionEnd | undefined;
  /** How many seconds the action runs before it ends by itself; none when absent. */
  readonly lasts?: (action: RemediationAction) => number;
  /** What a check says; `id` is `checkpoint/<name>` or `healthy/<step>`. */
  readonly checkSays?: (id: string, check: string, now: Date) => Verdict['result'] | Verdict;
  readonly start?: (pass: number) => StartVerdict;
  /** What a step's target stands among; nothing can be read when absent. */
  readonly standingOf?: (step: PlanStep) => Standing | undefined;
  /** How many effects the pass performs before the process dies; all when absent. */
  readonly performs?: (pass: number) => number | undefined;
  /** Turns a knob, or deletes an action; called before each pass. */
  readonly meanwhile?: (run: Run, pass: number) => void;
  readonly mostPasses?: number;
}

/** One plan's life so far. */
export interface Run {
  plan: RemediationPlan;
  readonly actions: Map<string, RemediationAction>;
  now: Date;
  /** Each status that was recorded, oldest first; a pass that changed nothing adds none. */
  readonly history: RemediationPlanStatus[];
  /** When each of them was. */
  readonly recordedAt: Date[];
  readonly happenings: Happening[];
  /** Names of the actions in the order in which they were created. */
  readonly created: string[];
  /** Actions that had not ended when the plan did. */
  openAtEnd: string[];
  /** How often the plan was decided on. */
  passes: number;
}

/** The intents of an action that made one effect. */
export function effectDone(): Intent[] {
  return [{ step: 'effect', token: 't', at: at(0), outcome: 'Done' }];
}

/** Runs the plan until it is finished or nothing moves it any more. */
export function simulatePlan(plan: RemediationPlan, around: Surroundings = {}): Run {
  const nothing = { history: [], recordedAt: [], happenings: [], created: [], openAtEnd: [] };
  const run: Run = { plan, actions: new Map(), now: new Date(at(0)), ...nothing, passes: 0 };
  const most = around.mostPasses ?? 2000;
  while (run.passes < most) {
    run.passes += 1;
    around.meanwhile?.(run, run.passes);
    const moved = pass(run, around);
    if (isFinished(run) && !moved) return run;
  }
  return run;
}

function isFinished({ plan }: Run): boolean {
  return isPlanOver(plan) && !plan.metadata.finalizers?.includes(finalizers.cancel);
}

/** One pass; true when something changed. Time goes on when nothing else does. */
function pass(run: Run, around: Surroundings): boolean {
  const decision = decide(run, around);
  const recorded = record(run, decision.status);
  for (const effect of decision.effects.slice(0, around.performs?.(run.passes))) perform(run, effect);
  const moved = advanceActions(run, around);
  if (!recorded && !moved) run.now = new Date(run.now.getTime() + Math.max(decision.requeueAfter ?? 1000, 1));
  return recorded || moved;
}

/** The decision for what is there now, with every question answered. */
export function decide(run: Run, around: Surroundings): Extract<ReturnType<typeof decidePlan>, { kind: 'next' }> {
  let answers: Answers = {};
  for (;;) {
    const seen = {
      plan: structuredClone(run.plan),
      actions: run.actions,
      others: new Map<string, RemediationAction>(),
      answers,
      rules: around.rules ?? testRules,
      ...(around.anomaly && { anomaly: around.anomaly }),
    };
    const decision = decidePlan(seen, run.now);
    if (decision.kind === 'next') return decision;
    answers = answer(run, around, answers, decision.ask);
  }
}

function answer(run: Run, around: Surroundings, answers: Answers, ask: Ask): Answers {
  if (ask.kind === 'start') return { ...answers, start: around.start?.(run.passes) ?? { kind: 'may' } };
  if (ask.kind === 'rights') return { ...answers, rights: { kind: 'granted' } };
  if (ask.kind === 'foresight') return { ...answers, foresight: new Map() };
  if (ask.kind === 'standings') {
    const read = ask.steps.map((step) => [step.name, around.standingOf?.(step)] as const);
    return { ...answers, standings: new Map([...(answers.standings ?? []), ...read]) };
  }
  const verdicts = ask.checks.map(({ name }): [string, Verdict] => {
    const usual = ask.id.startsWith('healthy/') ? 'Failed' : 'Passed';
    const said = around.checkSays?.(ask.id, name, run.now) ?? usual;
    return [name, typeof said === 'string' ? { result: said, message: `${name} says so` } : said];
  });
  return { ...answers, checks: { ...answers.checks, [ask.id]: new Map(verdicts) } };
}

function record(run: Run, status: RemediationPlanStatus): boolean {
  const stored = JSON.parse(JSON.stringify(status)) as RemediationPlanStatus;
  if (JSON.stringify(sorted(stored)) === JSON.stringify(sorted(run.plan.status ?? {}))) return false;
  run.plan = { ...run.plan, status: stored };
  run.history.push(stored);
  run.recordedAt.push(run.now);
  if (isPlanOver({ status: stored }))
    run.openAtEnd = [...run.actions.values()].filter((action) => !isActionOver(action)).map(({ metadata }) => metadata.name);
  return true;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

function perform(run: Run, effect: Effect): void {
  const { metadata } = run.plan;
  switch (effect.kind) {
    case 'addFinalizer':
      run.plan = { ...run.plan, metadata: { ...metadata, finalizers: [...(metadata.finalizers ?? []), finalizers.cancel] } };
      return;
    case 'removeFinalizer':
      run.plan = { ...run.plan, metadata: { ...metadata, finalizers: [] } };
      return;
    case 'createAction':
      create(run, effect.action);
      return;
    case 'cancelAction': {
      const action = run.actions.get(effect.name);
      if (action?.metadata.uid === effect.uid) run.actions.set(effect.name, { ...action, spec: { ...action.spec, cancel: true } });
      return;
    }
    case 'happened':
      run.happenings.push(effect.happening);
  }
}

function create(run: Run, { metadata, spec }: Extract<Effect, { kind: 'createAction' }>['action']): void {
  if (run.actions.has(metadata.name)) return;
  run.created.push(metadata.name);
  const stored = {
    ...structuredClone(metadata),
    labels: { ...metadata.labels },
    ownerReferences: [...metadata.ownerReferences],
    uid: `uid-${metadata.name}-${run.passes}`,
    resourceVersion: String(run.passes),
    creationTimestamp: run.now.toISOString(),
  };
  run.actions.set(metadata.name, { apiVersion: run.plan.apiVersion, kind: 'RemediationAction', metadata: stored, spec });
}

/** Each action comes one phase further; true when one did. */
function advanceActions(run: Run, around: Surroundings): boolean {
  let moved = false;
  for (const [name, action] of run.actions) {
    const status = nextStatus(run, around, action);
    if (!status) continue;
    run.actions.set(name, { ...action, status });
    moved = true;
  }
  return moved;
}

function nextStatus(run: Run, around: Surroundings, action: RemediationAction): RemediationActionStatus | undefined {
  const { phase } = action.status ?? {};
  if (phase === undefined) return { phase: 'Admitted' };
  if (phase === 'Admitted') return { phase: 'Running', startedAt: run.now.toISOString() };
  return phase === 'Running' ? endNow(run, around, action) : undefined;
}

function endNow(run: Run, around: Surroundings, action: RemediationAction): RemediationActionStatus | undefined {
  const finishedAt = run.now.toISOString();
  if (action.spec.cancel) return { phase: 'Cancelled', reason: 'CancelRequested', message: '', finishedAt };
  const worked = run.now.getTime() - Date.parse(action.status?.startedAt ?? finishedAt);
  if (worked < (around.lasts?.(action) ?? 0) * 1000) return undefined;
  const end = around.actionEnds?.(action) ?? usualEnd(action);
  return end === 'never' ? undefined : { ...end, finishedAt };
}

function usualEnd({ spec }: RemediationAction): RemediationActionStatus {
  if (spec.compensates) return { phase: 'Succeeded', reason: 'Undone', message: 'Taken back.' };
  const changes = spec.operation !== 'observe' && !spec.dryRun;
  return { phase: 'Succeeded', reason: 'Succeeded', message: '', ...(changes ? { intents: effectDone() } : {}) };
}
