import type { CheckType, Layer, OperationName, PlanStep, StepStatus } from '../../api/generated/types.ts';
import { stepsIn } from './at-work.ts';
import type { Step } from './begin-steps.ts';
import { askedOf } from './checkpoints.ts';
import { stepStatus, untilMs, withStep, type Draft, type World } from './draft.ts';
import { isWell } from './is-well.ts';
import type { Ask, Verdict } from './seen.ts';

/** Two looks at the checks of a layer are so far apart before they end a wait. */
const apartMs = 10_000;

/** What an operation looks at may not have begun to move when it succeeds: only this check, passed afterwards, proves that it came to rest. */
const proofs: Readonly<Partial<Record<OperationName, CheckType>>> = { monitor_mco: 'mco_stable', rollback_machine_config: 'mco_stable' };

/**
 * The waits that have gone by are over, and so are those in which every check of the layer passed twice, ten seconds apart, on what was read
 * after the step's action had ended. A layer without a checkpoint has nothing that could say so, and while a step of it is at work its
 * checks say nothing about the others.
 */
export function settleWaits(world: World, before: Draft): Step {
  const draft = stepsIn(world, before, 'Waiting').reduce((current, step) => endIfOver(world, current, step), before);
  const ask = healthAsk(world, draft);
  if (!ask) return { kind: 'draft', draft };
  const verdicts = world.seen.answers.checks?.[ask.id];
  if (!verdicts) return { kind: 'ask', ask };
  const waiting = stepsIn(world, draft, 'Waiting');
  return { kind: 'draft', draft: waiting.reduce((current, step) => look(world, current, { step, ask, verdicts }), draft) };
}

function endIfOver({ now }: World, draft: Draft, step: PlanStep): Draft {
  return now >= endOf(stepStatus(draft, step), now) ? withStep(draft, step, { phase: 'Succeeded' }) : draft;
}

function endOf({ notBefore }: StepStatus, now: Date): Date {
  return notBefore === undefined ? now : new Date(notBefore);
}

type ChecksAsk = Extract<Ask, { kind: 'checks' }>;

/** The checks of the layer that settles, when a look at them could end a wait; undefined when not. */
function healthAsk(world: World, draft: Draft): ChecksAsk | undefined {
  const waiting = stepsIn(world, draft, 'Waiting');
  const [first] = waiting;
  if (!first || !waiting.some((step) => wantsLook(world, stepStatus(draft, step)))) return undefined;
  const checks = checksOf(world, draft, first.layer);
  const isWorking = stepsIn(world, draft, 'Running').length > 0;
  return isWorking || checks.length === 0 ? undefined : { kind: 'checks', id: `settled/${first.layer}`, layer: first.layer, checks };
}

/** What an outside verifier once said is no look of its own at what the step left. */
function checksOf(world: World, draft: Draft, layer: Layer): ChecksAsk['checks'] {
  const checkpoints = (world.seen.plan.spec.checkpoints ?? []).filter((checkpoint) => checkpoint.layer === layer);
  const checks = checkpoints.flatMap((checkpoint) =>
    askedOf(world, draft, checkpoint).map((check) => ({ ...check, name: `${checkpoint.name}/${check.name}` })),
  );
  return checks.some(({ type }) => type === 'external_condition') ? [] : checks;
}

function wantsLook(world: World, status: StepStatus): boolean {
  return lookAt(world, status) <= world.now.getTime();
}

/** When a look can next change something for the step; milliseconds since the epoch, Infinity when its wait is over before. */
function lookAt({ now }: World, status: StepStatus): number {
  const { healthySince } = status;
  const at = healthySince === undefined ? now.getTime() : Date.parse(healthySince) + apartMs;
  const second = healthySince === undefined ? at + apartMs : at;
  return second < endOf(status, now).getTime() ? at : Infinity;
}

interface Look {
  readonly step: PlanStep;
  readonly ask: ChecksAsk;
  readonly verdicts: ReadonlyMap<string, Verdict>;
}

function look(world: World, draft: Draft, { step, ask, verdicts }: Look): Draft {
  const { healthySince } = stepStatus(draft, step);
  if (!isWell(verdicts.values()) || !isProved(step, ask, verdicts)) return withStep(draft, step, { healthySince: undefined });
  if (healthySince === undefined) return withStep(draft, step, { healthySince: world.now.toISOString() });
  if (world.now.getTime() - Date.parse(healthySince) < apartMs) return draft;
  return withStep(draft, step, {
    phase: 'Succeeded',
    message: 'Every check of its layer went on passing, so the rest of its wait was left out.',
  });
}

function isProved({ action }: PlanStep, { checks }: ChecksAsk, verdicts: ReadonlyMap<string, Verdict>): boolean {
  const proof = proofs[action.operation];
  return proof === undefined || checks.some(({ name, type }) => type === proof && verdicts.get(name)?.result === 'Passed');
}

/** Milliseconds until a wait is over, or a look could end one; undefined when nothing settles. */
export function untilSettled(world: World, draft: Draft): number | undefined {
  const waiting = stepsIn(world, draft, 'Waiting').map((step) => stepStatus(draft, step));
  if (waiting.length === 0) return undefined;
  const poll = world.seen.rules.defaults.pollSeconds * 1000;
  const looks = canEndEarly(world, draft) ? waiting.map((status) => lookAt(world, status) - world.now.getTime()) : [];
  const ends = waiting.map((status) => untilMs(world, endOf(status, world.now)));
  return Math.min(...ends, ...looks.map((ms) => (ms <= 0 ? poll : ms)));
}

function canEndEarly(world: World, draft: Draft): boolean {
  const [first] = stepsIn(world, draft, 'Waiting');
  return first !== undefined && stepsIn(world, draft, 'Running').length === 0 && checksOf(world, draft, first.layer).length > 0;
}
