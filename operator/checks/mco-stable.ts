import { notApplicable, summarise, type Finding } from '../domain/health/finding.ts';
import { judgeNodeConfig, judgePool, poolsOf } from '../domain/health/machine-config-pool.ts';
import type { SeenNode, SeenPool } from '../domain/health/objects.ts';
import { kinds } from '../kube/kinds.ts';
import type { CheckContext, HealthCheck } from './check.ts';
import { noParameters } from '../api/no-parameters.ts';
import { judgeLive, judgeNodes, targetsOfKind } from './targets.ts';

/** Passed when the pools of the target nodes and the target pools have rolled out, and each target node has what it should have. */
export const mcoStable: HealthCheck = {
  type: 'mco_stable',
  parameters: noParameters,
  async run(context) {
    const findings = await Promise.all([nodeFindings(context), poolFindings(context)]);
    return summarise(findings.flat(), 'No target is a Node or a MachineConfigPool');
  },
};

async function nodeFindings({ client, targets }: CheckContext): Promise<Finding[]> {
  if (targetsOfKind(targets, kinds.Node).length === 0) return [];
  const pools = client.list<SeenPool>(kinds.MachineConfigPool);
  const [findings] = await Promise.all([judgeNodes(client, targets, async (node) => judgeNodeByPools(node, (await pools).items)), pools]);
  return findings;
}

function judgeNodeByPools(node: SeenNode, pools: readonly SeenPool[]): Finding {
  const covering = poolsOf(node, pools);
  const nothing = `No MachineConfigPool covers Node ${node.metadata.name}`;
  if (covering.length === 0) return notApplicable(nothing);
  return summarise([...covering.map(judgePool), judgeNodeConfig(node)], nothing);
}

function poolFindings({ client, targets }: CheckContext): Promise<Finding[]> {
  const pools = targetsOfKind(targets, kinds.MachineConfigPool);
  return Promise.all(pools.map((target) => judgeLive<SeenPool>(client, target, judgePool)));
}
