import type {
  Condition,
  EffectiveSetting,
  NodeGroupStatus,
  RemediationPolicy,
  RemediationPolicyStatus,
} from '../../api/generated/types.ts';
import { findCondition, setCondition, type ConditionChange } from '../conditions.ts';
import { missingRows, rightsCondition, type RightsReport } from '../rights/rights-report.ts';
import { windowFault } from './maintenance-window.ts';

/** What the nodes say: which groups have, or lately had, more unhealthy nodes than they may. */
export interface NodesReport {
  readonly nodeGroups: readonly NodeGroupStatus[];
  readonly storm: Omit<ConditionChange, 'type'>;
  /** When something of it changes by itself. */
  readonly changesAt?: Date;
  /** What a storm held is being let go, which ends by what is done elsewhere. */
  readonly releases: boolean;
}

/** The report of a cluster whose nodes are well. */
export const quietNodes: NodesReport = {
  nodeGroups: [],
  releases: false,
  storm: { status: 'False', reason: 'NoStorm', message: 'No group of nodes has more unhealthy nodes than it may.' },
};

/** What the status is made of besides the object. */
export interface PolicyFacts {
  readonly effective: readonly EffectiveSetting[];
  readonly nodes: NodesReport;
  /** What is wrong with playbooks of ConfigMaps, one sentence each. */
  readonly refusedPlaybooks: readonly string[];
  /** Which rights the engine has; until that was asked for, what was known before stands. */
  readonly rights: RightsReport;
}

/** The status that shows what holds; what an unchanged condition says, and since when, stays as it is. */
export function policyStatus(
  policy: RemediationPolicy,
  { effective, nodes, refusedPlaybooks, rights }: PolicyFacts,
  now: Date,
): RemediationPolicyStatus {
  const { spec, status, metadata } = policy;
  const changes: readonly ConditionChange[] = [
    { type: 'Accepted', ...acceptance(spec, now) },
    { type: 'Suspended', ...suspension(spec) },
    { type: 'StormActive', ...nodes.storm },
    { type: 'PlaybooksAccepted', ...acceptanceOf(refusedPlaybooks) },
    ...(rights.asked ? [{ type: 'RightsGranted', ...rightsCondition(rights) } as const] : []),
  ];
  const conditions = changes.reduce((before, change) => setCondition(before, change, now, metadata.generation), status?.conditions ?? []);
  return {
    ...status,
    observedGeneration: metadata.generation,
    effective: [...effective],
    nodeGroups: [...nodes.nodeGroups],
    ...(rights.asked && { missingRights: missingRows(rights) }),
    conditions,
    ...summaryOf(conditions),
  };
}

/** Conditions that tell of trouble when they are False. */
const isAcceptance: ReadonlySet<string> = new Set(['Accepted', 'PlaybooksAccepted', 'RightsGranted']);

/**
 * What says most of the conditions: that nothing moves, then that something of the policy or a playbook does not count, that the engine lacks what
 * each installation has, then that nodes are left alone. What was not opted in to is as somebody wanted it.
 */
export function summaryOf(conditions: readonly Condition[]): Pick<RemediationPolicyStatus, 'reason' | 'message'> {
  const isSaid = ({ type, status, reason }: Condition): boolean =>
    isAcceptance.has(type) ? status === 'False' && reason !== 'NotOptedIn' : status === 'True';
  const said = ['Suspended', 'Accepted', 'PlaybooksAccepted', 'RightsGranted', 'StormActive'] as const;
  const first = said.map((type) => findCondition(conditions, type)).find((condition) => condition && isSaid(condition));
  const { reason, message } = first ?? findCondition(conditions, 'Accepted') ?? {};
  return { reason, message };
}

/** Each thing that the schema lets pass and that cannot be meant so, as `field: what is wrong`. */
export function policyFaults({ maintenanceWindows = [] }: RemediationPolicy['spec'], now: Date): string[] {
  return maintenanceWindows.flatMap((window, place) => {
    const fault = windowFault(window, now);
    return fault ? [`spec.maintenanceWindows[${place}].${fault.field} (${window.name}): ${fault.message}`] : [];
  });
}

function acceptance(spec: RemediationPolicy['spec'], now: Date): Omit<ConditionChange, 'type'> {
  const faults = policyFaults(spec, now);
  if (faults.length === 0) return { status: 'True', reason: 'Accepted', message: 'Every field of the policy holds.' };
  return { status: 'False', reason: 'InvalidPolicy', message: `${faults.join('; ')}. Such a window counts as closed; the rest holds.` };
}

const longestMessage = 2048;

function acceptanceOf(refused: readonly string[]): Omit<ConditionChange, 'type'> {
  if (refused.length === 0) return { status: 'True', reason: 'PlaybooksAccepted', message: 'Every playbook of every ConfigMap holds.' };
  const message = `What was taken before stays in force: ${refused.join('; ')}`;
  return { status: 'False', reason: 'PlaybookRefused', message: message.slice(0, longestMessage) };
}

function suspension({ suspended }: RemediationPolicy['spec']): Omit<ConditionChange, 'type'> {
  return suspended
    ? { status: 'True', reason: 'Suspended', message: 'Nothing begins until spec.suspended is false.' }
    : { status: 'False', reason: 'NotSuspended', message: 'What the limits allow may begin.' };
}
