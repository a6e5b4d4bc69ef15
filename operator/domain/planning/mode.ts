import type { AnomalySpec, DeploymentInfo, Mode, PlanStep } from '../../api/generated/types.ts';
import { targetKey } from '../../api/target.ts';

/**
 * Whether the plan acts by itself: as the reporter asked, but a workload of which nobody knows how it was deployed is never changed
 * without a person; and by default a model does not decide over nodes alone.
 */
export function modeFor(
  { mode, source }: Pick<AnomalySpec, 'mode' | 'source'>,
  steps: readonly PlanStep[],
  deployments: readonly DeploymentInfo[],
): Mode {
  if (mode !== undefined && mode !== 'Automatic') return mode;
  const writing = steps.filter(({ undo }) => undo !== 'None');
  const unknown = new Set(deployments.filter(({ method }) => method === 'Unknown').map(({ target }) => targetKey(target)));
  if (writing.some(({ action }) => unknown.has(targetKey(action.target)))) return 'Approval';
  if (mode === 'Automatic' || source !== 'ai_driven') return 'Automatic';
  return writing.some(({ action }) => action.type === 'node_remediation') ? 'Approval' : 'Automatic';
}
