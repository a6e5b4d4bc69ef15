import type { Intent, RemediationAction, RemediationPlan } from '../../operator/api/generated/types.ts';
import type { Version } from '../harness/history.ts';
import { before, timelines, type Timeline } from './timeline.ts';

export const annotation = {
  claim: 'coordination.selfheal.dev/claim',
  wasUnschedulable: 'coordination.selfheal.dev/was-unschedulable',
  token: 'coordination.selfheal.dev/token',
} as const;

const ends = {
  Anomaly: ['Suppressed', 'Resolved', 'Failed'],
  RemediationPlan: ['Succeeded', 'Failed', 'RolledBack', 'RollbackFailed', 'Cancelled'],
  RemediationAction: ['Succeeded', 'Failed', 'Superseded', 'Rejected', 'Cancelled'],
} as const;

interface Phased {
  readonly kind: keyof typeof ends;
  readonly status?: { readonly phase?: string };
}

/** The phase, which is Pending before anybody wrote one. */
export function phaseOf({ status }: Phased): string {
  return status?.phase ?? 'Pending';
}

/** Whether the phase is one that is never left. */
export function isOver(object: Phased): boolean {
  const terminal: readonly string[] = ends[object.kind];
  return terminal.includes(phaseOf(object));
}

/** Uid of the plan that owns the action. */
export function planOf({ metadata }: RemediationAction): string | undefined {
  return metadata.ownerReferences?.find(({ kind, controller }) => kind === 'RemediationPlan' && controller)?.uid;
}

/** The actions of a plan that do a step, and those that take one back, in the order in which they were made. */
export function actionsOf(history: readonly Version[], planUid: string) {
  const own = timelines(history, 'RemediationAction').filter(([first]) => first && planOf(first.object) === planUid);
  const undoes = ([first]: Timeline<RemediationAction>): boolean => first?.object.spec.compensates !== undefined;
  return { forward: own.filter((life) => !undoes(life)), undo: own.filter(undoes) };
}

/** An intent, and the first version of its action that had it. */
export interface Recorded {
  readonly action: RemediationAction;
  readonly intent: Intent;
  readonly rv: number;
}

/** Every intent that was ever recorded, at its first appearance. */
export function recordedIntents(timeline: Timeline<RemediationAction>): Recorded[] {
  const seen = new Map<string, Recorded>();
  for (const { object: action, rv } of timeline) {
    for (const intent of action.status?.intents ?? []) {
      if (!seen.has(intent.token)) seen.set(intent.token, { action, intent, rv });
    }
  }
  return [...seen.values()];
}

/** The intents that had no outcome yet when a write of that resourceVersion was made. */
export function openAt(actions: readonly Timeline<RemediationAction>[], rv: number): Recorded[] {
  return actions.flatMap((timeline) => {
    const moment = before(timeline, rv);
    const open = (moment?.object.status?.intents ?? []).filter(({ outcome }) => outcome === undefined);
    return moment ? open.map((intent) => ({ action: moment.object, intent, rv: moment.rv })) : [];
  });
}

/** A plan's step as it is asked for and as it stands, by its order. */
export function stepsOf({ spec, status }: RemediationPlan) {
  return spec.steps
    .map((step) => ({ ...step, state: status?.steps?.find(({ name }) => name === step.name) }))
    .toSorted((a, b) => a.order - b.order);
}
