import { noParameters } from '../api/no-parameters.ts';
import { keys } from '../api/resource.ts';
import { judgeCustomResource, type SeenCustomResource } from '../domain/health/custom-resource.ts';
import { keyFor, type KubeObject } from '../kube/client.ts';
import type { Kind } from '../kube/kinds.ts';
import type { Effect, EffectContext, Inspection, Look, Operation, OperationContext } from './operation.ts';
import { isRefusal, nameOf, ownerOf } from './owner-of.ts';
import { carriesToken, guardedBy } from './token.ts';

/** What is recorded of the owner, so that it is found again without asking for its kind. */
interface Recorded extends Kind {
  readonly namespace?: string;
  readonly name: string;
  readonly uid: string;
}

async function inspect(context: OperationContext): Promise<Inspection> {
  const owner = await ownerOf(context);
  if (isRefusal(owner)) return owner;
  const { kind, object } = owner;
  const { namespace, name, uid, deletionTimestamp } = object.metadata;
  if (deletionTimestamp !== undefined) return { kind: 'refused', reason: 'TargetGone', message: `${nameOf(object)} is being deleted.` };
  const recorded: Recorded = { ...kind, ...(kind.namespaced && { namespace }), name, uid };
  const resource = `${nameOf(object)}.metadata.annotations[${keys.token}]`;
  return { kind: 'ready', before: { owner: recorded }, targetUid: uid, changes: [{ resource, to: 'the token of this action' }] };
}

/** The owner that was inspected, as it is now; undefined when it is gone, or another one has its name. */
async function readOwner({ client, before }: OperationContext): Promise<{ owner: Recorded; object: KubeObject | undefined }> {
  const owner = before['owner'] as Recorded;
  const object = await client.get(owner, keyFor(owner, owner));
  return { owner, object: object?.metadata.uid === owner.uid ? object : undefined };
}

const gone = ({ kind, name }: Recorded): Look => ({ kind: 'failed', reason: 'TargetGone', message: `${kind} ${name} is gone.` });

async function look(context: EffectContext): Promise<Look> {
  const { owner, object } = await readOwner(context);
  if (!object) return gone(owner);
  return carriesToken(object, context.intent.token) ? { kind: 'done' } : { kind: 'absent' };
}

/** An annotation is a change of the object, and changes nothing that its operator would have to undo. */
async function poke(context: EffectContext): Promise<void> {
  const { owner, object } = await readOwner(context);
  if (!object) return;
  await context.client.patch(owner, keyFor(owner, object.metadata), { metadata: guardedBy(object, context.intent.token) });
}

async function settled(context: OperationContext): Promise<Look> {
  const { owner, object } = await readOwner(context);
  if (!object) return gone(owner);
  const { result, message } = judgeCustomResource(object as unknown as SeenCustomResource);
  if (result === 'Passed') return { kind: 'done', message: `${message}.` };
  const late = `After ${context.timeoutSeconds} s ${message}. Look at the log of its operator, and at what ${nameOf(object)} itself says.`;
  return { kind: 'working', message: `Waiting for its operator: ${message}.`, late: { reason: 'NeedsPerson', message: late } };
}

const pokeEffect: Effect = {
  name: 'reconcile',
  announce: { reason: 'Reconciling', note: 'Its operator is made to look at what controls it.' },
  apply: poke,
  look,
};

/** The operator of the custom resource that the target is, or is controlled by, was made to look at it, and reports that it is well. */
export const reconcileOwner: Operation = {
  name: 'reconcile_owner',
  types: ['application_remediation'],
  targetKinds: 'any',
  parameters: noParameters,
  undo: 'Irreversible',
  inspect,
  effects: [pokeEffect],
  settled,
};
