import type { Evidence } from '../../api/generated/types.ts';
import { targetString } from '../../api/target.ts';
import { poolsOf } from '../health/machine-config-pool.ts';
import { problemsOf, type NodeProblem } from '../health/node-problems.ts';
import { conditionStatus, type SeenNode, type SeenPool } from '../health/objects.ts';
import { targetOf } from './seen.ts';
import { stateOf, type Fact, type State } from './state.ts';
import { timedCondition } from '../health/timed-condition.ts';

/** The words for a node that has too little of something. */
export const pressures: readonly string[] = ['MemoryPressure', 'DiskPressure', 'PIDPressure'];

/** The word for a node whose machine configuration is being changed, so that nobody else may drain it. */
export const updating = 'Updating';

/**
 * What is wrong with the machine: it is not Ready, under pressure, has a problem that node-problem-detector or another agent found, or a change
 * of its configuration is under way. What it does not report is not held against it.
 */
export function nodeState(node: SeenNode, pools: readonly SeenPool[]): State {
  const ill = factsOf(node, (type) => type !== networkUnavailable);
  const rollout = rolloutOf(node, ill.length > 0 ? pools : []);
  return stateOf([...ill, ...rollout]);
}

/** What is wrong with the node's network, which is the platform's matter. */
export function nodeNetworkState(node: SeenNode): State {
  return stateOf(factsOf(node, (type) => type === networkUnavailable));
}

const networkUnavailable = 'NetworkUnavailable';

function factsOf(node: SeenNode, isMeant: (type: string) => boolean): Fact[] {
  const problems = problemsOf(node).filter(({ type }) => isMeant(type));
  const rank = ({ type }: NodeProblem): number => (type === 'Ready' ? 0 : 1);
  return problems
    .toSorted((a, b) => rank(a) - rank(b))
    .map((problem) => ({ word: wordFor(problem), evidence: problemFact(node, problem) }));
}

/** The type of the condition names the problem, but for those that name what is well. */
function wordFor({ type }: NodeProblem): string {
  return type.endsWith('Ready') ? `Not${type}` : type;
}

function problemFact(node: SeenNode, { type, status, reason, since }: NodeProblem): Evidence {
  const why = reason === undefined || reason === type ? '' : ` (${reason})`;
  return fact(node, `${type} is ${status}${why}`.slice(0, longestFact), since);
}

const longestFact = 512;

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
