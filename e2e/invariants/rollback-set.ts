import type { RemediationAction, RemediationPlan } from '../../operator/api/generated/types.ts';
import type { Version } from '../harness/history.ts';
import { actionsOf, recordedIntents, stepsOf } from './engine-objects.ts';
import type { Invariant, Violation } from './observation.ts';
import { firstWhere, latest, nameOf, timelines, type Timeline } from './timeline.ts';

/**
 * 9: what is undone is what succeeded, from the last step back, each once and by an inverse; nothing forward begins once that has begun;
 * and a plan that ended RolledBack has a row for every step that changed something.
 */
export const rollbackSet: Invariant = ({ history }) =>
  timelines(history, 'RemediationPlan').flatMap((plan) => {
    const last = latest(plan);
    if (!last) return [];
    const objections = [
      ...inverses(plan, history),
      ...notByInverse(last, history),
      ...forwardAfterUndo(plan, history),
      ...missingRows(last, history),
    ];
    return objections.map((message): Violation => ({ invariant: 9, object: nameOf(last), message }));
  });

function inverses(plan: Timeline<RemediationPlan>, history: readonly Version[]): string[] {
  const { forward, undo } = actionsOf(history, plan[0]?.object.metadata.uid ?? '');
  const undone = undo.flatMap(([first]) => first?.object.spec.compensates?.uid ?? []);
  const lives = undone.flatMap((uid) => forward.filter(([first]) => first?.object.metadata.uid === uid));
  const orders = lives.map((life) => orderOf(latest(plan), life));
  return [
    ...(new Set(undone).size < undone.length ? ['a step was undone twice'] : []),
    ...(orders.some((order, index) => order > (orders[index - 1] ?? Infinity))
      ? [`steps were undone in the order ${orders.join(', ')}`]
      : []),
    ...lives.filter((life) => latest(life)?.status?.phase !== 'Succeeded').map(() => 'a step was undone that had not succeeded'),
  ];
}

function orderOf(plan: RemediationPlan | undefined, [first]: Timeline<RemediationAction>): number {
  return (plan && stepsOf(plan).find(({ state }) => state?.actionRef?.name === first?.object.metadata.name)?.order) ?? NaN;
}

/** A row that names the action which undid its step names an inverse. */
function notByInverse({ metadata, status }: RemediationPlan, history: readonly Version[]): string[] {
  const { forward } = actionsOf(history, metadata.uid);
  const names = new Set(forward.map(([first]) => first?.object.metadata.name));
  return (status?.rollback ?? [])
    .filter(({ actionRef }) => actionRef !== undefined && names.has(actionRef.name))
    .map(({ step, actionRef }) => `step ${step} was to be undone by ${actionRef?.name}, which is no inverse`);
}

function forwardAfterUndo(plan: Timeline<RemediationPlan>, history: readonly Version[]): string[] {
  const begun = firstWhere(plan, ({ status }) => status?.phase === 'RollingBack');
  if (!begun) return [];
  const { forward } = actionsOf(history, begun.object.metadata.uid);
  const late = forward.flatMap(recordedIntents).filter(({ rv, intent }) => rv > begun.rv && !intent.step.startsWith('undo-'));
  return late.map(
    ({ action, intent }) => `${action.metadata.name} recorded the forward intent ${intent.step} after the rollback had begun`,
  );
}

function missingRows(plan: RemediationPlan, history: readonly Version[]): string[] {
  if (plan.status?.phase !== 'RolledBack') return [];
  const { forward } = actionsOf(history, plan.metadata.uid);
  const changed = forward.flatMap((life) => latest(life) ?? []).filter(madeChange);
  return stepsOf(plan)
    .filter(({ state }) => state?.phase === 'Succeeded' && changed.some(({ metadata }) => metadata.name === state.actionRef?.name))
    .filter(({ name }) => !plan.status?.rollback?.some((row) => row.step === name && row.result !== 'Pending'))
    .map(({ name }) => `step ${name} changed something and was not undone`);
}

/** A step that only watches records no intents, so it has nothing to undo. */
function madeChange({ status }: RemediationAction): boolean {
  return (status?.intents ?? []).some(({ outcome }) => outcome === 'Done');
}
