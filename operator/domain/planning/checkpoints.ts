import type { Check, Checkpoint, CheckType, ImpactedResource, Layer, PlanStep, Target } from '../../api/generated/types.ts';
import { targetKey } from '../../api/target.ts';
import { compareLayers } from '../diagnosis/layers.ts';
import type { ExtraCheck } from '../playbooks/apply.ts';
import { layerChecks, type Defaults } from './defaults.ts';
import { untaken } from './steps.ts';

/** What checkpoints are made from. */
export interface Judged {
  readonly layers: readonly Layer[];
  readonly steps: readonly PlanStep[];
  readonly impacted: readonly ImpactedResource[];
  /** What playbooks ask for besides the usual checks. */
  readonly extra: readonly ExtraCheck[];
}

/** One checkpoint for every layer that is hit, after its last step; a layer without a step has it after the last step below it. */
export function checkpointsFor({ layers, steps, impacted, extra }: Judged, { checks }: Pick<Defaults, 'checks'>): Checkpoint[] {
  return layers.map((layer) => {
    const usual = layerChecks[layer].map((type) => ({ layer, type }));
    return {
      name: `${layer}-healthy`,
      layer,
      afterStep: Math.max(0, ...steps.filter((step) => compareLayers(step.layer, layer) <= 0).map(({ order }) => order)),
      checks: named([...usual, ...extra.filter((one) => one.layer === layer)]).map((check) => ({
        name: check.name,
        type: check.type,
        ...(check.parameters && { parameters: check.parameters }),
        timeoutSeconds: check.timeoutSeconds ?? checks[check.type].timeoutSeconds,
        ...targetsOf(check.type, layer, steps, impacted),
      })),
    };
  });
}

const mostChecks = 20;

/** Each with a name of its own: that of its type, with a number where another has it. */
function named(checks: readonly ExtraCheck[]): (ExtraCheck & Pick<Check, 'name'>)[] {
  const taken = new Set<string>();
  return checks.slice(0, mostChecks).map((check, index) => {
    const wanted = check.name ?? check.type.replaceAll('_', '-');
    const name = untaken(wanted, index + 1, taken);
    taken.add(name);
    return { ...check, name };
  });
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
