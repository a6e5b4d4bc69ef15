import { isAlreadyExists, isNotFound } from '../kube/errors.ts';
import { kinds } from '../kube/kinds.ts';
import { isHeld } from './cordon.ts';
import { nodeOf, readiness, type LiveNode } from './live-node.ts';
import type { Effect, EffectContext, Look, OperationContext } from './operation.ts';
import { failedAt, isOurs, newRebootJob, readRebootJob, rebootJobKey, refusalOf, type RebootJob } from './reboot-job.ts';

/** A kubelet that did not renew its Lease for this long runs nothing that it is asked to. */
const staleLeaseSeconds = 40;
/** A reboot kills its own Job; only after this long without a new boot is a failed Job a failed reboot. */
const patienceSeconds = 60;

/** Why no Job can be run on the node; undefined when the kubelet answers. */
export async function objectionToJob(node: LiveNode, { client, now }: OperationContext): Promise<string | undefined> {
  const { name } = node.metadata;
  if (readiness(node) === 'Unknown') return `Node ${name} does not report, so it runs no Job, and no other way to reboot it is configured.`;
  const lease = await client.get(kinds.Lease, { namespace: 'kube-node-lease', name });
  const renewed = (lease?.['spec'] as { renewTime?: string } | undefined)?.renewTime;
  if (renewed === undefined || now.getTime() - Date.parse(renewed) <= staleLeaseSeconds * 1000) return undefined;
  return `The Lease of Node ${name} is not renewed, so it runs no Job, and no other way to reboot it is configured.`;
}

/** The boot that a node is in; the proof of a reboot is that it changed. */
export function bootOf(node: LiveNode): string {
  return node.status?.nodeInfo?.bootID ?? '';
}

async function look(context: EffectContext): Promise<Look> {
  const node = nodeOf(context);
  if (!node) return { kind: 'absent' };
  if (bootOf(node) !== context.before['bootID']) return afterBoot(node);
  if (!isHeld(node, context)) return { kind: 'takenOver', message: `Somebody uncordoned Node ${context.target.name} before its reboot.` };
  const job = await readRebootJob(context);
  return job ? lookAtJob(context, node, job) : lookBeforeJob(context, node);
}

function afterBoot(node: LiveNode): Look {
  if (readiness(node) === 'True') return { kind: 'done', message: 'The node is up again.', result: { bootID: bootOf(node) } };
  return { kind: 'working', message: 'The node has rebooted and is not Ready yet.' };
}

async function lookBeforeJob(context: EffectContext, node: LiveNode): Promise<Look> {
  const objection = await objectionToJob(node, context);
  if (objection === undefined) return { kind: 'absent' };
  return { kind: 'working', message: objection, blocked: { reason: 'NoRebootStrategy' }, begun: false };
}

async function lookAtJob(context: EffectContext, node: LiveNode, job: RebootJob): Promise<Look> {
  const { name } = rebootJobKey(context);
  if (!isOurs(job, context)) return { kind: 'failed', reason: 'NameCollision', message: `A foreign Job has the name ${name}.` };
  const refusal = await refusalOf(job, context);
  if (refusal !== undefined) return { kind: 'failed', reason: 'JobRefused', message: `The reboot Job was refused: ${refusal}` };
  const failed = failedAt(job);
  const late = failed !== undefined && context.now.getTime() - Date.parse(failed) > patienceSeconds * 1000;
  if (late && readiness(node) === 'True')
    return { kind: 'failed', reason: 'JobFailed', message: `The reboot Job ${name} failed and the node did not reboot.` };
  return { kind: 'working', message: 'The node is rebooting.' };
}

async function start(context: EffectContext): Promise<void> {
  try {
    await context.client.create(kinds.Job, newRebootJob(context));
  } catch (error) {
    // Whether it is ours is seen by the next look.
    if (!isAlreadyExists(error)) throw error;
  }
}

/** A Job that has not fired yet must not fire once the node is handed back; a failed one is left to show why. */
async function callOff(context: EffectContext): Promise<void> {
  const job = await readRebootJob(context);
  if (!job || !isOurs(job, context) || failedAt(job) !== undefined) return;
  try {
    await context.client.delete(kinds.Job, rebootJobKey(context), { uid: job.metadata.uid, propagation: 'Background' });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

/** The node has a new boot and is Ready. */
export const rebootEffect: Effect = {
  name: 'reboot',
  stays: 'the reboot',
  announce: { reason: 'NodeRebooting', note: 'The drained node is rebooted to remediate it.' },
  apply: start,
  look,
  abandon: callOff,
};
