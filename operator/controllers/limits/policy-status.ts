import type { RemediationPolicy } from '../../api/generated/types.ts';
import { policyStatus, type NodesReport } from '../../domain/policy/policy-status.ts';
import type { Controller, EngineDeps } from '../runtime/deps.ts';
import { WorkQueue } from '../runtime/queue.ts';
import { statusRecorder } from '../runtime/record.ts';
import { runController, type RunningController } from '../runtime/reconcile-loop.ts';
import { done, type Requeue } from '../runtime/requeue.ts';
import { concernsLimits } from './node-view.ts';
import { changesPolicy, policyName } from './policy-in-force.ts';

const name = 'policy-status';

/** What the nodes say just now, seen together with what the policy's status said of them before. */
export type ReportNodes = (policy: RemediationPolicy) => NodesReport;

/**
 * The status of the RemediationPolicy shows what holds and where it comes from. Without such an object nothing is written, and one line of
 * the log says so when this process begins to lead.
 */
export function makePolicyStatusController(deps: EngineDeps, reportNodes: ReportNodes): Controller {
  const { caches, clock, log, loopMetrics: metrics } = deps;
  const queue = new WorkQueue<typeof policyName>({ name, clock, metrics, closed: true });
  const wake = (): void => queue.add(policyName);
  caches.policies.onChange((change) => {
    if (change.kind !== 'deleted' && changesPolicy(change)) wake();
  });
  caches.nodes.onChange((change) => {
    if (concernsLimits(change)) wake();
  });
  let running: RunningController | undefined;
  return {
    name,
    start() {
      if (!caches.policies.get({ name: policyName })) log.info(noPolicy);
      running = runController({ name, queue, workers: 1, reconcile: () => recordPolicyStatus(deps, reportNodes), log, metrics, clock });
      wake();
    },
    async stop() {
      await running?.stop();
    },
  };
}

const noPolicy =
  'There is no RemediationPolicy: the environment holds, and the defaults where it is silent. To say otherwise apply one named cluster, see config/policy and docs/limits.md';

/** The status of the policy is what holds now; without a policy nothing is done. */
export async function recordPolicyStatus(deps: EngineDeps, reportNodes: ReportNodes): Promise<Requeue> {
  const policy = deps.caches.policies.get({ name: policyName });
  if (!policy) return done;
  const now = deps.clock.now();
  const nodes = reportNodes(policy);
  await statusRecorder(deps).policy(policy, policyStatus(policy, { effective: deps.resolvedPolicy().effective, nodes }, now));
  return nodes.changesAt ? { after: Math.max(0, nodes.changesAt.getTime() - now.getTime()) } : done;
}
