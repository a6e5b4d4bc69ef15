import { isClusterScoped, targetString } from '../../api/target.ts';
import type { Check, PlanStep, RemediationPlan, Target, Undo } from '../../api/generated/types.ts';
import type { Reason } from '../../api/reasons.ts';
import type { OperationFacts, Rules } from './seen.ts';

/** Why a plan cannot be carried out at all. */
export interface PlanObjection {
  readonly reason: Reason;
  readonly message: string;
}

/** The first thing that makes the plan impossible, found before anything starts; undefined when it may be tried. */
export function objectionToPlan(plan: RemediationPlan, rules: Rules): PlanObjection | undefined {
  const { steps, checkpoints = [] } = plan.spec;
  const checks = checkpoints.flatMap(({ checks }) => checks);
  const found = [
    ...steps.map((step) => () => objectionToStep(step, rules)),
    ...checks.map((check) => () => objectionToCheck(check, rules)),
    ...targetsOf(steps, checks).map((target) => () => objectionToTarget(target, plan, rules)),
  ];
  for (const objection of found) {
    const result = objection();
    if (result) return result;
  }
  return undefined;
}

function objectionToStep(step: PlanStep, { operations }: Rules): PlanObjection | undefined {
  const { name, action } = step;
  const { operation, target, parameters = {} } = action;
  const facts = operations.get(operation);
  if (!facts) return invalid(`Step ${name}: the operation ${operation} is not built yet.`);
  if (facts.targetKinds !== 'any' && !facts.targetKinds.includes(target.kind))
    return invalid(`Step ${name}: ${operation} cannot be done to a ${target.kind}.`);
  const why = facts.objectionTo(parameters);
  return why === undefined ? objectionToUndo(step, facts) : invalid(`Step ${name}: the parameters of ${operation} do not fit: ${why}.`);
}

/** How much of a step can be undone, from nothing up. */
const extent: readonly Undo[] = ['Irreversible', 'Partial', 'Reversible'];

/** Whoever approves a plan reads there what can be undone: a step may promise less than its operation can, never more. */
function objectionToUndo({ name, undo, action }: PlanStep, { undo: able }: OperationFacts): PlanObjection | undefined {
  if (able === 'None') return undefined;
  if (undo === 'None') return invalid(`Step ${name}: ${action.operation} changes something, so undo cannot be None.`);
  if (!promisesTooMuch(undo, able)) return undefined;
  return invalid(`Step ${name}: undo says ${undo}, but ${action.operation} is ${able}.`);
}

/** Whether a step says that more of it can be undone than can be. */
export function promisesTooMuch(undo: Undo, able: Undo): boolean {
  return extent.indexOf(undo) > extent.indexOf(able);
}

function objectionToCheck({ name, type, parameters = {} }: Check, { checks }: Rules): PlanObjection | undefined {
  const facts = checks.get(type);
  if (!facts) return invalid(`Check ${name}: ${type} is not built yet.`);
  const why = facts.objectionTo(parameters);
  return why === undefined ? undefined : invalid(`Check ${name}: the parameters of ${type} do not fit: ${why}.`);
}

function objectionToTarget(target: Target, { metadata }: RemediationPlan, { systemNamespace }: Rules): PlanObjection | undefined {
  if (metadata.namespace === systemNamespace || isOwnNamespace(target, metadata.namespace)) return undefined;
  if (isClusterScoped(target.kind))
    return {
      reason: 'ClusterScopedTarget',
      message: `${targetString(target)} is cluster-scoped; only plans in ${systemNamespace} may name it.`,
    };
  if (target.namespace !== undefined && target.namespace !== metadata.namespace)
    return {
      reason: 'CrossNamespaceTarget',
      message: `${targetString(target)} is in another namespace; only plans in ${systemNamespace} may name it.`,
    };
  return undefined;
}

/** A namespace may be named from inside it. */
function isOwnNamespace({ kind, name }: Target, namespace: string | undefined): boolean {
  return kind === 'Namespace' && name === namespace;
}

function targetsOf(steps: readonly PlanStep[], checks: readonly Check[]): Target[] {
  return [...steps.map(({ action }) => action.target), ...checks.flatMap(({ targets = [] }) => targets)];
}

const invalid = (message: string): PlanObjection => ({ reason: 'InvalidPlan', message });
