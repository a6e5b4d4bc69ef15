import { kinds } from '../kube/kinds.ts';
import { applicationKey, carries, revisionOf, syncedFor, type Application, type OperationState } from './argo-application.ts';
import type { EffectContext, Look } from './operation.ts';

/** Live: the Application that the intent was meant for; another one of its name is not it. */
export async function readApplication(context: EffectContext): Promise<Application | undefined> {
  const found = await context.client.get<Application>(kinds.Application, applicationKey(context));
  const { targetUid } = context.intent;
  return targetUid === undefined || found?.metadata.uid === targetUid ? found : undefined;
}

/**
 * How our operation fares. Our token is in what Argo CD was asked for, which it takes away only when that has ended, or in what it did
 * last. A later operation of somebody else erases both, and then the history still shows a sync that succeeded.
 */
export function lookFor(application: Application, { intent }: EffectContext): Look {
  const state = takenUp(application, intent.token);
  if (state) return afterOperation(state);
  if (carries(application.operation, intent.token)) return { kind: 'working', message: 'Argo CD was asked to sync.', begun: false };
  const synced = syncedFor(application, intent.token);
  return synced ? isSynced(revisionOf(synced)) : { kind: 'absent' };
}

function isSynced(revision: string | undefined): Look {
  return { kind: 'done', message: 'The Application is synced.', ...(revision && { result: { revision } }) };
}

function afterOperation(state: OperationState): Look {
  const { phase, message, syncResult } = state;
  if (phase === 'Succeeded') return isSynced(revisionOf(syncResult));
  if (phase !== 'Failed' && phase !== 'Error') return underWay(state);
  return { kind: 'failed', reason: 'SyncFailed', message: `The sync failed: ${message ?? 'Argo CD does not say why'}`, begun: true };
}

/** How Argo CD says that a window closed after it was asked; it goes on when the window opens. */
const heldBack = 'Sync operation blocked by sync window';

function underWay({ message = '', syncResult }: OperationState): Look {
  if (!message.startsWith(heldBack)) return { kind: 'working', message: `Argo CD syncs the Application. ${message}`.trim() };
  const begun = (syncResult?.resources ?? []).length > 0;
  return { kind: 'working', message: `Argo CD holds the sync back: ${message}`, begun, blocked: { reason: 'GitOpsManaged' } };
}

/**
 * Our operation goes on no longer. Argo CD writes its state without a look at ours, so that either write may cross one of its own: a second
 * later it is looked at again.
 */
export async function callOff(context: EffectContext): Promise<'again' | void> {
  const application = await readApplication(context);
  const change = application && endOf(application, context.intent.token);
  if (!change) return undefined;
  const { uid, resourceVersion } = application.metadata;
  await context.client.patch(kinds.Application, applicationKey(context), { metadata: { uid, resourceVersion }, ...change });
  return 'again';
}

/**
 * What ends our operation: not taken up it is taken back; what Argo CD is at, it is told to end, as its own API does. Without the operation
 * such a state would stay for ever, and the next operation would resume it.
 */
function endOf(application: Application, token: string): object | undefined {
  const state = takenUp(application, token);
  const asked = carries(application.operation, token);
  if (!state) return asked ? { operation: null } : undefined;
  const othersAsk = application.operation !== undefined && !asked;
  if (state.phase !== 'Running' || othersAsk) return undefined;
  return { ...(!asked && { operation: state.operation }), status: { operationState: { phase: 'Terminating' } } };
}

/** What Argo CD makes, or made, of the operation with the token. */
function takenUp({ status }: Application, token: string): OperationState | undefined {
  return carries(status?.operationState?.operation, token) ? status?.operationState : undefined;
}
