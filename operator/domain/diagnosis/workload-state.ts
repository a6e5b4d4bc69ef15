import { targetString } from '../../api/target.ts';
import type { SeenPod } from '../health/objects.ts';
import { missingPods } from '../health/rollout.ts';
import { factsOfPod } from './pod-facts.ts';
import { targetOf, type ConditionedWorkload } from './seen.ts';
import { earliest, stateOf, type Fact, type State } from './state.ts';
import { timedCondition } from '../health/timed-condition.ts';

/** What single pods may show while their workload has all that it should have: an evicted leftover, one more during a rollout. */
const transient: ReadonlySet<string> = new Set(['NotReady', 'PodFailed', 'Evicted']);
/** So many pods are named for each word, and so many in all. */
const mostOfOneWord = 2;
const mostFacts = 6;

/** What is wrong with a workload: fewer ready pods than it should have, a rollout that does not get on, or pods of it that cannot run. */
export function workloadState(workload: ConditionedWorkload, pods: readonly SeenPod[], readAt?: Date): State {
  const where = targetString(targetOf(workload));
  const short = missingPods(workload) > 0;
  const stuck = timedCondition(workload, 'Progressing')?.reason === 'ProgressDeadlineExceeded';
  const ofPods = pods.map((pod) => factsOfPod(pod, readAt)).filter(([main]) => short || (main !== undefined && !transient.has(main.word)));
  const facts = ofPods.flat();
  const since = earliest([...facts.map(({ evidence }) => evidence.since), unavailableSince(workload)]);
  const state = stateOf([
    ...(short ? [fact('Unavailable', 'fewer pods are ready than it should have', where, since)] : []),
    ...(stuck ? [fact('NotProgressing', 'its rollout exceeded its deadline', where)] : []),
    ...telling(facts),
  ]);
  return state.words.length === 0 ? state : { ...state, ...(since !== undefined && { since }) };
}

/** A few of each word, so that many pods of one sort do not hide the others. */
function telling(facts: readonly Fact[]): Fact[] {
  return [...Map.groupBy(facts, ({ word }) => word).values()].flatMap((same) => same.slice(0, mostOfOneWord)).slice(0, mostFacts);
}

function unavailableSince(workload: ConditionedWorkload): string | undefined {
  const available = timedCondition(workload, 'Available');
  return available?.status === 'False' ? available.lastTransitionTime : undefined;
}

/** What is wrong with a pod that stands for itself. */
export function podState(pod: SeenPod, readAt?: Date): State {
  return stateOf(factsOfPod(pod, readAt));
}

function fact(word: string, what: string, where: string, since?: string): Fact {
  return { word, evidence: { what, where, ...(since === undefined ? {} : { since }) } };
}
