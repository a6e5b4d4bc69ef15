import type { Anomaly, RemediationPlanSpec } from '../../api/generated/types.ts';
import type { Diagnosis } from '../diagnosis/diagnose.ts';
import { targetOf } from '../diagnosis/seen.ts';
import { checkpointsFor } from './checkpoints.ts';
import type { Defaults } from './defaults.ts';
import { modeFor } from './mode.ts';
import { priorityOf } from './priority.ts';
import { remediesFor, stepsOf } from './steps.ts';

/** The plan for what was diagnosed. The same diagnosis, anomaly and defaults give the same plan, so that it can be made again after a crash. */
export function planFor(diagnosis: Diagnosis, anomaly: Anomaly, defaults: Defaults): RemediationPlanSpec {
  const { metadata, spec } = anomaly;
  const { affectedLayers, impactedResources, deployments } = diagnosis;
  const steps = stepsOf(remediesFor(diagnosis, targetOf(anomaly)), defaults);
  const mode = modeFor(spec, steps, deployments);
  return {
    anomalyRef: { namespace: metadata.namespace, name: metadata.name, uid: metadata.uid },
    source: spec.source,
    ...(spec.confidence === undefined ? {} : { confidence: spec.confidence }),
    priority: priorityOf(spec),
    mode,
    ...(spec.requestedBy === undefined ? {} : { requestedBy: spec.requestedBy }),
    layers: [...affectedLayers],
    steps,
    checkpoints: checkpointsFor(affectedLayers, steps, impactedResources, defaults),
    rollbackPolicy: 'OnFailure',
    approvalRequired: mode === 'Approval',
    suspend: false,
  };
}
