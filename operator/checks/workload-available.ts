import { noParameters } from '../api/no-parameters.ts';
import { judgeAvailability } from '../domain/health/availability.ts';
import { notApplicable, summarise, type Finding } from '../domain/health/finding.ts';
import type { HealthCheck } from './check.ts';
import { missing } from './targets.ts';
import { rootsOf, type Root } from './workload.ts';

/** Passed when every target workload is available; a target Pod counts as the workload that it is of. */
export const workloadAvailable: HealthCheck = {
  type: 'workload_available',
  parameters: noParameters,
  run: async ({ client, targets }) => summarise((await rootsOf(client, targets)).map(judge), 'No target is a workload or a Pod of one'),
};

function judge(root: Root): Finding {
  switch (root.kind) {
    case 'workload':
      return judgeAvailability(root.workload);
    case 'pod':
      return notApplicable(`Pod ${root.pod.metadata.namespace}/${root.pod.metadata.name} is of no workload`);
    case 'missing':
      return missing(root.target);
    default:
      return root satisfies never;
  }
}
