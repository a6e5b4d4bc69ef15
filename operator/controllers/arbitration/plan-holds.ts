import type { RemediationPlan } from '../../api/generated/types.ts';
import { targetString } from '../../api/target.ts';
import type { Seen } from '../../domain/arbitration/decide.ts';
import { lockOf, unresolvedLock } from '../../domain/arbitration/targets.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import type { Resolutions, Subject } from './resolutions.ts';

/** What the executing plans hold, and which of it has to be read first. */
export interface PlanHolds {
  readonly holds: Seen['holds'];
  readonly subjects: readonly Subject[];
}

interface StepSubject extends Subject {
  readonly plan: { readonly uid: string; readonly ref: string };
}

const index = 'arbitration-executing';
const executing: ReadonlySet<string> = new Set(['Executing', 'Verifying', 'RollingBack']);

/** Executing plans can be found by planHolds from now on; one in mode DryRun holds nothing. */
export function indexExecutingPlans({ caches }: Pick<EngineDeps, 'caches'>): void {
  caches.plans.addIndex(index, ({ spec, status }) => (executing.has(status?.phase ?? '') && spec.mode !== 'DryRun' ? ['yes'] : []));
}

/** The locks of all steps of all executing plans. Only a Pod stands for something else than itself and has to be read. */
export function planHolds({ caches }: Pick<EngineDeps, 'caches'>, resolutions: Pick<Resolutions, 'of'>): PlanHolds {
  const steps = caches.plans.byIndex(index, 'yes').flatMap((plan) => stepSubjects(caches, plan));
  return {
    holds: new Map(steps.map((step) => [keyOf(resolutions, step), step.plan])),
    subjects: steps.filter(({ target }) => target.kind === 'Pod'),
  };
}

function stepSubjects({ actions }: EngineDeps['caches'], { metadata, spec, status }: RemediationPlan): StepSubject[] {
  const { uid, namespace, name } = metadata;
  const plan = { uid, ref: targetString({ kind: 'RemediationPlan', namespace, name }) };
  return spec.steps.map((step) => {
    const ref = status?.steps?.find((one) => one.name === step.name)?.actionRef;
    const action = ref?.uid === undefined ? undefined : actions.getByUid(ref.uid);
    return { id: `${uid}/${step.name}`, name, namespace, target: step.action.target, recorded: action?.status?.resolvedTarget, plan };
  });
}

function keyOf(resolutions: Pick<Resolutions, 'of'>, step: StepSubject): string {
  const known = step.target.kind === 'Pod' ? resolutions.of(step) : undefined;
  return (known?.kind === 'resolved' ? lockOf(known.target) : unresolvedLock(step.target, step.namespace)).key;
}
