import type { RemediationPlan } from '../../../operator/api/generated/types.ts';
import { versionsOf, type Version } from '../../harness/history.ts';
import { conditionOf } from './plans.ts';

/** The stored versions of a plan with the revision of each, in order. */
export function versionsOfPlan(history: readonly Version[], name: string): { readonly rv: number; readonly plan: RemediationPlan }[] {
  return versionsOf(history, 'RemediationPlan', name).map(({ rv, object }) => ({ rv, plan: object as unknown as RemediationPlan }));
}

/** What `read` gives of each version, without repetitions in a row. */
export function storedOneAfterTheOther<T>(history: readonly Version[], name: string, read: (plan: RemediationPlan) => T): T[] {
  const values = versionsOfPlan(history, name).map(({ plan }) => read(plan));
  return values.filter((value, index) => index === 0 || JSON.stringify(value) !== JSON.stringify(values[index - 1]));
}

/** Revision of the first version in which the condition was True; undefined when it never was. */
export function firstTrue(history: readonly Version[], name: string, type: string): number | undefined {
  return versionsOfPlan(history, name).find(({ plan }) => conditionOf(plan, type)?.status === 'True')?.rv;
}

/** Revision at which an object of that kind and name was created. */
export function createdAt(history: readonly Version[], kind: string, name: string): number | undefined {
  return versionsOf(history, kind, name).find(({ type }) => type === 'ADDED')?.rv;
}
