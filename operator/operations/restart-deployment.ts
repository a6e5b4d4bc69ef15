import { cut } from '../api/cut.ts';
import { keys } from '../api/resource.ts';
import { targetString } from '../api/target.ts';
import { findKind } from '../kube/kinds.ts';
import { admissible, isNotRolling, isOwnWorkload, isRefused, settledRollout, templateAnnotations, workloadOf } from './live-workload.ts';
import { noParameters } from '../api/no-parameters.ts';
import type { Effect, EffectContext, Inspection, Look, Operation, OperationContext } from './operation.ts';

/** As kubectl, so that its rollout history reads the same. */
const restartedAt = 'kubectl.kubernetes.io/restartedAt';

function inspect(context: OperationContext): Inspection {
  const workload = admissible(context, [isOwnWorkload, isNotRolling]);
  if (isRefused(workload)) return workload;
  const name = targetString(context.target);
  const last = cut(templateAnnotations(workload)[restartedAt] ?? '', 64);
  const resource = `${name}.spec.template.metadata.annotations[${restartedAt}]`;
  return {
    kind: 'ready',
    before: { restartedAt: last },
    targetUid: workload.metadata.uid,
    changes: [{ resource, from: last, to: context.now.toISOString() }],
  };
}

async function restart(context: EffectContext): Promise<void> {
  const { client, target, intent } = context;
  const workload = workloadOf(context);
  const kind = findKind(target.apiVersion, target.kind);
  if (!workload || !kind) return;
  const { namespace, name, uid, resourceVersion } = workload.metadata;
  const annotations = { [restartedAt]: intent.at, [keys.token]: intent.token };
  const body = { metadata: { uid, resourceVersion }, spec: { template: { metadata: { annotations } } } };
  await client.patch(kind, { namespace, name }, body);
}

function look(context: EffectContext): Look {
  const workload = workloadOf(context);
  return workload && templateAnnotations(workload)[keys.token] === context.intent.token ? { kind: 'done' } : { kind: 'absent' };
}

const restartEffect: Effect = {
  name: 'restart',
  announce: { reason: 'Restarting', note: 'Its pods are replaced one after the other to remediate it.' },
  apply: restart,
  look: (context) => Promise.resolve(look(context)),
};

/** Every pod of the workload was made anew; nothing of its spec changed but the annotation that caused it. */
export const restartDeployment: Operation = {
  name: 'restart_deployment',
  types: ['application_remediation'],
  targetKinds: ['Deployment', 'StatefulSet', 'DaemonSet'],
  parameters: noParameters,
  undo: 'Irreversible',
  inspect: (context) => Promise.resolve(inspect(context)),
  effects: [restartEffect],
  settled: settledRollout,
};
