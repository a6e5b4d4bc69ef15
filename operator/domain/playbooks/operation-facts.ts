import type { ActionType, DeploymentInfo, Layer, OperationName, Undo } from '../../api/generated/types.ts';

interface OperationFacts {
  readonly type: ActionType;
  readonly undo: Undo;
}

const fact = (type: ActionType, undo: Undo): OperationFacts => ({ type, undo });
const onNode = (undo: Undo) => fact('node_remediation', undo);
const onWorkload = (undo: Undo) => fact('application_remediation', undo);

/** To what type of action each operation belongs and what can be undone of it, as the operations themselves declare it. */
const facts: Readonly<Record<Exclude<OperationName, 'observe'>, OperationFacts>> = {
  monitor_mco: onNode('None'),
  cordon_node: onNode('Reversible'),
  uncordon_node: onNode('Reversible'),
  drain_node: onNode('Partial'),
  drain_and_reboot_node: onNode('Partial'),
  restart_kubelet: onNode('Irreversible'),
  rollback_machine_config: onNode('Reversible'),
  add_node_capacity: onNode('Reversible'),
  scale_workload: fact('resource_scaling', 'Reversible'),
  update_resources: fact('resource_scaling', 'Reversible'),
  restart_deployment: onWorkload('Irreversible'),
  delete_pod: onWorkload('Irreversible'),
  rollout_undo: onWorkload('Reversible'),
  argocd_sync: onWorkload('Reversible'),
  helm_rollback: onWorkload('Reversible'),
  reconcile_owner: onWorkload('Irreversible'),
  run_job: onWorkload('Reversible'),
  restart_operator: fact('platform_remediation', 'Irreversible'),
  monitor_cluster_operator: fact('platform_remediation', 'None'),
  predict: fact('model_inference', 'None'),
  correlate: fact('alert_correlation', 'None'),
};

const observers: Readonly<Record<Layer, ActionType>> = {
  infrastructure: 'node_remediation',
  platform: 'platform_remediation',
  application: 'application_remediation',
};

/** The type of a step and what can be undone of it; what Argo CD syncs by itself it syncs again after an undo. */
export function factsOf(operation: OperationName, layer: Layer, deployment: DeploymentInfo | undefined): OperationFacts {
  if (operation === 'observe') return fact(observers[layer], 'None');
  if (operation === 'argocd_sync' && deployment?.automated === true) return onWorkload('Irreversible');
  return facts[operation];
}
