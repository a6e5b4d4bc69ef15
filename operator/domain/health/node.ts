import { failed, notApplicable, passed, type Finding } from './finding.ts';
import { conditionStatus, type SeenNode } from './objects.ts';

/** Passed when the kubelet says that it is Ready; a cordon does not count. */
export function judgeReady(node: SeenNode): Finding {
  const status = conditionStatus(node, 'Ready');
  const name = `Node ${node.metadata.name}`;
  if (status === 'True') return passed(`${name} is Ready`);
  return failed(status === 'False' ? `${name} is not Ready` : `${name} does not report whether it is Ready`);
}

/** Conditions by which a kubelet says that its node is short of something. */
export const pressures = ['MemoryPressure', 'DiskPressure', 'PIDPressure'];

/** Passed when the kubelet denies every pressure; one that it does not report, or no longer, is not denied. */
export function judgePressure(node: SeenNode): Finding {
  const name = `Node ${node.metadata.name}`;
  const having = (status: string): string[] => pressures.filter((type) => (conditionStatus(node, type) ?? 'Unknown') === status);
  const [under, unknown] = [having('True'), having('Unknown')];
  if (under.length > 0) return failed(`${name} has ${under.join(', ')}`);
  if (unknown.length > 0) return failed(`${name} does not report ${unknown.join(', ')}`);
  return passed(`${name} has no pressure`);
}

/** Failed while the node's network is not set up; NotApplicable where no network plugin or cloud reports on it. */
export function judgeNetwork(node: SeenNode): Finding {
  const status = conditionStatus(node, 'NetworkUnavailable');
  const name = `Node ${node.metadata.name}`;
  if (status === undefined) return notApplicable(`${name} does not report NetworkUnavailable`);
  return status === 'False' ? passed(`the network of ${name} is available`) : failed(`the network of ${name} is unavailable`);
}
