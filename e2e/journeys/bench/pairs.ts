import type { RemediationAction } from '../../../operator/api/generated/types.ts';
import type { ActionWish } from '../../../operator/testing/action-builder.ts';
import { api, type Cluster } from '../../harness/cluster.ts';
import { eventually } from '../../harness/eventually.ts';
import { kubectl } from '../../harness/kubectl.ts';
import { isOver } from '../../invariants/engine-objects.ts';
import { writtenAction } from './written.ts';
import { pathOf, system } from './plans.ts';

export type Pair = readonly [RemediationAction, RemediationAction];

/** The action of that namespace once it has ended; fails with its status. */
export async function untilEndedIn(cluster: Cluster, name: string, namespace = system): Promise<RemediationAction> {
  return eventually(
    async () => {
      const action = await api<RemediationAction>(cluster, { path: pathOf('remediationactions', name, namespace) });
      if (isOver(action)) return action;
      throw new Error(`its status is ${JSON.stringify(action.status)}`);
    },
    { within: 45_000, describe: `${name} has ended` },
  );
}

/** Both as they ended, the one with the smaller uid first. */
export async function endsOf(cluster: Cluster, pair: Pair): Promise<Pair> {
  const [a, b] = [await untilEndedIn(cluster, pair[0].metadata.name), await untilEndedIn(cluster, pair[1].metadata.name)];
  return a.metadata.uid < b.metadata.uid ? [a, b] : [b, a];
}

/** Two stored actions of one creationTimestamp; made anew until both fall into one second. */
export async function inOneSecond(cluster: Cluster, stem: string, wishes: readonly [ActionWish, ActionWish]): Promise<Pair> {
  const path = pathOf('remediationactions', '').slice(0, -1);
  const create = (wish: ActionWish, name: string) =>
    api<RemediationAction>(cluster, { method: 'POST', path, body: writtenAction({ ...wish, name }) });
  const attempt = async (): Promise<Pair | undefined> => {
    const stamp = Date.now();
    const pair = await Promise.all([create(wishes[0], `act-${stem}-${stamp}-a`), create(wishes[1], `act-${stem}-${stamp}-b`)]);
    const [a, b] = pair.map(({ metadata }) => metadata.creationTimestamp);
    if (a === b) return pair;
    await kubectl(cluster, ['delete', 'ract', '-n', system, ...pair.map(({ metadata }) => metadata.name)]);
    return undefined;
  };
  return eventually(attempt, { within: 30_000, describe: 'both are made in one second' });
}
