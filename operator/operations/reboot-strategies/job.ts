import { isForbidden } from '../../kube/errors.ts';
import {
  callOffNodeJob,
  failedAt,
  nodeJobKey,
  objectionToJob,
  objectionToNodeJob,
  readNodeJob,
  startNodeJob,
  type NodeJob,
  type NodeJobWork,
} from '../node-job.ts';
import { readiness, type LiveNode } from '../live-node.ts';
import type { EffectContext, Look } from '../operation.ts';
import type { Found, RebootStrategy } from './strategy.ts';

const work: NodeJobWork = { operation: 'reboot', prefix: 'reboot', command: ['systemctl', 'reboot'] };

/** A reboot kills its own Job; only after this long without a new boot is a failed Job a failed reboot. */
const patienceSeconds = 60;

async function look(context: EffectContext, node: LiveNode): Promise<Look> {
  const job = await readNodeJob(context, work);
  if (job) return lookAtJob(context, node, job);
  const objection = await objectionToJob(node, context);
  if (objection === undefined) return { kind: 'absent' };
  return { kind: 'working', message: `${objection}.`, blocked: { reason: 'NoRebootStrategy' }, begun: false };
}

async function lookAtJob(context: EffectContext, node: LiveNode, job: NodeJob): Promise<Look> {
  const objection = await objectionToNodeJob(context, job);
  if (objection) return objection;
  const failed = failedAt(job);
  const late = failed !== undefined && context.now.getTime() - Date.parse(failed) > patienceSeconds * 1000;
  if (!late || readiness(node) !== 'True') return { kind: 'working', message: 'The node is rebooting.' };
  const { name } = nodeJobKey(context, work);
  return { kind: 'failed', reason: 'JobFailed', message: `The reboot Job ${name} failed and the node did not reboot.` };
}

const foundBy = (objection: string | undefined): Found =>
  objection === undefined ? { kind: 'usable' } : { kind: 'busy', reason: 'NoRebootStrategy', message: `${objection}.` };

/** Who granted remediation out of band alone has Jobs granted neither, nor what tells whether the node would run one. */
function unusableWhenForbidden(error: unknown): Found {
  if (!isForbidden(error)) throw error;
  return { kind: 'unusable', why: 'the engine may not get leases in kube-node-lease, which config/opt-in/node-jobs grants' };
}

/** A privileged pod on the node itself tells its init to reboot; needs a kubelet that answers. */
export const jobStrategy: RebootStrategy = {
  name: 'Job',
  find: (context, node) => objectionToJob(node, context).then(foundBy, unusableWhenForbidden),
  ask: (context) => startNodeJob(context, work),
  look,
  withdraw: (context) => callOffNodeJob(context, work),
};
