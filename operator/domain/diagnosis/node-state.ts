import type { Evidence } from '../../api/generated/types.ts';
import { targetString } from '../../api/target.ts';
import { poolsOf } from '../health/machine-config-pool.ts';
import { conditionStatus, type SeenNode, type SeenPool } from '../health/objects.ts';
import { targetOf, timedCondition } from './seen.ts';
import { stateOf, type State } from './state.ts';

/** The words for a node that has too little of something. */
export const pressures: readonly string[] = ['MemoryPressure', 'DiskPressure', 'PIDPressure'];

/** The word for a node whose machine configuration is being changed, so that nobody else may drain it. */
export const updating = 'Updating';

/** What is wrong with the machine: pressure, not Ready, or a change of its configuration under way. What it does not report is not held against it. */
export function nodeState(node: SeenNode, pools: readonly SeenPool[]): State {
  const ill = illnessesOf(node);
  const rollout = rolloutOf(node, ill.length > 0 ? pools : []);
  return stateOf([...ill, ...rollout]);
}

/** What is wrong with the node's network, which is the platform's matter. */
export function nodeNetworkState(node: SeenNode): State {
  return stateOf(conditionStatus(node, 'NetworkUnavailable') === 'True' ? [conditionFact(node, 'NetworkUnavailable')] : []);
}

function illnessesOf(node: SeenNode) {
  const under = pressures.filter((type) => conditionStatus(node, type) === 'True').map((type) => conditionFact(node, type));
  const ready = conditionStatus(node, 'Ready');
  return ready === undefined || ready === 'True' ? under : [conditionFact(node, 'Ready', 'NotReady'), ...under];
}

function conditionFact(node: SeenNode, type: string, word = type) {
  const condition = timedCondition(node, type);
  return { word, evidence: fact(node, `${type} is ${condition?.status ?? 'Unknown'}`, condition?.lastTransitionTime) };
}

function fact(node: SeenNode, what: string, since?: string): Evidence {
  return { what, where: targetString(targetOf(node)), ...(since === undefined ? {} : { since }) };
}

function rolloutOf(node: SeenNode, pools: readonly SeenPool[]) {
  const annotations = node.metadata.annotations ?? {};
  const [current, desired] = ['currentConfig', 'desiredConfig'].map((key) => annotations[`machineconfiguration.openshift.io/${key}`]);
  const facts = current === desired ? [] : [{ word: updating, evidence: fact(node, 'it does not have its desired machine configuration') }];
  const rolling = poolsOf(node, pools).filter(isRollingOut);
  return [...facts, ...rolling.map((pool) => ({ word: updating, evidence: poolFact(pool, 'Updating') }))];
}

/** Whether the pool brings a new configuration to its machines; a paused one does not. */
function isRollingOut(pool: SeenPool): boolean {
  if (pool.spec.paused) return false;
  const { machineCount = 0, updatedMachineCount = machineCount } = pool.status ?? {};
  return conditionStatus(pool, 'Updating') === 'True' || updatedMachineCount < machineCount;
}

function poolFact(pool: SeenPool, type: string): Evidence {
  const since = timedCondition(pool, type)?.lastTransitionTime;
  return {
    what: `${type} is ${conditionStatus(pool, type) ?? 'Unknown'}`,
    where: targetString(targetOf(pool)),
    ...(since ? { since } : {}),
  };
}

/** What is wrong with a pool: it is degraded, or a rollout is under way. */
export function poolCondition(pool: SeenPool): State {
  const degraded = conditionStatus(pool, 'Degraded') === 'True' || (pool.status?.degradedMachineCount ?? 0) > 0;
  return stateOf([
    ...(degraded ? [{ word: 'Degraded', evidence: poolFact(pool, 'Degraded') }] : []),
    ...(isRollingOut(pool) ? [{ word: updating, evidence: poolFact(pool, 'Updating') }] : []),
  ]);
}
