import { podName, type DrainPod } from '../domain/execution/evictable.ts';
import { isForbidden, isUngranted } from '../kube/errors.ts';
import { inBatches } from '../kube/in-batches.ts';
import { rehearsingClient } from '../kube/rehearsing-client.ts';
import { evict, type EvictionReply } from './eviction.ts';
import type { OperationContext } from './operation.ts';
import { readDrain, type DrainReading } from './read-drain.ts';

/** So many pods are asked about; of more the rest is only looked at. */
const mostAsked = 50;
const atOnce = 4;

/** Everything that would keep a drain of the node from its end, one sentence each: what the engine minds, and what the API server holds. */
export async function drainBlockers(context: OperationContext): Promise<readonly string[]> {
  const reading = await readDrain(context);
  const told = await inBatches(reading.evict.slice(0, mostAsked), atOnce, (pod) => blockerOf(context, reading, pod));
  return [...new Set([...reading.blockers, ...told.flat()])].map((text) => text.replace(/\.$/, ''));
}

/** The eviction is judged, not made: each pod for itself, though two together may be more than their budget allows. */
async function blockerOf({ client }: OperationContext, { budgets }: DrainReading, pod: DrainPod): Promise<readonly string[]> {
  const reply = evict(rehearsingClient(client), pod, { budgets });
  return reply.then(
    (said) => tell(said, pod),
    (error: unknown) => {
      if (!isForbidden(error)) throw error;
      // The missing right is told of by itself.
      return isUngranted(error) ? [] : [`Pod ${podName(pod)}: ${error.message}`];
    },
  );
}

function tell(reply: EvictionReply, pod: DrainPod): string[] {
  switch (reply.kind) {
    case 'going':
      return [];
    case 'held':
      return [`${reply.by} (PodDisruptionBudget)`];
    case 'later':
      return [`Pod ${podName(pod)}: the API server takes no eviction now`];
    case 'unanswered':
    case 'refused':
      return [reply.message];
    default:
      return reply satisfies never;
  }
}
