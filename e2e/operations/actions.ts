import type { ActionPhase, RemediationAction } from '../../operator/api/generated/types.ts';
import { usualNamespace } from '../../operator/api/usual-namespace.ts';
import type { ActionWish } from '../../operator/testing/action-builder.ts';
import { api, type Cluster } from '../harness/cluster.ts';
import { untilAsWanted } from '../harness/eventually.ts';
import { applyObjects } from '../harness/kubectl.ts';
import { writtenAction } from '../journeys/bench/written.ts';

/** A lone action's namespace unless told: the only one whose actions may name nodes and other namespaces. */
const system = usualNamespace;

/** Path of an action. */
export function actionPath(name: string): string {
  return `/apis/coordination.selfheal.dev/v1alpha1/namespaces/${system}/remediationactions/${name}`;
}

/** Asks for an action as a user does, with kubectl. */
export async function request(cluster: Cluster, wish: ActionWish & { readonly name: string }): Promise<void> {
  await applyObjects(cluster, [writtenAction(wish)]);
}

/** The action as the API server has it now. */
export async function getAction(cluster: Cluster, name: string): Promise<RemediationAction> {
  return api<RemediationAction>(cluster, { path: actionPath(name) });
}

/** The action once it is as `isAsWanted` says; fails with its status. */
export async function untilAction(
  cluster: Cluster,
  name: string,
  isAsWanted: (action: RemediationAction) => boolean,
  within = 30_000,
): Promise<RemediationAction> {
  return untilAsWanted(`action ${name}`, () => getAction(cluster, name), isAsWanted, within);
}

const terminal: readonly (ActionPhase | undefined)[] = ['Succeeded', 'Failed', 'Superseded', 'Rejected', 'Cancelled'];

/** The action once it has ended, however it did. */
export async function untilEnded(cluster: Cluster, name: string, within = 30_000): Promise<RemediationAction> {
  return untilAction(cluster, name, ({ status }) => terminal.includes(status?.phase), within);
}

/** The action once the condition Blocked, or its phase, says that it waits for this reason. */
export async function untilBlocked(cluster: Cluster, name: string, reason: string, within?: number): Promise<RemediationAction> {
  return untilAction(cluster, name, ({ status }) => status?.blocked?.reason === reason, within);
}

/** Turns the knob. */
export async function cancel(cluster: Cluster, name: string): Promise<void> {
  await api(cluster, { method: 'PATCH', path: actionPath(name), body: { spec: { cancel: true } } });
}
