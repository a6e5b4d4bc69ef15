import type { RemediationAction } from '../../../operator/api/generated/types.ts';
import type { ActionWish } from '../../../operator/testing/action-builder.ts';
import { expectedVerdicts, type Expected } from '../../checker/arbitration-checker.ts';
import { overtaken, togetherThoughTheyClash, unfinished, type ActionVersion } from '../../checker/arbitration-history.ts';
import type { CheckedAction, CheckedWorld } from '../../checker/arbitration-facts.ts';
import { api, type Cluster } from '../../harness/cluster.ts';
import type { Version } from '../../harness/history.ts';
import { system } from './plans.ts';
import { writtenAction } from './written.ts';

const collection = `/apis/coordination.selfheal.dev/v1alpha1/namespaces/${system}/remediationactions`;

/** Asks for one action; what the API server stored. */
export async function ask(cluster: Cluster, wish: ActionWish & { readonly name: string }): Promise<RemediationAction> {
  return api<RemediationAction>(cluster, { method: 'POST', path: collection, body: writtenAction(wish) });
}

/** Asks for the actions, some at once. */
export async function askAll(cluster: Cluster, wishes: readonly (ActionWish & { readonly name: string })[]): Promise<void> {
  for (let start = 0; start < wishes.length; start += 8)
    await Promise.all(wishes.slice(start, start + 8).map((wish) => ask(cluster, wish)));
}

/** The versions of actions in a history, as the checker looks at them. */
export function actionVersions(history: readonly Version[]): ActionVersion[] {
  return history
    .filter(({ object }) => object.kind === 'RemediationAction')
    .map(({ type, object }) => ({ type, object: object as unknown as CheckedAction }));
}

/** What is wrong with the first verdicts of a set that was complete before anybody led, as sentences. */
export function wrongFirstVerdicts(versions: readonly ActionVersion[], world: CheckedWorld): string[] {
  const first = firstVerdicts(versions);
  const set = [...new Map(versions.filter(({ type }) => type === 'ADDED').map(({ object }) => [object.metadata.uid, object])).values()];
  const expected = expectedVerdicts(set, world, Date.now());
  return set.flatMap(({ metadata: { uid, name } }) => objection(name, first.get(uid), expected.get(uid)));
}

function firstVerdicts(versions: readonly ActionVersion[]): ReadonlyMap<string, RemediationAction['status']> {
  const first = new Map<string, RemediationAction['status']>();
  for (const { object } of versions) {
    const { status } = object as unknown as RemediationAction;
    if (status?.phase !== undefined && !first.has(object.metadata.uid)) first.set(object.metadata.uid, status);
  }
  return first;
}

function objection(name: string, status: RemediationAction['status'], wanted: Expected | undefined): string[] {
  if (!wanted) return [];
  const { rule, winner, conflictType } = status?.arbitration ?? {};
  const got = [status?.phase, status?.reason, winner?.split('/').at(-1), winner && conflictType].filter(Boolean).join(' ');
  const want = [wanted.phase, wanted.reason, wanted.winner, wanted.winner && wanted.conflictType].filter(Boolean).join(' ');
  return got === want ? [] : [`${name}: ${got} (rule ${rule}), but should be ${want}`];
}

/** Everything that the checker objects to in what happened from the first verdicts on, all ended. */
export function objectionsTo(versions: readonly ActionVersion[], world: CheckedWorld): string[] {
  return [...wrongFirstVerdicts(versions, world), ...objectionsAfterwards(versions, world)];
}

/** What the checker objects to in what happened after the first verdicts, all ended: exclusion, order of admission, and an end for each. */
export function objectionsAfterwards(versions: readonly ActionVersion[], world: CheckedWorld): string[] {
  return [
    ...togetherThoughTheyClash(versions, world),
    ...overtaken(versions, world),
    ...unfinished(versions).map((name) => `${name} never ended`),
  ];
}
