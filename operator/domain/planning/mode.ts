import type { AnomalySpec, DeploymentInfo, Mode, PlanStep } from '../../api/generated/types.ts';
import { targetKey } from '../../api/target.ts';

const workloads: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

/**
 * Whether the plan acts by itself: as the reporter asked, but a workload of which nobody knows how it was deployed is never changed
 * without a person, nor is anything for which a playbook asks for one; and by default a model does not decide over nodes alone.
 */
export function modeFor(
  { mode, source }: Pick<AnomalySpec, 'mode' | 'source'>,
  steps: readonly PlanStep[],
  { deployments, asked }: { readonly deployments: readonly DeploymentInfo[]; readonly asked: boolean },
): Mode {
  if (mode !== undefined && mode !== 'Automatic') return mode;
  if (asked) return 'Approval';
  const writing = steps.filter(({ undo }) => undo !== 'None');
  const known = new Set(deployments.filter(({ method }) => method !== 'Unknown').map(({ target }) => targetKey(target)));
  if (writing.some(({ action: { target } }) => workloads.has(target.kind) && !known.has(targetKey(target)))) return 'Approval';
  if (mode === 'Automatic' || source !== 'ai_driven') return 'Automatic';
  return writing.some(({ action }) => action.type === 'node_remediation') ? 'Approval' : 'Automatic';
}
