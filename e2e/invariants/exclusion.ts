import type { RemediationAction } from '../../operator/api/generated/types.ts';
import { planOf } from './engine-objects.ts';
import type { Invariant, Observation, Violation } from './observation.ts';
import { nameOf } from './timeline.ts';

/** Types of which never two run at once: wherever they are, or under the scope Related only where one is about what the other runs on. */
const exclusive: readonly (readonly [string, string])[] = [
  ['node_remediation', 'resource_scaling'],
  ['model_inference', 'alert_correlation'],
];

/** 4: at no revision do two actions run that get in each other's way; compensating ones only keep off each other's very target. */
export const exclusion: Invariant = ({ history, scope = 'Cluster' }) => {
  const running = new Map<string, RemediationAction>();
  const found = new Map<string, Violation>();
  for (const { type, object } of history) {
    if (object.kind !== 'RemediationAction') continue;
    const action = object as unknown as RemediationAction; // as the API server stored it
    running.delete(action.metadata.uid);
    if (type === 'DELETED' || action.status?.phase !== 'Running') continue;
    for (const other of running.values()) {
      const why = clash(action, other, scope);
      if (why)
        found.set(
          [action, other]
            .map(({ metadata }) => metadata.uid)
            .toSorted()
            .join(),
          violation(action, other, why),
        );
    }
    running.set(action.metadata.uid, action);
  }
  return [...found.values()];
};

function violation(action: RemediationAction, other: RemediationAction, why: string): Violation {
  return { invariant: 4, object: nameOf(action), message: `it ran while ${nameOf(other)} ran: ${why}` };
}

function clash(a: RemediationAction, b: RemediationAction, scope: Observation['scope']): string | undefined {
  if (isHarmless(a) || isHarmless(b)) return undefined;
  if (targetOf(a) === targetOf(b)) return 'the same target';
  return a.spec.compensates || b.spec.compensates ? undefined : clashOfOthers(a, b, scope);
}

function clashOfOthers(a: RemediationAction, b: RemediationAction, scope: Observation['scope']): string | undefined {
  const related = standsOn(a, b) || standsOn(b, a);
  if (exclude(a, b) && (scope === 'Cluster' || related)) return 'exclusive types';
  return !samePlan(a, b) && related ? 'one runs on what the other is about' : undefined;
}

function samePlan(a: RemediationAction, b: RemediationAction): boolean {
  return planOf(a) !== undefined && planOf(a) === planOf(b);
}

function exclude(a: RemediationAction, b: RemediationAction): boolean {
  return exclusive.some((pair) => a.spec.type !== b.spec.type && pair.includes(a.spec.type) && pair.includes(b.spec.type));
}

function isHarmless({ spec }: RemediationAction): boolean {
  return spec.dryRun || spec.operation === 'observe' || spec.operation.startsWith('monitor_');
}

function targetOf({ spec, status, metadata }: RemediationAction): string {
  const { apiVersion, kind, namespace, name } = status?.resolvedTarget ?? spec.target;
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  return [group, kind, kind === 'Node' ? '' : (namespace ?? metadata.namespace), name].join('/');
}

function standsOn(upper: RemediationAction, { spec }: RemediationAction): boolean {
  return (
    upper.spec.target.kind !== 'Node' &&
    spec.target.kind === 'Node' &&
    (upper.status?.resolvedTarget?.nodes ?? []).includes(spec.target.name)
  );
}
