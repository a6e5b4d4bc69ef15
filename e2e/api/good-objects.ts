import { group, type KindName } from './kinds.ts';

export const node = { apiVersion: 'v1', kind: 'Node', name: 'w1' };
export const workload = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'pay' };

export const cordon = { type: 'node_remediation', operation: 'cordon_node', target: node };
export const restart = { type: 'application_remediation', operation: 'restart_deployment', target: workload };

export const steps = [
  { name: 'cordon', layer: 'infrastructure', order: 1, undo: 'Reversible', action: cordon },
  { name: 'restart', layer: 'application', order: 2, undo: 'Irreversible', action: restart },
];

export const checkpoints = [
  { name: 'infrastructure', layer: 'infrastructure', afterStep: 1, checks: [{ name: 'ready', type: 'node_ready' }] },
  { name: 'application', layer: 'application', afterStep: 2, checks: [{ name: 'pods', type: 'pods_running' }] },
];

/** The smallest spec of each kind with which a test begins; every optional field that is immutable is set where a test changes it. */
export const goodSpecs: Readonly<Record<KindName, Readonly<Record<string, unknown>>>> = {
  Anomaly: { type: 'node_memory_pressure', severity: 'high', targets: [node] },
  RemediationPlan: { steps, checkpoints },
  RemediationAction: cordon,
  RemediationPolicy: { maxActiveActions: 5 },
};

/** An object of the kind as it is posted. */
export function objectOf(kind: KindName, name: string, spec: unknown = goodSpecs[kind], more: object = {}): Record<string, unknown> {
  return { apiVersion: `${group}/v1alpha1`, kind, metadata: { name }, spec, ...more };
}

/** A condition with that type and status. */
export function condition(type: string, status = 'True', reason = 'Because'): Record<string, string> {
  return { type, status, reason, message: 'So it is.', lastTransitionTime: '2026-01-01T00:00:00Z' };
}
