import { failed, notApplicable, passed, type Finding } from './finding.ts';
import { conditionStatus, type SeenWorkload } from './objects.ts';
import { desiredPods } from './rollout.ts';

/**
 * Passed when the workload serves as it is meant to, whatever the age of its template: a Deployment says so itself (Available, which allows for
 * what its strategy lets be down), of the others every desired pod is available. One that should have no pods is NotApplicable.
 */
export function judgeAvailability(workload: SeenWorkload): Finding {
  const { kind, metadata, status = {} } = workload;
  const name = `${kind} ${metadata.namespace}/${metadata.name}`;
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0)) return failed(`the last change of ${name} is not acted on yet`);
  const desired = desiredPods(workload);
  if (desired === 0) return notApplicable(`${name} is meant to have no pods`);
  if (kind === 'Deployment') return judgeCondition(workload, name);
  const available = (kind === 'DaemonSet' ? status.numberAvailable : status.availableReplicas) ?? 0;
  return available < desired ? failed(`not every pod of ${name} is available`) : passed(`every pod of ${name} is available`);
}

function judgeCondition(workload: SeenWorkload, name: string): Finding {
  return conditionStatus(workload, 'Available') === 'True' ? passed(`${name} is available`) : failed(`${name} is not available`);
}
