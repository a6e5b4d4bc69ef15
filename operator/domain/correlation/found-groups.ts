import { isFields } from '../../api/fields.ts';
import type { RemediationAction } from '../../api/generated/types.ts';

/** One group as a finished correlation left it. */
export interface FoundGroup {
  readonly cause: string;
  readonly members: readonly { readonly name: string; readonly uid: string }[];
}

/** The namespace whose anomalies the action groups; undefined when it is no correlation, or may not name that namespace. */
export function correlatedNamespace({ metadata, spec }: RemediationAction, systemNamespace: string): string | undefined {
  const { operation, target, dryRun } = spec;
  if (operation !== 'correlate' || target.kind !== 'Namespace' || dryRun) return undefined;
  return metadata.namespace === systemNamespace || metadata.namespace === target.name ? target.name : undefined;
}

/** The groups that a correlation found; none before it has succeeded. What is not of that form is passed over. */
export function foundGroups({ spec, status }: RemediationAction): readonly FoundGroup[] {
  const groups = spec.operation === 'correlate' && status?.phase === 'Succeeded' ? status.result?.['groups'] : undefined;
  return Array.isArray(groups) ? groups.filter(isGroup) : [];
}

function isGroup(value: unknown): value is FoundGroup {
  if (!isFields(value) || typeof value['cause'] !== 'string' || !Array.isArray(value['members'])) return false;
  return value['members'].every((member) => isFields(member) && typeof member['name'] === 'string' && typeof member['uid'] === 'string');
}
