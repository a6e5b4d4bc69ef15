import type { Playbook } from '../../api/generated/playbook.ts';
import type { Anomaly } from '../../api/generated/types.ts';
import { keys } from '../../api/resource.ts';
import type { Diagnosis } from '../diagnosis/diagnose.ts';
import { askedFrom } from '../tracing/places.ts';
import type { Defaults } from './defaults.ts';
import { planFor } from './plan-for.ts';
import type { NewPlan } from './seen-anomaly.ts';

/** The diagnosis as the anomaly's status has it. */
export function recordedDiagnosis({ status = {} }: Anomaly): Diagnosis {
  const { affectedLayers = [], impactedResources = [], rootCause, dependencies = [], deployments = [] } = status;
  return { affectedLayers, impactedResources, rootCause, dependencies, deployments };
}

/** What a plan is made from besides its anomaly. */
export interface Making {
  readonly name: string;
  readonly diagnosis: Diagnosis;
  readonly defaults: Defaults;
  /** In the order in which they are asked; the shipped ones when absent. */
  readonly playbooks?: readonly Playbook[];
}

/** The plan to create for an anomaly; it goes with the anomaly when that is deleted. */
export function newPlan(anomaly: Anomaly, { name, diagnosis, defaults, playbooks }: Making): NewPlan {
  const { apiVersion, kind, metadata } = anomaly;
  const traceparent = askedFrom(anomaly) && metadata.annotations?.[keys.traceparent];
  const owner = { apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true, blockOwnerDeletion: true };
  return {
    apiVersion: 'coordination.selfheal.dev/v1alpha1',
    kind: 'RemediationPlan',
    metadata: {
      ...{ name, namespace: metadata.namespace, ownerReferences: [owner] },
      ...(traceparent !== undefined && { annotations: { [keys.traceparent]: traceparent } }),
    },
    spec: planFor(diagnosis, anomaly, defaults, playbooks),
  };
}
