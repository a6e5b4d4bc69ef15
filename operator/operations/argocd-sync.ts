import { keys } from '../api/resource.ts';
import { targetString } from '../api/target.ts';
import type { KubeObject } from '../kube/client.ts';
import { isKindNotInstalled } from '../kube/errors.ts';
import { findKind, kinds } from '../kube/kinds.ts';
import {
  applicationKey,
  findApplication,
  initiatorOf,
  isAutomated,
  isOperating,
  lastSync,
  nameOf,
  revisionOf,
  type Application,
  type Tracked,
} from './argo-application.ts';
import { callOff, lookFor, readApplication } from './argo-operation.ts';
import { previousSync } from './argo-rollback.ts';
import { vetoOn } from './argo-veto.ts';
import type {
  Before,
  Effect,
  EffectContext,
  Foresight,
  ForesightQuestion,
  Inspection,
  Look,
  Operation,
  OperationContext,
} from './operation.ts';

async function inspect(context: OperationContext): Promise<Inspection> {
  const name = targetString(context.target);
  try {
    const { manager, stranger } = await tracked(context);
    if (manager) return await judge(manager, context);
    const message = stranger
      ? `${nameOf(stranger)} does not count ${name} among its resources.`
      : `No Argo CD Application is known to manage ${name}.`;
    return { kind: 'refused', reason: 'InvalidTarget', message };
  } catch (error) {
    if (!isKindNotInstalled(error)) throw error;
    return { kind: 'refused', reason: 'ApiNotInstalled', message: 'The API of Argo CD is not installed.' };
  }
}

/** The target is the Application, or one of its resources. */
async function tracked({ client, target, object }: Pick<OperationContext, 'client' | 'target' | 'object'>): Promise<Tracked> {
  if (findKind(target.apiVersion, target.kind) !== kinds.Application) return findApplication(client, target, object);
  return { manager: object && (object as unknown as Application) };
}

/** Whoever approves a plan has to know that what Argo CD syncs by itself cannot be taken back; the rest shows when it begins. */
async function foresee({ client, target }: ForesightQuestion): Promise<Foresight> {
  const kind = findKind(target.apiVersion, target.kind);
  const reversible = { kind: 'possible', undo: 'Reversible' } as const;
  if (!kind) return reversible;
  try {
    const object = await client.get<KubeObject>(kind, { namespace: target.namespace, name: target.name });
    const { manager } = await tracked({ client, target, object });
    return manager && isAutomated(manager)
      ? { kind: 'possible', undo: 'Irreversible', why: `${nameOf(manager)} syncs by itself.` }
      : reversible;
  } catch (error) {
    if (isKindNotInstalled(error)) return reversible;
    throw error;
  }
}

async function judge(application: Application, context: OperationContext): Promise<Inspection> {
  const by = nameOf(application);
  const revision = asked(context);
  const refusal = objectionTo(application, revision) ?? objectionToRevision(application, revision, context);
  if (refusal) return refusal;
  if (revision !== undefined && isAt(application, revision))
    return { kind: 'nothingToDo', message: `${by} is synced to ${revision} already.` };
  if (isOperating(application)) return { kind: 'blocked', reason: 'TargetBusy', message: `Argo CD is at work on ${by}.`, by };
  const veto = await vetoOn(application, context);
  if (veto) return { kind: 'blocked', reason: 'GitOpsManaged', message: veto, by };
  const from = revisionOf(lastSync(application));
  const changes = [
    { resource: `${by}.operation.sync.revision`, ...(from !== undefined && { from }), to: revision ?? 'the target revision' },
  ];
  return { kind: 'ready', before: beforeOf(application), targetUid: application.metadata.uid, changes };
}

function beforeOf(application: Application): Before {
  const { namespace, name } = application.metadata;
  const last = lastSync(application);
  const revision = revisionOf(last);
  return {
    application: name,
    applicationNamespace: namespace,
    ...(revision !== undefined && { revision }),
    ...(last?.id !== undefined && { historyId: last.id }),
    automated: isAutomated(application),
  };
}

function objectionTo({ metadata, spec }: Application, revision: string | undefined): Inspection | undefined {
  const by = `Application ${metadata.namespace}/${metadata.name}`;
  if (metadata.deletionTimestamp !== undefined) return { kind: 'refused', reason: 'InvalidTarget', message: `${by} is being deleted.` };
  if (revision === undefined || (spec.sources?.length ?? 0) === 0) return undefined;
  return { kind: 'refused', reason: 'InvalidParameters', message: `${by} has several sources, of which one revision says nothing.` };
}

/** Whoever may write actions in one namespace does not thereby decide what of git Argo CD brings into others. */
function objectionToRevision({ metadata }: Application, revision: string | undefined, context: OperationContext): Inspection | undefined {
  const { action, ownPod } = context;
  if (revision === undefined || [metadata.namespace, ownPod?.namespace].includes(action.metadata.namespace)) return undefined;
  const by = `Application ${metadata.namespace}/${metadata.name}`;
  const message = `The revision of ${by} is chosen by actions in its own namespace or in ${ownPod?.namespace}; without one it is synced from here.`;
  return { kind: 'refused', reason: 'CrossNamespaceTarget', message };
}

/** What it is compared with is what was asked for, and nothing differs. Without a revision only Argo CD can tell whether git has moved. */
function isAt({ status }: Application, revision: string): boolean {
  return status?.sync?.status === 'Synced' && status.sync.revision === revision;
}

/** Argo CD is asked for a sync, if it is asked for nothing else; the guard is the resourceVersion at which that was seen. */
async function ask(context: EffectContext, sync: object): Promise<Look | undefined> {
  const application = await readApplication(context);
  if (!application) return { kind: 'failed', reason: 'TargetGone', message: 'The Application is gone.' };
  if (isOperating(application)) return held('TargetBusy', 'Argo CD is at work on the Application for somebody else.');
  const veto = await vetoOn(application, context);
  if (veto) return held('GitOpsManaged', veto);
  const { uid, resourceVersion } = application.metadata;
  const { syncOptions, retry } = application.spec.syncPolicy ?? {};
  const operation = {
    info: [{ name: keys.token, value: context.intent.token }],
    initiatedBy: { username: initiatorOf(context.intent.token) },
    ...(retry !== undefined && { retry }),
    sync: { ...sync, ...(syncOptions && { syncOptions }) },
  };
  await context.client.patch(kinds.Application, applicationKey(context), { metadata: { uid, resourceVersion }, operation });
  return undefined;
}

/** Nothing was written, and it is tried again later. */
function held(reason: 'TargetBusy' | 'GitOpsManaged', message: string): Look {
  return { kind: 'working', message, advance: true, begun: false, blocked: { reason } };
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
  if (isAutomated(application))
    return { kind: 'irreversible', message: 'Argo CD syncs the Application by itself and would undo the undo.' };
  if (typeof before['revision'] !== 'string') return { kind: 'irreversible', message: 'The Application had never been synced before.' };
  const now = revisionOf(lastSync(application));
  if (now === before['revision']) return { kind: 'done', message: `The Application is at ${now}, at which it was.` };
  const ours = context.result['revision'];
  if (typeof ours === 'string' && ours !== now)
    return { kind: 'drifted', message: `Somebody else synced the Application from ${ours} to ${now}.` };
  return previousSync(application, before) ? state : { kind: 'irreversible', message: 'Argo CD keeps the previous sync no longer.' };
}

/** Asks for what the Application was synced to before; the look has made sure that it is known. */
async function askBack(context: EffectContext): Promise<Look | undefined> {
  const application = await readApplication(context);
  const sync = application && previousSync(application, context.before);
  return sync ? ask(context, sync) : undefined;
}

function asked({ parameters }: OperationContext): string | undefined {
  return typeof parameters['revision'] === 'string' ? parameters['revision'] : undefined;
}

const syncEffect: Effect = {
  name: 'sync',
  announce: { reason: 'Syncing', note: 'Argo CD is asked to sync what manages it.' },
  apply: async (context) => {
    const revision = asked(context);
    return ask(context, revision === undefined ? {} : { revision });
  },
  look,
  abandon: callOff,
  undo: {
    name: 'undo-sync',
    announce: { reason: 'Syncing', note: 'Argo CD is asked to sync back to the previous revision.' },
    apply: askBack,
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
  foresee,
  inspect,
  effects: [syncEffect],
};
