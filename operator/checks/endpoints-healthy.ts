import { notApplicable, summarise, type Finding } from '../domain/health/finding.ts';
import type { SeenService } from '../domain/health/objects.ts';
import { desiredPods } from '../domain/health/rollout.ts';
import { judgeEndpoints, selects } from '../domain/health/service-endpoints.ts';
import { kinds } from '../kube/kinds.ts';
import type { HealthCheck, KubeReader } from './check.ts';
import { noParameters } from '../api/no-parameters.ts';
import { slicesOf } from './service-slices.ts';
import { missing } from './targets.ts';
import { coveredBy, type Covered } from './workload.ts';

const nothing = 'No Service selects a pod of a target';

/** Passed when every Service that selects a target pod has ready endpoints and none that is not ready. */
export const endpointsHealthy: HealthCheck = {
  type: 'endpoints_healthy',
  parameters: noParameters,
  async run({ client, targets }) {
    const covered = await coveredBy(client, targets);
    const byNamespace = Map.groupBy(covered, namespaceOf);
    const findings = await Promise.all(Array.from(byNamespace, ([namespace, group]) => judgeNamespace(client, namespace, group)));
    return summarise(findings.flat(), nothing);
  },
};

async function judgeNamespace(client: KubeReader, namespace: string | undefined, covered: readonly Covered[]): Promise<Finding[]> {
  const gone = covered.filter((one) => one.kind === 'missing').map(({ target }) => missing(target));
  const labelSets = covered.flatMap(labelsOf);
  if (labelSets.length === 0) return [...gone, notApplicable(nothing)];
  const { items } = await client.list<SeenService>(kinds.Service, { namespace });
  const selecting = items.filter((service) => labelSets.some((labels) => selects(service, labels)));
  const judged = await Promise.all(selecting.map(async (service) => judgeEndpoints(service, await slicesOf(client, service))));
  return [...gone, ...judged];
}

function namespaceOf(covered: Covered): string | undefined {
  switch (covered.kind) {
    case 'workload':
      return covered.workload.metadata.namespace;
    case 'pod':
      return covered.pod.metadata.namespace;
    case 'missing':
      return covered.target.namespace;
    default:
      return covered satisfies never;
  }
}

/** Labels of the pods there are, and of those that should be there and are not. */
function labelsOf(covered: Covered): readonly Readonly<Record<string, string>>[] {
  if (covered.kind === 'missing') return [];
  if (covered.kind === 'pod') return [covered.pod.metadata.labels ?? {}];
  const { workload, pods } = covered;
  const wanted = desiredPods(workload) > 0 ? [workload.spec.template?.metadata?.labels ?? {}] : [];
  return [...wanted, ...pods.map(({ metadata }) => metadata.labels ?? {})];
}
