import type { RemediationPlan, Target } from '../../api/generated/types.ts';
import { resolveNamespace, targetKey } from '../../api/target.ts';
import type { EventSubject } from '../../kube/events.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import { byPlan } from './observe.ts';
import type { PlanLocks } from './plan-locks.ts';

/** More targets than this get no Events of their own: a plan must not crowd out everybody else's. */
const mostSubjects = 20;

/** The targets of the plan's steps, each once, with the uid by which `kubectl describe` finds their Events, where it is known. */
export function subjectsOf(caches: EngineDeps['caches'], locks: PlanLocks, plan: RemediationPlan): EventSubject[] {
  const { metadata, spec } = plan;
  const targets = spec.steps.map(({ action }) => resolveNamespace(action.target, metadata.namespace));
  const once = [...new Map(targets.map((target) => [targetKey(target), target])).values()].slice(0, mostSubjects);
  return once.map((target) => {
    const uid = target.uid ?? nodeUid(caches, target) ?? locks.uidOf(plan, target) ?? resolvedUid(caches, plan, target);
    return uid === undefined ? target : { ...target, uid };
  });
}

function nodeUid({ nodes }: EngineDeps['caches'], { kind, name }: Target): string | undefined {
  return kind === 'Node' ? nodes.get({ name })?.metadata.uid : undefined;
}

function resolvedUid({ actions }: EngineDeps['caches'], { metadata }: RemediationPlan, target: Target): string | undefined {
  const resolved = actions.byIndex(byPlan, metadata.uid).flatMap(({ status }) => status?.resolvedTarget ?? []);
  return resolved.find((one) => targetKey(one) === targetKey(target))?.uid;
}
