import { podName } from '../domain/execution/evictable.ts';
import { isHeld } from './cordon.ts';
import { evict, retrySeconds, type EvictionReply } from './eviction.ts';
import { nodeOf, readiness } from './live-node.ts';
import type { Effect, EffectContext, Look, OperationContext, Working } from './operation.ts';
import { readDrain, type DrainReading } from './read-drain.ts';

/** A slice ends after this many evictions or milliseconds, so that no worker is held and a takeover is seen soon. */
const slice = { evictions: 10, milliseconds: 10_000 };
/** Pods that are named one by one. */
const named = 3;
function progress({ before }: OperationContext, { evict, leaving }: DrainReading): Working {
  const left = evict.length + leaving.length;
  const all = Math.max(Number(before['pods'] ?? 0), left);
  // A pod that leaves by itself counts as evicted: nobody can tell the two apart.
  return { kind: 'working', message: `Draining: evicted ${all - left}/${all}.`, begun: evict.length < all };
}

/** A pod with a finalizer, or with much to do at its end, is named: it is what the drain waits for. */
function waitForLeaving(context: OperationContext, reading: DrainReading): Working {
  const names = reading.leaving.map(podName).toSorted();
  const rest = names.length > named ? ` and ${names.length - named} more` : '';
  const { message } = progress(context, reading);
  return { kind: 'working', message: `${message} On its way out, but not gone: ${names.slice(0, named).join(', ')}${rest}.` };
}

async function look(context: EffectContext): Promise<Look> {
  const node = nodeOf(context);
  if (!node || !isHeld(node, context))
    return { kind: 'takenOver', message: `Somebody uncordoned Node ${context.target.name} while it was drained.` };
  const reading = await readDrain(context);
  if (reading.blockers.length > 0) return blocked(context, reading);
  if (reading.next.length > 0) return { ...progress(context, reading), advance: true };
  if (reading.leaving.length > 0) return waitForLeaving(context, reading);
  return { kind: 'done', message: 'The node is drained.', result: { evicted: Number(context.before['pods'] ?? 0) } };
}

function blocked(context: OperationContext, reading: DrainReading, going = 0): Look {
  const begun = going > 0 || progress(context, reading).begun;
  return { kind: 'failed', reason: 'DrainBlocked', message: reading.blockers.join('; '), begun };
}

/** What a slice came to beside the pods that go. */
interface Slice {
  readonly held: string[];
  readonly unanswered: string[];
}

/** One slice: the next pods are asked to go, each guarded by its uid; one that does not go yet does not keep the others. */
async function evictSlice(context: EffectContext): Promise<Look> {
  const reading = await readDrain(context);
  if (reading.blockers.length > 0) return blocked(context, reading);
  const end = performance.now() + slice.milliseconds;
  const stayed: Slice = { held: [], unanswered: [] };
  let going = 0;
  for (const pod of reading.next) {
    if (going >= slice.evictions || performance.now() > end) break;
    const reply = await evict(context.client, pod, { budgets: reading.budgets, gracePeriodSeconds: graceOf(context) });
    if (reply.kind === 'refused') return blocked(context, { ...reading, blockers: [reply.message] }, going);
    if (reply.kind === 'later') return { ...report(context, reading, stayed), again: reply.seconds };
    if (reply.kind === 'going') going += 1;
    else note(stayed, reply);
  }
  return report(context, reading, stayed);
}

function note({ held, unanswered }: Slice, reply: Extract<EvictionReply, { kind: 'held' | 'unanswered' }>): void {
  if (reply.kind === 'held') held.push(reply.by);
  else unanswered.push(reply.message);
}

function report(context: EffectContext, reading: DrainReading, { held, unanswered }: Slice): Working {
  const state = progress(context, reading);
  const [first] = held;
  if (first === undefined && unanswered.length === 0) return state;
  const budgets = first === undefined ? '' : ` Held by a PodDisruptionBudget: ${held.join(', ')}.`;
  const others = unanswered.length === 0 ? '' : ` Not evicted, to be tried again: ${unanswered.slice(0, named).join('; ')}.`;
  const message = `${state.message}${budgets}${others}`;
  return { ...state, message, ...(first !== undefined && { blocked: { reason: 'EvictionBlocked', by: first } }), again: retrySeconds };
}

/** Never 0, which would let two pods of one name run at once; on a node that does not answer nothing is gained by more than 1. */
function graceOf(context: EffectContext): number | undefined {
  const node = nodeOf(context);
  if (node && readiness(node) === 'Unknown') return 1;
  const asked = context.parameters['gracePeriodSeconds'];
  return typeof asked === 'number' && asked >= 0 ? Math.max(1, asked) : undefined;
}

/** Every pod that may go is gone from the node. Nothing brings them back: what they belong to made them anew elsewhere. */
export const evictEffect: Effect = {
  name: 'evict',
  stays: 'the evictions',
  untried: true,
  announce: { reason: 'NodeDraining', note: 'The pods of the node are evicted, because it is remediated.' },
  apply: evictSlice,
  look,
};
