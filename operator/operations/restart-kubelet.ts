import { targetString } from '../api/target.ts';
import { nodeOf, readyHeartbeat, type LiveNode } from './live-node.ts';
import {
  callOffNodeJob,
  failedAt,
  kubeletLease,
  nodeJobKey,
  objectionToJob,
  objectionToNodeJob,
  readNodeJob,
  startNodeJob,
  type NodeJob,
  type NodeJobWork,
} from './node-job.ts';
import { objectionToLock, takingLock } from './node-lock.ts';
import type { Effect, EffectContext, Facts, Inspection, Look, Operation, OperationContext } from './operation.ts';
import { objectionToOwnNode } from './own-node.ts';
import { bootOf } from './reboot.ts';

const work: NodeJobWork = { operation: 'restart-kubelet', prefix: 'kubelet', command: ['systemctl', 'restart', 'kubelet'] };

/** So often the kubelet has to renew the Lease of its node after the restart before it counts as back for good. */
const wantedRenewals = 3;

async function inspect(context: OperationContext): Promise<Inspection> {
  const node = nodeOf(context);
  const { name } = context.target;
  if (!node) return { kind: 'refused', reason: 'TargetNotFound', message: `Node ${name} does not exist.` };
  const objection = (await objectionToOwnNode(context)) ?? (await objectionToLock(context));
  if (objection) return objection;
  const dead = await objectionToJob(node, context);
  if (dead !== undefined) return { kind: 'blocked', reason: 'NoRebootStrategy', message: `${dead}, and its kubelet is restarted by one.` };
  const changes = [{ resource: `${targetString(context.target)}.kubelet`, to: 'restarted' }];
  return { kind: 'ready', before: { bootID: bootOf(node) }, targetUid: node.metadata.uid, changes };
}

async function look(context: EffectContext): Promise<Look> {
  const node = nodeOf(context);
  const job = await readNodeJob(context, work);
  if (!node) return { kind: 'absent' };
  // Asked first: once the Job was called off for it, the Job is not made a second time.
  if (bootOf(node) !== context.before['bootID'])
    return { kind: 'failed', reason: 'EffectFailed', message: 'The node rebooted, where only its kubelet was to restart.', begun: true };
  if (!job) return { kind: 'absent' };
  const objection = await objectionToNodeJob(context, job);
  if (objection) return objection;
  if (failedAt(job) !== undefined)
    return { kind: 'failed', reason: 'JobFailed', message: `The Job ${nameOf(context)} failed.`, begun: true };
  const ended = job.status?.completionTime;
  return ended === undefined ? { kind: 'working', message: 'The kubelet is being restarted.' } : lookAtKubelet(context, node, job, ended);
}

const nameOf = (context: OperationContext): string => nodeJobKey(context, work).name;

/**
 * A kubelet reports its node when it starts, then only when something changed, for up to five minutes: its heartbeat has to be younger than
 * the beginning of the Job, while the Lease, which it renews all the time, proves that it is still there after the end.
 */
async function lookAtKubelet(context: EffectContext, node: LiveNode, { status }: NodeJob, ended: string): Promise<Look> {
  const result = countRenewal(context.result, (await kubeletLease(context))?.renewTime, ended);
  const heartbeat = readyHeartbeat(node);
  const reported = heartbeat !== undefined && isLater(heartbeat, status?.startTime ?? ended);
  if (result.renewals >= wantedRenewals && reported) return { kind: 'done', message: 'The kubelet is back.', result };
  const missing = reported ? '' : ' It has not reported its node as Ready since.';
  const message = `The kubelet was restarted and has renewed its Lease ${result.renewals}/${wantedRenewals} times.${missing}`;
  return { kind: 'working', message, result };
}

interface Renewals extends Facts {
  readonly renewals: number;
  readonly renewedAt: string;
}

/** Another renewal, if this one is younger than the last that was counted; the first ones count from the end of the Job. */
function countRenewal({ renewals, renewedAt }: Facts, renewed: string | undefined, ended: string): Renewals {
  const seen = typeof renewals === 'number' && typeof renewedAt === 'string' ? { renewals, renewedAt } : { renewals: 0, renewedAt: ended };
  if (renewed === undefined || seen.renewals >= wantedRenewals) return seen;
  return isLater(renewed, seen.renewedAt) ? { renewals: seen.renewals + 1, renewedAt: renewed } : seen;
}

const isLater = (time: string, than: string): boolean => Date.parse(time) > Date.parse(than);

/** The kubelet of the node was restarted by a Job, in the same boot, and has reported and renewed its Lease since. */
const restartEffect: Effect = {
  name: 'restart-kubelet',
  stays: 'the restart of the kubelet',
  announce: { reason: 'KubeletRestarting', note: 'The kubelet of the node is restarted to remediate it.' },
  apply: (context) => startNodeJob(context, work),
  look,
  abandon: (context) => callOffNodeJob(context, work),
};

/** The kubelet of the node runs anew; pods stay as they are. The remediators of medik8s and the like reboot a node, so only a Job can do it. */
export const restartKubelet: Operation = {
  name: 'restart_kubelet',
  types: ['node_remediation'],
  targetKinds: ['Node'],
  parameters: { type: 'object', additionalProperties: false, properties: { strategy: { enum: ['Job'] } } },
  undo: 'Irreversible',
  locksNode: true,
  inspect,
  effects: [takingLock(restartEffect)],
};
