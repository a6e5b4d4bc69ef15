import type { Playbook } from '../../api/generated/playbook.ts';
import type { Anomaly, RemediationPlanSpec } from '../../api/generated/types.ts';
import type { Diagnosis } from '../diagnosis/diagnose.ts';
import { sortLayers } from '../diagnosis/layers.ts';
import { targetOf } from '../diagnosis/seen.ts';
import { builtInPlaybooks } from '../playbooks/shipped.ts';
import { checkpointsFor } from './checkpoints.ts';
import type { Defaults } from './defaults.ts';
import { modeFor } from './mode.ts';
import { priorityOf } from './priority.ts';
import { remediesFor, stepsOf } from './steps.ts';

/**
 * The plan for what was diagnosed, by the first playbook that fits each object that is hit. The same diagnosis, anomaly, defaults and playbooks
 * give the same plan, so that it can be made again after a crash.
 */
export function planFor(
  diagnosis: Diagnosis,
  anomaly: Anomaly,
  defaults: Defaults,
  playbooks: readonly Playbook[] = builtInPlaybooks,
): RemediationPlanSpec {
  const { metadata, spec, status } = anomaly;
  const { affectedLayers, impactedResources, deployments } = diagnosis;
  const incident = { diagnosis, report: spec, reported: targetOf(anomaly), history: status?.history ?? [] };
  const { remedies, checks } = remediesFor(incident, playbooks);
  const steps = stepsOf(remedies, defaults);
  const asked = remedies.some(({ approval }) => approval === true);
  const mode = modeFor(spec, steps, { deployments, asked });
  const layers = sortLayers([...affectedLayers, ...steps.map(({ layer }) => layer)]);
  return {
    anomalyRef: { namespace: metadata.namespace, name: metadata.name, uid: metadata.uid },
    source: spec.source,
    ...(spec.confidence === undefined ? {} : { confidence: spec.confidence }),
    priority: priorityOf(spec),
    mode,
    ...(spec.requestedBy === undefined ? {} : { requestedBy: spec.requestedBy }),
    layers,
    steps,
    checkpoints: checkpointsFor({ layers, steps, impacted: impactedResources, extra: checks }, defaults),
    rollbackPolicy: 'OnFailure',
    approvalRequired: mode === 'Approval',
    suspend: false,
  };
}
