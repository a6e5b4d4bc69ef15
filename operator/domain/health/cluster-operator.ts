import { failed, passed, type Finding } from './finding.ts';
import { conditionStatus, type SeenClusterOperator } from './objects.ts';

/** Passed when the operator is available and not degraded; it may still be progressing. */
export function judgeOperator(operator: SeenClusterOperator): Finding {
  const name = `ClusterOperator ${operator.metadata.name}`;
  const [available, degraded] = ['Available', 'Degraded'].map((type) => conditionStatus(operator, type));
  if (available !== 'True') return failed(`${name} is not available`);
  if (degraded === 'True') return failed(`${name} is degraded`);
  return degraded === 'False' ? passed(`${name} is available`) : failed(`${name} does not report whether it is degraded`);
}

/** As judgeOperator, but failed also while the operator is progressing or does not deny it. */
export function judgeSettledOperator(operator: SeenClusterOperator): Finding {
  const finding = judgeOperator(operator);
  if (finding.result !== 'Passed' || conditionStatus(operator, 'Progressing') === 'False') return finding;
  return failed(`ClusterOperator ${operator.metadata.name} is progressing`);
}
