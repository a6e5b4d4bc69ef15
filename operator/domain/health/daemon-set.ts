import { hasLabels, matchesRequirement } from './label-selector.ts';
import type { NodeSelectorTerm, PodSpec, SeenNode, SeenPod, SeenWorkload, Taint, Toleration } from './objects.ts';

const networkUnavailable: Taint = { key: 'node.kubernetes.io/network-unavailable', effect: 'NoSchedule' };

/** Taints that every DaemonSet's pods tolerate, because its controller adds the tolerations. */
const toleratedByAll = ['not-ready', 'unreachable', 'disk-pressure', 'memory-pressure', 'pid-pressure', 'unschedulable'].map(
  (name) => `node.kubernetes.io/${name}`,
);

/** Whether the DaemonSet's pods are placed before the node has a network, as those that set it up are. */
export function toleratesNetworkUnavailable({ spec }: SeenWorkload): boolean {
  const pod = spec.template?.spec ?? {};
  return pod.hostNetwork === true || tolerates(pod, networkUnavailable);
}

/** Whether the DaemonSet should have a pod on the node. */
export function belongsOn({ spec }: SeenWorkload, node: SeenNode): boolean {
  const pod = spec.template?.spec ?? {};
  const taints = (node.spec?.taints ?? []).filter(({ effect }) => effect !== 'PreferNoSchedule');
  return (
    hasLabels(node.metadata.labels, pod.nodeSelector ?? {}) && hasAffinity(pod, node) && taints.every((taint) => isTolerated(pod, taint))
  );
}

function isTolerated(pod: PodSpec, taint: Taint): boolean {
  if (toleratedByAll.includes(taint.key)) return true;
  if (pod.hostNetwork && taint.key === networkUnavailable.key) return true;
  return tolerates(pod, taint);
}

function tolerates(pod: PodSpec, taint: Taint): boolean {
  return (pod.tolerations ?? []).some((toleration) => covers(toleration, taint));
}

/** An absent key with Exists covers every taint, an absent effect every effect. */
function covers({ key, operator = 'Equal', value = '', effect }: Toleration, taint: Taint): boolean {
  if (effect && effect !== taint.effect) return false;
  if (operator === 'Exists') return !key || key === taint.key;
  return key === taint.key && value === (taint.value ?? '');
}

function hasAffinity(pod: PodSpec, node: SeenNode): boolean {
  const required = pod.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return !required || (required.nodeSelectorTerms ?? []).some((term) => matchesTerm(term, node));
}

/** An empty term matches nothing. */
function matchesTerm({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm, { metadata }: SeenNode): boolean {
  if (matchExpressions.length + matchFields.length === 0) return false;
  const fields = { 'metadata.name': metadata.name };
  return (
    matchExpressions.every((one) => matchesRequirement(one, metadata.labels)) && matchFields.every((one) => matchesRequirement(one, fields))
  );
}

/** Whether the DaemonSet made the pod. */
export function isPodOf({ metadata }: SeenWorkload, pod: SeenPod): boolean {
  return (pod.metadata.ownerReferences ?? []).some(({ uid, controller }) => controller === true && uid === metadata.uid);
}
