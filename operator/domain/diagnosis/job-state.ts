import { targetString } from '../../api/target.ts';
import type { SeenPod } from '../health/objects.ts';
import { factsOfPod } from './pod-facts.ts';
import type { SeenJob } from './seen-objects.ts';
import { targetOf } from './seen.ts';
import { stateOf, type State } from './state.ts';
import { timedCondition } from '../health/timed-condition.ts';

const mostPods = 3;

/** What is wrong with a Job: it gave up, or its pods cannot run. */
export function jobState(job: SeenJob, pods: readonly SeenPod[]): State {
  const failed = timedCondition(job, 'Failed');
  const complete = timedCondition(job, 'Complete')?.status === 'True';
  if (complete) return stateOf([]);
  const ofPods = pods.flatMap((pod) => factsOfPod(pod)).filter(({ word }) => word !== 'NotReady');
  if (failed?.status !== 'True') return stateOf(ofPods.filter(({ word }) => word !== 'PodFailed').slice(0, mostPods));
  const since = failed.lastTransitionTime;
  const what = `it gave up (${failed.reason ?? 'Failed'})`;
  const where = targetString(targetOf(job));
  return stateOf([{ word: 'JobFailed', evidence: { what, where, ...(since !== undefined && { since }) } }, ...ofPods.slice(0, mostPods)]);
}
