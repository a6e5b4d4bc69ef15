import type { Anomaly } from '../../api/generated/types.ts';
import type { Diagnosis } from '../diagnosis/diagnose.ts';
import type { Defaults } from './defaults.ts';
import { planFor } from './plan-for.ts';
import type { NewPlan } from './seen-anomaly.ts';

/** The diagnosis as the anomaly's status has it. */
export function recordedDiagnosis({ status = {} }: Anomaly): Diagnosis {
  const { affectedLayers = [], impactedResources = [], rootCause, dependencies = [], deployments = [] } = status;
  return { affectedLayers, impactedResources, rootCause, dependencies, deployments };
}

/** The plan to create for an anomaly; it goes with the anomaly when that is deleted. */
export function newPlan(
  anomaly: Anomaly,
  { name, diagnosis, defaults }: { name: string; diagnosis: Diagnosis; defaults: Defaults },
): NewPlan {
  const { apiVersion, kind, metadata } = anomaly;
  const owner = { apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true, blockOwnerDeletion: true };
  return {
    apiVersion: 'coordination.selfheal.dev/v1alpha1',
    kind: 'RemediationPlan',
    metadata: { name, namespace: metadata.namespace, ownerReferences: [owner] },
    spec: planFor(diagnosis, anomaly, defaults),
  };
}
