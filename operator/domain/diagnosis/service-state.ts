import { targetString } from '../../api/target.ts';
import { judgeReachable } from '../health/service-endpoints.ts';
import type { SeenEndpointSlice, SeenPod, SeenService } from '../health/objects.ts';
import { factsOfPod } from './pod-facts.ts';
import { targetOf } from './seen.ts';
import { earliest, stateOf, type State } from './state.ts';

/** What is wrong with a Service: nobody is there to answer. One without a selector is somebody else's to fill. */
export function serviceState(service: SeenService, slices: readonly SeenEndpointSlice[], pods: readonly SeenPod[]): State {
  const { selector = {}, type } = service.spec;
  if (type === 'ExternalName' || Object.keys(selector).length === 0) return stateOf([]);
  if (judgeReachable(service, slices).result === 'Passed') return stateOf([]);
  const since = earliest(pods.flatMap((pod) => factsOfPod(pod)).map(({ evidence }) => evidence.since));
  const what = pods.length === 0 ? 'no pod has the labels that it selects' : 'none of its pods is ready';
  const where = targetString(targetOf(service));
  return stateOf([{ word: 'NoReadyEndpoints', evidence: { what, where, ...(since !== undefined && { since }) } }]);
}
