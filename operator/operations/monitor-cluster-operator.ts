import { judgeSettledOperator } from '../domain/health/cluster-operator.ts';
import type { SeenClusterOperator } from '../domain/health/objects.ts';
import { isKindNotInstalled, unless } from '../kube/errors.ts';
import { kinds } from '../kube/kinds.ts';
import { noParameters } from '../api/no-parameters.ts';
import type { Inspection, Look, Operation, OperationContext } from './operation.ts';

const notInstalled = 'The API of ClusterOperator is not installed';

/** Waits until a ClusterOperator is available, not degraded and not progressing; writes nothing. */
export const monitorClusterOperator: Operation = {
  name: 'monitor_cluster_operator',
  types: ['platform_remediation'],
  targetKinds: ['ClusterOperator'],
  parameters: noParameters,
  undo: 'None',
  effects: [],
  inspect,
  settled,
};

async function inspect(context: OperationContext): Promise<Inspection> {
  const operator = await read(context);
  if (operator === 'notInstalled') return { kind: 'refused', reason: 'NotApplicable', message: notInstalled };
  if (!operator) return { kind: 'refused', reason: 'TargetNotFound', message: `ClusterOperator ${context.target.name} does not exist` };
  return { kind: 'ready', before: {}, targetUid: operator.metadata.uid, changes: [] };
}

async function settled(context: OperationContext): Promise<Look> {
  const operator = await read(context);
  if (operator === 'notInstalled') return { kind: 'failed', reason: 'NotApplicable', message: notInstalled };
  if (!operator) return { kind: 'failed', reason: 'TargetGone', message: `ClusterOperator ${context.target.name} does not exist any more` };
  const { result, message } = judgeSettledOperator(operator);
  return result === 'Passed' ? { kind: 'done', message } : { kind: 'working', message };
}

async function read({ client, target }: OperationContext): Promise<SeenClusterOperator | 'notInstalled' | undefined> {
  return client.get<SeenClusterOperator>(kinds.ClusterOperator, { name: target.name }).catch(unless(isKindNotInstalled, 'notInstalled'));
}
