import type { Fields } from '../api/fields.ts';
import { targetString } from '../api/target.ts';
import { tokenOf, tryTokenOf } from '../kube/account-token.ts';
import type { KubeClient, ObjectKey } from '../kube/client.ts';
import { isForbidden, isNotFound } from '../kube/errors.ts';
import { findKind } from '../kube/kinds.ts';
import { mergeDiff } from '../kube/merge-diff.ts';
import {
  admissible,
  isControlled,
  isNotRolling,
  isOwnWorkload,
  isRefused,
  settledRollout,
  workloadOf,
  type LiveWorkload,
} from './live-workload.ts';
import type { Effect, EffectContext, Foresight, ForesightQuestion, Inspection, Look, Operation, OperationContext } from './operation.ts';
import { carriesToken, guardedBy } from './token.ts';
import { hashOf, readHistory, type Revision } from './rollout-history.ts';

const templateOf = ({ spec }: LiveWorkload): Fields => (spec.template ?? {}) as Fields;
const hashNow = (workload: LiveWorkload): string => hashOf(templateOf(workload));

/** Who writes templates; the engine itself may not (config/admission/fence). */
export const rolloutAccount = 'rollout-undo';
const notOptedIn =
  'rollout_undo changes what a workload runs, which the engine may not by itself: kubectl apply -k config/opt-in/rollout-undo lets it.';

/** Undefined when the engine may act as the account; nothing comes of asking. */
async function objectionToAccount(client: KubeClient, account: ObjectKey): Promise<string | undefined> {
  try {
    await tryTokenOf(client, account);
    return undefined;
  } catch (error) {
    if (isForbidden(error) || isNotFound(error)) return notOptedIn;
    throw error;
  }
}

/** Whoever approves a plan has to know before its first step that this one cannot be done. */
async function foresee({ client }: ForesightQuestion, account: ObjectKey): Promise<Foresight> {
  const message = await objectionToAccount(client, account);
  return message === undefined ? { kind: 'possible', undo: 'Reversible' } : { kind: 'impossible', message };
}

async function inspect(context: OperationContext, account: ObjectKey): Promise<Inspection> {
  const workload = admissible(context, [isOwnWorkload, isControlled, isNotRolling]);
  if (isRefused(workload)) return workload;
  const name = targetString(context.target);
  const history = await readHistory(context.client, workload);
  const hash = hashNow(workload);
  const chosen = choose(history, hash, context);
  if (!chosen) return { kind: 'refused', reason: 'NoSuchRevision', message: noRevision(name, history, context) };
  const to = `revision ${chosen.revision}`;
  if (chosen.hash === hash) return { kind: 'nothingToDo', message: `${name} has the template of ${to} already.` };
  const objection = await objectionToAccount(context.client, account);
  if (objection !== undefined) return { kind: 'refused', reason: 'Forbidden', message: objection };
  const present = history.findLast((one) => one.hash === hash)?.revision;
  const before = { ...(present !== undefined && { revision: present }), hash, toRevision: chosen.revision, toHash: chosen.hash };
  const from = present === undefined ? 'a template without a revision' : `revision ${present}`;
  return { kind: 'ready', before, targetUid: workload.metadata.uid, changes: [{ resource: `${name}.spec.template`, from, to }] };
}

/** The revision that was asked for, or as kubectl the last one whose template is not the present one. */
function choose(history: readonly Revision[], hash: string, { parameters }: OperationContext): Revision | undefined {
  const { toRevision } = parameters;
  return history.findLast((one) => (toRevision === undefined ? one.hash !== hash : one.revision === toRevision));
}

function noRevision(name: string, history: readonly Revision[], { parameters: { toRevision } }: OperationContext): string {
  const known = history.map(({ revision }) => revision).join(', ') || 'none';
  if (toRevision === undefined) return `${name} has had no other template; its revisions: ${known}.`;
  return `${name} has no revision ${Number(toRevision)}; its revisions: ${known}.`;
}

const revisionWord = (revision: unknown): string => (typeof revision === 'number' ? `revision ${revision}` : 'the previous template');
const gone = (revision: unknown): string => `Kubernetes keeps ${revisionWord(revision)} no longer.`;

interface Wanted {
  readonly hash: unknown;
  readonly revision: unknown;
}

/** The template is that of the hash; its content is read from the history, so that none has to be kept in our status. */
async function restore(context: EffectContext, { hash, revision }: Wanted, account: ObjectKey): Promise<Look | undefined> {
  const { client, target, intent } = context;
  const workload = workloadOf(context);
  const kind = findKind(target.apiVersion, target.kind);
  if (!workload || !kind) return undefined;
  const wanted = (await readHistory(client, workload)).findLast((one) => one.hash === hash);
  if (!wanted) return { kind: 'failed', reason: 'NoSuchRevision', message: gone(revision) };
  const { namespace, name } = workload.metadata;
  const template = mergeDiff(templateOf(workload), wanted.template);
  const body = { metadata: guardedBy(workload, intent.token), spec: { template } };
  await client.patch(kind, { namespace, name }, body, { token: await tokenOf(client, account) });
  return undefined;
}

function look(context: EffectContext): Look {
  const workload = workloadOf(context);
  if (!workload) return { kind: 'absent' };
  // The token lies beside the template, so that this can become what it was.
  if (carriesToken(workload, context.intent.token)) return { kind: 'done' };
  return hashNow(workload) === context.before['hash'] ? { kind: 'absent' } : moved(context);
}

function moved({ target }: OperationContext): Look {
  return { kind: 'failed', reason: 'MovedByOther', message: `Somebody else changed the template of ${targetString(target)}.` };
}

async function lookAtUndo(context: EffectContext): Promise<Look> {
  const { client, before } = context;
  const workload = workloadOf(context);
  if (!workload) return { kind: 'done', message: 'The target is gone.' };
  const hash = hashNow(workload);
  if (hash === before['hash']) return { kind: 'done', message: `It has the template of ${revisionWord(before['revision'])} again.` };
  const history = await readHistory(client, workload);
  if (hash !== before['toHash']) return drifted(before['toRevision'], history.findLast((one) => one.hash === hash)?.revision);
  if (history.some((one) => one.hash === before['hash'])) return { kind: 'absent' };
  return { kind: 'irreversible', message: gone(before['revision']) };
}

function drifted(from: unknown, to: number | undefined): Look {
  const now = to === undefined ? 'another one' : `that of revision ${to}`;
  return { kind: 'drifted', message: `Somebody else changed its template from that of ${revisionWord(from)} to ${now}, so it is left so.` };
}

const rollbackEffect = (account: ObjectKey): Effect => ({
  name: 'rollback',
  announce: { reason: 'RollingBack', note: 'It gets the template of an earlier revision to remediate it.' },
  apply: async (context) => restore(context, { hash: context.before['toHash'], revision: context.before['toRevision'] }, account),
  look: (context) => Promise.resolve(look(context)),
  undo: {
    name: 'undo-rollback',
    announce: { reason: 'RollingForward', note: 'It gets the template back that it had.' },
    apply: async (context) => restore(context, { hash: context.before['hash'], revision: context.before['revision'] }, account),
    look: lookAtUndo,
  },
});

function settled(context: OperationContext): Promise<Look> {
  return settledRollout(context, (workload) => (hashNow(workload) === context.before['toHash'] ? undefined : moved(context)));
}

/**
 * Every pod of the workload is of the template of an earlier revision: the one that is named, or the last other one. It is written by the
 * ServiceAccount rollout-undo of the system namespace, by a token of its own for each write.
 */
export function makeRolloutUndo(systemNamespace: string): Operation {
  const account: ObjectKey = { namespace: systemNamespace, name: rolloutAccount };
  return {
    name: 'rollout_undo',
    types: ['application_remediation'],
    targetKinds: ['Deployment', 'StatefulSet', 'DaemonSet'],
    parameters: {
      type: 'object',
      additionalProperties: false,
      properties: { toRevision: { type: 'integer', minimum: 1, maximum: 2_147_483_647 } },
    },
    undo: 'Reversible',
    foresee: (question) => foresee(question, account),
    inspect: (context) => inspect(context, account),
    effects: [rollbackEffect(account)],
    settled,
  };
}
