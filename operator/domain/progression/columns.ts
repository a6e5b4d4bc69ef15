import { targetString } from '../../api/target.ts';
import type { Anomaly, Layer, RemediationPlan, RemediationPlanStatus, RollbackResult, StepPhase } from '../../api/generated/types.ts';
import { layerOrder } from '../planning/defaults.ts';

const short: Readonly<Record<Layer, string>> = { infrastructure: 'infra', platform: 'platform', application: 'app' };
const ended: ReadonlySet<StepPhase> = new Set<StepPhase>(['Succeeded', 'Skipped', 'Failed']);

type Columns = Pick<RemediationPlanStatus, 'progress' | 'currentStep' | 'layerPath' | 'cause' | 'rollbackSummary'>;

/** The strings that `kubectl get` prints for the plan. */
export function columnsOf(plan: RemediationPlan, status: RemediationPlanStatus, anomaly: Anomaly | undefined): Columns {
  const phases = new Map(status.steps?.map(({ name, phase }) => [name, phase]));
  const hasEnded = (name: string): boolean => ended.has(phases.get(name) ?? 'Pending');
  const done = plan.spec.steps.filter(({ name }) => hasEnded(name)).length;
  const open = plan.spec.steps.filter(({ name }) => !hasEnded(name)).map(({ order }) => order);
  return {
    progress: `${done}/${plan.spec.steps.length}`,
    currentStep: open.length === 0 ? plan.spec.steps.length : Math.min(...open),
    layerPath: layerPath(plan),
    cause: causeOf(anomaly) ?? status.cause,
    rollbackSummary: summaryOf(status.rollback ?? []),
  };
}

/** Layers from the lowest up that the plan covers. */
export function layersOf({ spec }: RemediationPlan): Layer[] {
  const named = new Set<Layer>([
    ...(spec.layers ?? []),
    ...spec.steps.map(({ layer }) => layer),
    ...(spec.checkpoints ?? []).map(({ layer }) => layer),
  ]);
  return layerOrder.filter((layer) => named.has(layer));
}

function layerPath(plan: RemediationPlan): string {
  return layersOf(plan)
    .map((layer) => short[layer])
    .join('>');
}

function causeOf(anomaly: Anomaly | undefined): string | undefined {
  const cause = anomaly?.status?.rootCause;
  return cause?.target ? targetString(cause.target) : cause?.layer;
}

/** `2 undone, 1 irreversible`; undefined when nothing is or was rolled back. */
export function summaryOf(rows: readonly { readonly result: RollbackResult }[]): string | undefined {
  const words: readonly RollbackResult[] = ['Pending', 'Undone', 'Irreversible', 'Drifted', 'Failed'];
  const counts = words.map((word) => ({ word, count: rows.filter(({ result }) => result === word).length }));
  const parts = counts.filter(({ count }) => count > 0).map(({ word, count }) => `${count} ${word.toLowerCase()}`);
  return parts.length === 0 ? undefined : parts.join(', ');
}
