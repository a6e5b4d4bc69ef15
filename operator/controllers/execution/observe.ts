import { controllingPlanOf } from '../../api/resource.ts';
import { cut } from '../../api/cut.ts';
import type { RemediationAction, Target } from '../../api/generated/types.ts';
import { messageOf } from '../../api/message-of.ts';
import type { Reason } from '../../api/reasons.ts';
import { resolveNamespace, targetString } from '../../api/target.ts';
import { intentOf } from '../../domain/execution/intents.ts';
import type { SeenExecution, Sight } from '../../domain/execution/seen.ts';
import { stageOf, type OperationShape, type Stage } from '../../domain/execution/stage.ts';
import { operationDefaults } from '../../domain/planning/defaults.ts';
import { isApproved } from '../../domain/progression/approval.ts';
import { askedStop } from '../../domain/execution/stop.ts';
import { keyFor, type KubeObject, type ObjectKey } from '../../kube/client.ts';
import { isKindNotInstalled, KubeError, Terminal, Transient } from '../../kube/errors.ts';
import { findKind, kinds } from '../../kube/kinds.ts';
import type { Effect, EffectContext, Inspection, Look, Operation, OperationContext } from '../../operations/operation.ts';
import { parameterFault } from '../../operations/parameter-fault.ts';
import { ownAccountOf } from '../../config.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import { causeOf, workAt } from './causes.ts';
import { clientFor } from './lying-client.ts';
import { isEndAwaited, isEndOverdue, unreadSince } from './overdue.ts';
import { claimOf } from './owners.ts';
import { refusalOf } from './refusal.ts';
import { rehearse } from './rehearse.ts';

/** One live look at an action and its target, and what an effect of it needs. */
export interface Observed {
  readonly seen: SeenExecution;
  readonly context: OperationContext;
  readonly operation?: Operation;
}

type Impossible = Extract<Sight, { kind: 'impossible' }>;

const impossible = (reason: Reason, message: string): Impossible => ({ kind: 'impossible', reason, message });

/** The effect, or the inverse, that the stage is about. */
function stepOf(operation: Operation | undefined, stage: Stage): Omit<Effect, 'undo'> | undefined {
  if (stage.kind !== 'effect' && stage.kind !== 'undo') return undefined;
  const effect = operation?.effects.find(({ name }) => name === stage.effect);
  return stage.kind === 'undo' ? effect?.undo : effect;
}

/** The action and its target as they are now, not as a cache has them; undefined when the action is gone. */
export async function observe(deps: EngineDeps, key: ObjectKey): Promise<Observed | undefined> {
  const action = await deps.client.get<RemediationAction>(kinds.RemediationAction, key);
  if (!action) return undefined;
  const operation = deps.operations.get(action.spec.operation);
  const undone = await readUndone(deps, action);
  const now = deps.clock.now();
  const subject = { action, operation: shapeOf(operation), ...(undone && { undone }) };
  const stage = stageOf(subject, now);
  const context = contextOf(deps, action, { undone, operation, stage });
  const frame = {
    ...subject,
    stage,
    timeoutSeconds: context.timeoutSeconds,
    pollSeconds: deps.policy().timings.pollSeconds,
    suspended: deps.policy().suspended,
    epoch: deps.epoch(),
  };
  if (stage.kind === 'idle') return { seen: { ...frame, sight: { kind: 'nothing' } }, context, operation };
  const objection = objectionTo(action, operation, undone);
  if (objection || !operation) return { seen: { ...frame, sight: objection ?? { kind: 'nothing' } }, context, operation };
  const seen = await see(deps, frame, context, operation);
  const isDryRun = action.spec.dryRun && stage.kind === 'inspect';
  return { ...(isDryRun ? await seeRehearsal(deps, seen, operation) : seen), operation };
}

type Frame = Omit<SeenExecution, 'sight'>;

async function see(deps: EngineDeps, frame: Frame, bare: OperationContext, operation: Operation): Promise<Omit<Observed, 'operation'>> {
  try {
    const target = needsTarget(frame.stage) ? await readTarget(bare, frame.stage, operation) : {};
    if ('kind' in target) return { seen: { ...frame, sight: target }, context: bare };
    // Limits count the nodes that are claimed, and their watch may be late: another must not begin on one too many.
    if (target.object?.kind === 'Node') deps.caches.nodes.upsert(target.object);
    const context = { ...bare, ...target };
    return { seen: { ...frame, sight: await sightOf(operation, frame.stage, context) }, context };
  } catch (error) {
    const sight = sightUnread(deps, error, frame, bare.now);
    if (!sight) throw error;
    if (!(error instanceof KubeError))
      deps.log.error('An action is ended by a fault of the engine', { action: frame.action.metadata.name, cause: error });
    return { seen: { ...frame, sight }, context: bare };
  }
}

/** What cannot be begun is what a dry run tells of, like anything else that stands against it. */
async function seeRehearsal(
  deps: EngineDeps,
  { seen, context }: Omit<Observed, 'operation'>,
  operation: Operation,
): Promise<Omit<Observed, 'operation'>> {
  const inspection = inspectionIn(seen.sight);
  if (!inspection) return { seen, context };
  try {
    const findings = await rehearse(deps, { operation, context, inspection });
    return { seen: { ...seen, sight: { kind: 'rehearsed', inspection, findings } }, context };
  } catch (error) {
    const sight = sightUnread(deps, error, seen, context.now);
    if (!sight) throw error;
    if (!(error instanceof KubeError)) deps.log.error('A dry run is ended by a fault of the engine', { cause: error });
    return { seen: { ...seen, sight }, context };
  }
}

function inspectionIn(sight: Sight): Inspection | undefined {
  if (sight.kind === 'inspected') return sight.inspection;
  return sight.kind === 'impossible' && sight.reason !== 'EngineFault' ? { ...sight, kind: 'refused' } : undefined;
}

function needsTarget({ kind }: Stage): boolean {
  return kind !== 'conclude' && kind !== 'undone';
}

function sightUnread(deps: EngineDeps, error: unknown, frame: Frame, now: Date): Sight | undefined {
  if (error instanceof Terminal) return sightRefused(error, frame.stage);
  return error instanceof KubeError ? sightLate(deps, error, frame, now) : sightOfFault(error, frame, now);
}

/** What cannot even be read cannot be done; an inverse is tried some more, since the right or the API may come back. */
function sightRefused(error: Terminal, stage: Stage): Sight | undefined {
  const refusal = refusalOf(error);
  if (!refusal) return undefined;
  return stage.kind === 'undo' ? { kind: 'refusal', refusal } : impossible(refusal.reason, refusal.message);
}

/**
 * Reads that fail for now are made again by the loop. An action that is to end meanwhile ends without, if it did nothing; else it says that
 * this is what keeps it. A deletion it keeps no longer than anything else does.
 */
function sightLate(deps: EngineDeps, error: KubeError, frame: Frame, now: Date): Sight | undefined {
  if (!(error instanceof Transient)) return undefined;
  const { action, stage } = frame;
  const isAsked = askedStop(frame, now) !== undefined;
  if (stage.kind === 'inspect' || action.status?.phase !== 'Running') return isAsked ? { kind: 'nothing' } : undefined;
  if (isEndOverdue(deps, action, unreadSince(action)))
    return impossible('TargetUnreadable', `What it did may have stayed, for its target cannot be read: ${error.message}`);
  return isAsked || isEndAwaited(deps, action) ? { kind: 'unread', message: error.message } : undefined;
}

/** A mistake of ours, or what we never thought of in what was read: it must not hold the target for ever, and before an effect nothing is lost. */
function sightOfFault(error: unknown, frame: Frame, now: Date): Sight | undefined {
  if (frame.stage.kind !== 'inspect' && !askedStop(frame, now)) return undefined;
  return impossible('EngineFault', `The engine could not judge it: ${cut(messageOf(error), 400)}`);
}

async function sightOf(operation: Operation, stage: Stage, context: OperationContext): Promise<Sight> {
  const step = stepOf(operation, stage);
  if (step && 'intent' in stage) return { kind: 'looked', look: await step.look({ ...context, intent: stage.intent }) };
  if (stage.kind === 'inspect') return { kind: 'inspected', inspection: await operation.inspect(context) };
  if (stage.kind === 'settle') return { kind: 'looked', look: (await operation.settled?.(context)) ?? { kind: 'done' } };
  return { kind: 'nothing' };
}

function shapeOf(operation: Operation | undefined): OperationShape {
  const effects = operation?.effects.map(({ name, undo, stays }) => ({ name, undoable: undo !== undefined, stays })) ?? [];
  return { effects, settles: operation?.settled !== undefined };
}

async function readUndone({ client }: EngineDeps, { metadata, spec }: RemediationAction): Promise<RemediationAction | undefined> {
  if (!spec.compensates) return undefined;
  const { name, uid } = spec.compensates;
  const found = await client.get<RemediationAction>(kinds.RemediationAction, { namespace: metadata.namespace, name });
  return found?.metadata.uid === uid ? found : undefined;
}

/** Why the action cannot be carried out whatever its target is. */
function objectionTo(
  action: RemediationAction,
  operation: Operation | undefined,
  undone: RemediationAction | undefined,
): Impossible | undefined {
  const { spec } = action;
  if (!operation) return impossible('Unsupported', `The operation ${spec.operation} is not built.`);
  if (spec.compensates && (!undone || controllingPlanOf(undone) === undefined || controllingPlanOf(undone) !== controllingPlanOf(action))) {
    return impossible('InvalidCompensation', `No plan owns both this action and ${spec.compensates.name}.`);
  }
  const fault = parameterFault(operation, spec.parameters);
  return fault === undefined ? undefined : impossible('InvalidParameters', `spec.${fault}`);
}

interface Work {
  readonly undone?: RemediationAction;
  readonly operation?: Operation;
  readonly stage: Stage;
}

function contextOf(deps: EngineDeps, action: RemediationAction, { undone, operation, stage }: Work): OperationContext {
  const { metadata, spec } = action;
  const source = (undone ?? action).status;
  return {
    client: clientFor(deps.clientFor(causeOf(deps, action, workAt(stage))), metadata.uid),
    action,
    target: operation?.actsOnNamed ? resolveNamespace(spec.target, metadata.namespace) : targetOf(action, undone),
    claim: claimOf(action),
    before: source?.before ?? {},
    result: source?.result ?? {},
    parameters: spec.parameters ?? {},
    now: deps.clock.now(),
    timeoutSeconds: timeoutOf(deps, action),
    approved: wasApproved(deps, action),
    ...(deps.settings.nodeName !== '' && { ownNode: deps.settings.nodeName }),
    ownAccount: ownAccountOf(deps.settings),
    nodeJobImage: deps.settings.nodeJobImage,
    ownPod: { namespace: deps.settings.systemNamespace, name: deps.settings.podName },
  };
}

function wasApproved({ caches }: EngineDeps, action: RemediationAction): boolean {
  const plan = caches.plans.getByUid(controllingPlanOf(action) ?? '');
  return action.spec.approval?.decision === 'Approved' || (plan !== undefined && isApproved(plan));
}

function timeoutOf({ policy }: EngineDeps, { spec }: RemediationAction): number {
  return spec.timeoutSeconds ?? operationDefaults(policy().timings, spec.operation).timeoutSeconds;
}

/** As it was resolved when the action was admitted; of an undo what was changed, since by now another object may have that name. */
function targetOf({ metadata, spec, status }: RemediationAction, undone: RemediationAction | undefined): Target {
  const resolved = undone?.status?.resolvedTarget ?? status?.resolvedTarget;
  const { apiVersion, kind, namespace, name, uid } = resolved ?? resolveNamespace(spec.target, metadata.namespace);
  return { apiVersion, kind, namespace, name, uid };
}

/** The live target, or why there is none to act on; an undo gets on without. */
async function readTarget(context: OperationContext, stage: Stage, operation: Operation): Promise<TargetRead> {
  const { client, target } = context;
  const { name, targetKinds, effects } = operation;
  const kind = findKind(target.apiVersion, target.kind);
  if (targetKinds !== 'any' && !targetKinds.includes(target.kind))
    return impossible('InvalidTarget', `${name} cannot be done to a ${target.kind}.`);
  if (!kind) return targetKinds === 'any' ? {} : impossible('InvalidTarget', `The engine does not know the kind ${target.kind}.`);
  try {
    const object = await client.get(kind, keyFor(kind, target));
    return outlives(context, stage, operation) ? { object } : judgeTarget(object, target, stage);
  } catch (error) {
    if (!isKindNotInstalled(error)) throw error;
    // Asked for where there is no such thing it does not apply; later it is something that was taken away.
    const reason = stage.kind === 'inspect' ? 'NotApplicable' : 'ApiNotInstalled';
    return effects.length === 0 ? {} : impossible(reason, `The API of ${target.kind} is not installed.`);
  }
}

type TargetRead = Impossible | { readonly object?: KubeObject };

/** Whether the effect itself has to judge what became of its target. */
function outlives(context: OperationContext, stage: Stage, { effects }: Operation): boolean {
  if (stage.kind !== 'effect') return false;
  return effects.find(({ name }) => name === stage.effect)?.outlives?.(context) ?? false;
}

function judgeTarget(object: KubeObject | undefined, target: Target, stage: Stage): TargetRead {
  const same = object !== undefined && (target.uid === undefined || target.uid === object.metadata.uid);
  if (same) return { object };
  if (stage.kind === 'undo') return {};
  if (object) return impossible('TargetUidMismatch', `${targetString(target)} was replaced by another object of the same name.`);
  return impossible(stage.kind === 'inspect' ? 'TargetNotFound' : 'TargetGone', `${targetString(target)} does not exist.`);
}

/** What is there now of the effect or inverse of the stage; undefined when its target cannot be acted on any more. */
export async function lookAgain(observed: Observed, stored: RemediationAction): Promise<Look | undefined> {
  const { operation, seen } = observed;
  const work = workOf(observed, stored);
  if (!work || !operation) return undefined;
  const target = await readTarget(work.given, seen.stage, operation);
  return 'kind' in target ? undefined : work.step.look({ ...work.given, object: undefined, ...target });
}

/**
 * The effect or inverse of the stage, and the context with the intent that is to be carried out now; a new intent's `before` is the one that
 * was just recorded.
 */
export function workOf({ context, operation, seen: { stage } }: Observed, stored: RemediationAction): IntendedWork | undefined {
  const step = stepOf(operation, stage);
  const intent = 'intent' in stage ? intentOf(stored.status?.intents, stage.intent.step) : undefined;
  return step && intent && { step, given: { ...context, action: stored, intent } };
}

interface IntendedWork {
  readonly step: Omit<Effect, 'undo'>;
  readonly given: EffectContext;
}
