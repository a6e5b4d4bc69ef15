import { refusalText } from '../../domain/playbooks/offers.ts';
import { policyStatus, type NodesReport, type PolicyFacts } from '../../domain/policy/policy-status.ts';
import type { Controller, EngineDeps } from '../runtime/deps.ts';
import { makeController, makeQueue } from '../runtime/make-controller.ts';
import { statusRecorder } from '../runtime/record.ts';
import { done, type Requeue } from '../runtime/requeue.ts';
import { concernsLimits } from './node-view.ts';
import { changesPolicy, policyName } from './policy-in-force.ts';

/** What the nodes say just now, seen together with what the policy's status said of them before. */
export type ReportNodes = () => NodesReport;

/**
 * The status of the RemediationPolicy shows what holds and where it comes from. Without such an object nothing is written, and one line of
 * the log says so when this process begins to lead. A storm among the nodes is noticed, and told by the log, either way.
 */
export function makePolicyStatusController(deps: EngineDeps, reportNodes: ReportNodes): Controller {
  const { caches, log } = deps;
  const queue = makeQueue<typeof policyName>(deps, { name: 'policy-status' });
  const wake = (): void => queue.add(policyName);
  caches.policies.onChange((change) => {
    if (change.kind !== 'deleted' && changesPolicy(change)) wake();
  });
  caches.nodes.onChange((change) => {
    if (concernsLimits(change)) wake();
  });
  deps.playbooks.onChange(wake);
  deps.rights.known.onChange(wake);
  const tellStorm = makeStormTeller(log);
  const reconcile = (): Promise<Requeue> => {
    const nodes = reportNodes();
    tellStorm(nodes);
    return recordPolicyStatus(deps, nodes);
  };
  return makeController(deps, {
    queue,
    reconcile,
    onStart() {
      if (!caches.policies.get({ name: policyName })) log.info(noPolicy);
      wake();
    },
  });
}

const noPolicy =
  'There is no RemediationPolicy: the environment holds, and the defaults where it is silent. To say otherwise apply one named cluster, see config/policy and docs/limits.md';

function factsOf({ resolvedPolicy, playbooks, rights }: EngineDeps, nodes: NodesReport): PolicyFacts {
  return {
    effective: resolvedPolicy().effective,
    nodes,
    refusedPlaybooks: playbooks.refusals().map(refusalText),
    rights: rights.known.report(),
  };
}

/** The log says once that a storm began, cools down, lets go, or is over. */
function makeStormTeller(log: EngineDeps['log']): (nodes: NodesReport) => void {
  let told = '';
  return ({ nodeGroups, storm }) => {
    const stages = nodeGroups.map(({ name: group, stage }) => `${group} ${stage ?? ''}`).join(', ');
    if (stages === told) return;
    told = stages;
    if (storm.status === 'True') log.warn('A storm among the nodes', { stages, message: storm.message });
    else log.info('A storm among the nodes is over', { stages, message: storm.message });
  };
}

/** What is let go shows in no node. */
const releaseMs = 5000;

/** The status of the policy is what holds now; without a policy nothing is written. */
export async function recordPolicyStatus(deps: EngineDeps, nodes: NodesReport): Promise<Requeue> {
  const policy = deps.caches.policies.get({ name: policyName });
  const now = deps.clock.now();
  if (policy) await statusRecorder(deps).policy(policy, policyStatus(policy, factsOf(deps, nodes), now));
  const times = [...(nodes.changesAt ? [nodes.changesAt.getTime() - now.getTime()] : []), ...(nodes.releases ? [releaseMs] : [])];
  return times.length === 0 ? done : { after: Math.max(0, Math.min(...times)) };
}
