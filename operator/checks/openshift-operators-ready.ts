import { judgeOperator } from '../domain/health/cluster-operator.ts';
import { summarise } from '../domain/health/finding.ts';
import type { SeenClusterOperator } from '../domain/health/objects.ts';
import { kinds } from '../kube/kinds.ts';
import type { HealthCheck } from './check.ts';
import { noParameters } from '../api/no-parameters.ts';
import { judgeLive, targetsOfKind } from './targets.ts';

/** Passed when every target ClusterOperator is available and not degraded. */
export const openshiftOperatorsReady: HealthCheck = {
  type: 'openshift_operators_ready',
  parameters: noParameters,
  async run({ client, targets }) {
    const operators = targetsOfKind(targets, kinds.ClusterOperator);
    const findings = await Promise.all(operators.map((target) => judgeLive<SeenClusterOperator>(client, target, judgeOperator)));
    return summarise(findings, 'No target is a ClusterOperator');
  },
};
