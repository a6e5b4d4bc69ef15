import { keys } from '../api/resource.ts';
import { targetString } from '../api/target.ts';
import { isKindNotInstalled } from '../kube/errors.ts';
import { findKind, kinds } from '../kube/kinds.ts';
import {
  applicationKey,
  carries,
  findApplication,
  initiatorOf,
  isAutomated,
  isOperating,
  lastRevision,
  manages,
  syncedFor,
  type Application,
  type OperationState,
} from './argo-application.ts';
import type { Effect, EffectContext, Inspection, Look, Operation, OperationContext } from './operation.ts';

async function inspect(context: OperationContext): Promise<Inspection> {
  const name = targetString(context.target);
  try {
    const application = await findApplication(context);
    if (application && !isOwn(application, context)) {
      const { namespace, name: app } = application.metadata;
      return {
        kind: 'refused',
        reason: 'InvalidTarget',
        message: `Application ${namespace}/${app} does not count ${name} among its resources.`,
      };
    }
    if (application) return judge(application, context);
    return { kind: 'refused', reason: 'InvalidTarget', message: `No Argo CD Application is known to manage ${name}.` };
  } catch (error) {
    if (!isKindNotInstalled(error)) throw error;
    return { kind: 'refused', reason: 'ApiNotInstalled', message: 'The API of Argo CD is not installed.' };
  }
}

/** The target is the Application, or one of its resources. */
function isOwn(application: Application, { target }: OperationContext): boolean {
  return findKind(target.apiVersion, target.kind) === kinds.Application || manages(application, target);
}

function judge(application: Application, { parameters }: OperationContext): Inspection {
  const { namespace, name, uid } = application.metadata;
  const by = `Application/${namespace}/${name}`;
  if (isOperating(application)) return { kind: 'blocked', reason: 'TargetBusy', message: `Argo CD is at work on ${by}.`, by };
  const from = lastRevision(application);
  const before = {
    application: name,
    applicationNamespace: namespace,
    ...(from !== undefined && { revision: from }),
    automated: isAutomated(application),
  };
  const to = typeof parameters['revision'] === 'string' ? parameters['revision'] : 'the target revision';
  return {
    kind: 'ready',
    before,
    targetUid: uid,
    changes: [{ resource: `${by}.operation.sync.revision`, ...(from !== undefined && { from }), to }],
  };
}

/** The Application that the intent was meant for; another one of its name is not it. */
async function readApplication(context: EffectContext): Promise<Application | undefined> {
  const found = await context.client.get<Application>(kinds.Application, applicationKey(context));
  const { targetUid } = context.intent;
  return targetUid === undefined || found?.metadata.uid === targetUid ? found : undefined;
}

/** Argo CD is asked for a sync, if it is asked for nothing else; the guard is the resourceVersion at which that was seen. */
async function ask(context: EffectContext, revision: string | undefined): Promise<Look | undefined> {
  const application = await readApplication(context);
  if (!application) return { kind: 'failed', reason: 'TargetGone', message: 'The Application is gone.' };
  if (isOperating(application)) return busy;
  const { uid, resourceVersion } = application.metadata;
  const { syncOptions, retry } = application.spec.syncPolicy ?? {};
  const operation = {
    info: [{ name: keys.token, value: context.intent.token }],
    initiatedBy: { username: initiatorOf(context.intent.token) },
    ...(retry !== undefined && { retry }),
    sync: { ...(revision !== undefined && { revision }), ...(syncOptions && { syncOptions }) },
  };
  await context.client.patch(kinds.Application, applicationKey(context), { metadata: { uid, resourceVersion }, operation });
  return undefined;
}

const busy: Look = {
  kind: 'working',
  message: 'Argo CD is at work on the Application for somebody else.',
  advance: true,
  begun: false,
  blocked: { reason: 'TargetBusy' },
};

/**
 * Our token is in what Argo CD was asked for, which it takes away only when that has ended, or in what it did last. A later operation of
 * somebody else erases both, and then the history still shows a sync that succeeded.
 */
function lookFor(application: Application, { intent }: EffectContext): Look {
  const state = application.status?.operationState;
  const takenUp = carries(state?.operation, intent.token);
  if (carries(application.operation, intent.token)) return { kind: 'working', message: 'Argo CD was asked to sync.', begun: takenUp };
  if (takenUp) return afterOperation(state ?? {});
  const synced = syncedFor(application, intent.token);
  return synced ? isSynced(synced.revision) : { kind: 'absent' };
}

function isSynced(revision: string | undefined): Look {
  return { kind: 'done', message: 'The Application is synced.', ...(revision && { result: { revision } }) };
}

function afterOperation({ phase, message, syncResult }: OperationState): Look {
  if (phase === 'Succeeded') return isSynced(syncResult?.revision);
  if (phase === 'Failed' || phase === 'Error') {
    const told = `The sync failed: ${message ?? 'Argo CD does not say why'}`;
    return { kind: 'failed', reason: 'SyncFailed', message: told, begun: true };
  }
  return { kind: 'working', message: 'Argo CD syncs the Application.' };
}

async function look(context: EffectContext): Promise<Look> {
  const application = await readApplication(context);
  if (!application) return { kind: 'failed', reason: 'TargetGone', message: 'The Application is gone.' };
  return lookFor(application, context);
}

async function lookAtUndo(context: EffectContext): Promise<Look> {
  const { before } = context;
  const application = await readApplication(context);
  if (!application) return { kind: 'done', message: 'The Application is gone.' };
  const state = lookFor(application, context);
  if (state.kind !== 'absent') return state;
  if (typeof before['revision'] !== 'string') return { kind: 'irreversible', message: 'The Application had never been synced before.' };
  if (isAutomated(application))
    return { kind: 'irreversible', message: 'Argo CD syncs the Application by itself and would undo the undo.' };
  const now = lastRevision(application);
  if (now === before['revision']) return { kind: 'done', message: 'The Application is at the revision at which it was.' };
  const ours = context.result['revision'];
  return ours === undefined || ours === now ? state : { kind: 'drifted', message: `Somebody else synced the Application to ${now}.` };
}

/** What was asked for and not taken up is taken back; what Argo CD is at, it is told to end. */
async function callOff(context: EffectContext): Promise<void> {
  const application = await readApplication(context);
  const state = application?.status?.operationState;
  const { token } = context.intent;
  if (!application || !carries(application.operation, token)) return;
  const { uid, resourceVersion } = application.metadata;
  const takenUp = carries(state?.operation, token);
  const change = takenUp ? { status: { operationState: { phase: 'Terminating' } } } : { operation: null };
  await context.client.patch(kinds.Application, applicationKey(context), { metadata: { uid, resourceVersion }, ...change });
}

function previous({ before }: OperationContext): string | undefined {
  return typeof before['revision'] === 'string' ? before['revision'] : undefined;
}

function asked({ parameters }: OperationContext): string | undefined {
  return typeof parameters['revision'] === 'string' ? parameters['revision'] : undefined;
}

const syncEffect: Effect = {
  name: 'sync',
  announce: { reason: 'Syncing', note: 'Argo CD is asked to sync what manages it.' },
  apply: async (context) => ask(context, asked(context)),
  look,
  abandon: callOff,
  undo: {
    name: 'undo-sync',
    announce: { reason: 'Syncing', note: 'Argo CD is asked to sync back to the previous revision.' },
    apply: async (context) => ask(context, previous(context)),
    look: lookAtUndo,
  },
};

/** Argo CD has synced the Application that the target is, or belongs to. */
export const argocdSync: Operation = {
  name: 'argocd_sync',
  types: ['application_remediation'],
  targetKinds: ['Application', 'Deployment', 'StatefulSet', 'DaemonSet'],
  parameters: { type: 'object', additionalProperties: false, properties: { revision: { type: 'string', minLength: 1, maxLength: 128 } } },
  undo: 'Reversible',
  inspect,
  effects: [syncEffect],
};
