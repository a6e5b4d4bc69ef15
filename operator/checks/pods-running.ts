import { failed, summarise, type Finding } from '../domain/health/finding.ts';
import { judgeLonePod, objectionToContainers } from '../domain/health/pod.ts';
import { judgeRollout } from '../domain/health/rollout.ts';
import type { HealthCheck } from './check.ts';
import { noParameters } from '../api/no-parameters.ts';
import { missing } from './targets.ts';
import { coveredBy, type Covered } from './workload.ts';

/**
 * Passed when every target workload has as many updated and ready pods as it should, none of their containers is stuck, and none ended
 * after `since`.
 */
export const podsRunning: HealthCheck = {
  type: 'pods_running',
  parameters: noParameters,
  async run({ client, targets, since }) {
    const covered = await coveredBy(client, targets);
    return summarise(
      covered.map((one) => judge(one, since)),
      'No target is a workload or a Pod',
    );
  },
};

function judge(covered: Covered, since: Date | undefined): Finding {
  switch (covered.kind) {
    case 'workload': {
      const objections = covered.pods.map((pod) => objectionToContainers(pod, since)).filter((objection) => objection !== undefined);
      return objections.length > 0 ? summarise(objections.map(failed), '') : judgeRollout(covered.workload);
    }
    case 'pod':
      return judgeLonePod(covered.pod, since);
    case 'missing':
      return missing(covered.target);
    default:
      return covered satisfies never;
  }
}
