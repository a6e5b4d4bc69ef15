import type { Checkpoint, CheckType, ImpactedResource, Layer, PlanStep, Target } from '../../api/generated/types.ts';
import { targetKey } from '../../api/target.ts';
import { compareLayers } from '../diagnosis/layers.ts';
import { layerChecks, type Defaults } from './defaults.ts';

/** One checkpoint for every layer that is hit, after its last step; a layer without a step has it after the last step below it. */
export function checkpointsFor(
  layers: readonly Layer[],
  steps: readonly PlanStep[],
  impacted: readonly ImpactedResource[],
  { checks }: Pick<Defaults, 'checks'>,
): Checkpoint[] {
  return layers.map((layer) => ({
    name: `${layer}-healthy`,
    layer,
    afterStep: Math.max(0, ...steps.filter((step) => compareLayers(step.layer, layer) <= 0).map(({ order }) => order)),
    checks: layerChecks[layer].map((type) => ({
      name: type.replaceAll('_', '-'),
      type,
      timeoutSeconds: checks[type].timeoutSeconds,
      ...targetsOf(type, layer, steps, impacted),
    })),
  }));
}

/** A check looks at the targets of its layer's steps unless it is told otherwise, which is needed where those do not say it all. */
function targetsOf(
  type: CheckType,
  layer: Layer,
  steps: readonly PlanStep[],
  impacted: readonly ImpactedResource[],
): { targets?: Target[] } {
  const ofSteps = steps.filter((step) => step.layer === layer).map(({ action }) => action.target);
  const ofLayer = impacted.filter((resource) => resource.layer === layer).map(({ target }) => target);
  const nodes = impacted.map(({ target }) => target).filter(({ kind }) => kind === 'Node');
  const wanted = unique(type === 'networking_functional' ? [...ofSteps, ...ofLayer, ...nodes] : [...ofSteps, ...ofLayer]);
  const covered = new Set(ofSteps.map(targetKey));
  return wanted.every((target) => covered.has(targetKey(target))) ? {} : { targets: wanted.slice(0, 64) };
}

function unique(targets: readonly Target[]): Target[] {
  return [...new Map(targets.map((target) => [targetKey(target), target])).values()];
}
