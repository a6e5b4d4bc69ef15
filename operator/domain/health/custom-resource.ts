import type { Resource } from '../../api/resource.ts';
import { failed, passed, type Finding } from './finding.ts';

interface SaidCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

/** What most operators report of what they manage, in the words of the API conventions; each part may be missing. */
export type SeenCustomResource = Resource<unknown, { readonly observedGeneration?: number | string; readonly conditions?: unknown }>;

/** Conditions that say by this status that it is not, or not yet, as it should be. */
const complaints: Readonly<Record<string, string>> = {
  Ready: 'False',
  Available: 'False',
  Degraded: 'True',
  Stalled: 'True',
  Reconciling: 'True',
};

/** Passed when the operator has acted on the last change and none of its conditions complains; what it does not report counts as well. */
export function judgeCustomResource({ kind, metadata, status }: SeenCustomResource): Finding {
  const name = `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`;
  const { observedGeneration, conditions } = status ?? {};
  if (observedGeneration !== undefined && Number(observedGeneration) < (metadata.generation ?? 0))
    return failed(`the operator of ${name} has not acted on its last change`);
  const said = Array.isArray(conditions) ? conditions.filter(isCondition) : [];
  const complaint = said.find((condition) => complaints[condition.type] === condition.status);
  if (!complaint) return passed(`${name} is reconciled`);
  const why = [complaint.reason, complaint.message].filter((part) => part !== undefined && part !== '').join(': ');
  return failed(`${name} is ${complaint.type}=${complaint.status}${why === '' ? '' : ` (${why})`}`);
}

/** Nothing holds the kinds of others to the conventions: some have a map there. */
function isCondition(value: unknown): value is SaidCondition {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
