import { cut } from '../../api/cut.ts';
import { toldText } from '../size/redact-status.ts';
import type { Check, Checkpoint, CheckpointStatus, CheckStatus, Layer, PlanStep, Target } from '../../api/generated/types.ts';
import type { ConditionType } from '../../api/reasons.ts';
import { resolveNamespace, targetKey } from '../../api/target.ts';
import { layerOrder } from '../planning/defaults.ts';
import { isLeftOf } from '../size/fit.ts';
import {
  clean,
  next,
  progressing,
  stepStatus,
  untilMs,
  withCondition,
  withHappening,
  withStatus,
  type Draft,
  type World,
} from './draft.ts';
import { judgeCheckpoint, type Judgement } from './judge-checkpoint.ts';
import { startRollback } from './rollback.ts';
import type { AskedCheck, Decision, Verdict } from './seen.ts';

/** The condition that shows the health of a layer. */
export const healthOf: Readonly<Record<Layer, ConditionType>> = {
  infrastructure: 'InfrastructureHealthy',
  platform: 'PlatformHealthy',
  application: 'ApplicationHealthy',
};

/** The checkpoint that has to pass before the next step begins, lower layers first; undefined when none is open. */
export function dueCheckpoint({ seen }: World, draft: Draft, step: PlanStep | undefined): Checkpoint | undefined {
  const open = (seen.plan.spec.checkpoints ?? []).filter(({ name }) => stateOf(draft, name)?.result === 'Pending');
  const due = open.filter(({ afterStep }) => step === undefined || afterStep < step.order);
  return due.toSorted((a, b) => a.afterStep - b.afterStep || layerOrder.indexOf(a.layer) - layerOrder.indexOf(b.layer))[0];
}

function stateOf(draft: Draft, name: string): CheckpointStatus | undefined {
  return draft.status.checkpoints?.find((status) => status.name === name);
}

type Verified = { readonly kind: 'passed'; readonly draft: Draft } | { readonly kind: 'decided'; readonly decision: Decision };

/** The checkpoint begins, waits for its checks, passes, or fails and with it the plan. Its beginning is recorded before the first check is read. */
export function verify(world: World, draft: Draft, checkpoint: Checkpoint): Verified {
  const state = stateOf(draft, checkpoint.name);
  if (state?.startedAt === undefined) return decided(next(world, begin(world, draft, checkpoint), 0));
  const verdicts = verdictsFor(world, checkpoint);
  if (!verdicts)
    return decided({
      kind: 'ask',
      ask: { kind: 'checks', id: idOf(checkpoint), layer: checkpoint.layer, checks: askedOf(world, draft, checkpoint) },
    });
  const checks = checkpoint.checks.map((check) => checkStatus(world, state, check, verdicts.get(check.name)));
  const judged = judgeCheckpoint(checkpoint, { ...state, checks }, world.seen.rules.defaults, world.now);
  const shown = judged.kind === 'waiting' ? checks.map((check) => withoutNoise(state, check, verdicts.get(check.name))) : checks;
  return conclude(world, withState(draft, checkpoint, { checks: shown }), checkpoint, judged);
}

const decided = (decision: Decision): Verified => ({ kind: 'decided', decision });

function begin(world: World, draft: Draft, checkpoint: Checkpoint): Draft {
  const { layer, checks } = checkpoint;
  const started = withState(draft, checkpoint, {
    startedAt: world.now.toISOString(),
    checks: checks.map(({ name, type }) => ({ name, type, result: 'Pending' })),
  });
  return withHappening(shown(world, started, layer), { what: 'checkpointStarted', layer });
}

function shown(world: World, draft: Draft, layer: Layer): Draft {
  const message = `The checks of the ${layer} layer are being judged.`;
  const unknown = withCondition(world, draft, { type: healthOf[layer], status: 'Unknown', reason: 'CheckpointPending', message });
  return progressing(world, unknown, 'CheckpointPending', message);
}

function conclude(world: World, draft: Draft, checkpoint: Checkpoint, judged: Judgement): Verified {
  const { layer } = checkpoint;
  if (judged.kind === 'waiting') {
    const poll = Math.min(world.seen.rules.defaults.pollSeconds * 1000, untilMs(world, judged.until));
    return decided(next(world, shown(world, draft, layer), poll));
  }
  const finished = withState(draft, checkpoint, { result: judged.result, finishedAt: world.now.toISOString() });
  const told = withHappening(finished, { what: 'checkpointJudged', layer, result: judged.result, failing: judged.failing });
  const condition = {
    type: healthOf[layer],
    status: judged.result === 'Failed' ? 'False' : 'True',
    reason: judged.reason,
    message: judged.message,
  } as const;
  const marked = withCondition(world, told, condition);
  if (judged.result !== 'Failed') return { kind: 'passed', draft: marked };
  return decided(startRollback(world, marked, { reason: 'CheckpointFailed', message: judged.message, rollback: false }));
}

function withState(draft: Draft, { name }: Checkpoint, change: Partial<CheckpointStatus>): Draft {
  const checkpoints = (draft.status.checkpoints ?? []).map((state) => (state.name === name ? { ...state, ...change } : state));
  return withStatus(draft, { checkpoints });
}

/** A dry run changes nothing, so that no check can tell anything about it. */
function verdictsFor({ seen }: World, checkpoint: Checkpoint): ReadonlyMap<string, Verdict> | undefined {
  if (seen.plan.spec.mode !== 'DryRun') return seen.answers.checks?.[idOf(checkpoint)];
  const verdict: Verdict = { result: 'NotApplicable', message: 'A dry run is not judged.' };
  return new Map(checkpoint.checks.map(({ name }) => [name, verdict]));
}

const idOf = ({ name }: Checkpoint): string => `checkpoint/${name}`;

const unread: Verdict = { result: 'Inconclusive', message: 'It was not read.' };

/** A verdict that says the same as before keeps the time at which it was first seen. */
function checkStatus({ now }: World, state: CheckpointStatus, { name, type }: Check, verdict = unread): CheckStatus {
  const { result, message, observed } = verdict;
  const text = toldText(cut(observed === undefined ? message : `${message} (${observed})`, 1024));
  const observedAt = saidBefore(state, name, verdict)?.observedAt ?? now.toISOString();
  return clean({ name, type, result, message: text === '' ? undefined : text, observedAt });
}

/** A status is not written for another value of the same verdict; the one that ends the checkpoint is written anyway. */
function withoutNoise(state: CheckpointStatus, check: CheckStatus, verdict = unread): CheckStatus {
  return saidBefore(state, check.name, verdict) ?? check;
}

function saidBefore({ checks }: CheckpointStatus, name: string, { result, message, observed }: Verdict): CheckStatus | undefined {
  const old = checks?.find((check) => check.name === name);
  if (old?.result !== result) return undefined;
  const said = old.message ?? '';
  const text = toldText(cut(observed === undefined ? message : `${message} (`, 1024));
  const same = isLeftOf(said, text) || (observed !== undefined && said.startsWith(text));
  return same ? old : undefined;
}

/** The checks of the checkpoint as they have to be read now: about the layer's targets where they name none, and after its last effect. */
export function askedOf(world: World, draft: Draft, checkpoint: Checkpoint): AskedCheck[] {
  const since = lastEffect(world, draft, checkpoint.layer);
  const { namespace } = world.seen.plan.metadata;
  return checkpoint.checks.map(({ name, type, targets, parameters = {} }) => ({
    name,
    type,
    parameters,
    targets: (targets ?? layerTargets(world, checkpoint.layer)).map((target) => resolveNamespace(target, namespace)),
    ...(since === undefined ? {} : { since }),
  }));
}

/** Each target of the layer's steps once. */
function layerTargets({ steps }: World, layer: Layer): Target[] {
  const targets = steps.filter((step) => step.layer === layer).map(({ action }) => action.target);
  return [...new Map(targets.map((target) => [targetKey(target), target])).values()];
}

/** When the last step of the layer that really ran had ended. */
function lastEffect({ steps }: World, draft: Draft, layer: Layer): Date | undefined {
  const ran = steps.filter((step) => step.layer === layer).map((step) => stepStatus(draft, step));
  const ends = ran.flatMap(({ phase, finishedAt }) => (phase === 'Skipped' || finishedAt === undefined ? [] : [Date.parse(finishedAt)]));
  return ends.length === 0 ? undefined : new Date(Math.max(...ends));
}
