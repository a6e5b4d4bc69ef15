import { isOver } from '../../api/terminal-phases.ts';
import type { RemediationAction } from '../../api/generated/types.ts';
import { findCondition } from '../../domain/conditions.ts';
import { openIntent } from '../../domain/execution/intents.ts';
import { actionCompleted, actionEnded, executingAction } from '../../log-lines.ts';
import type { Announcement } from '../../operations/operation.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import type { Observed } from './observe.ts';

/** What changed between two stored versions of an action was told: as Events on it and on its target, in the log and in the metrics. */
export function announce(deps: EngineDeps, observed: Observed, before: RemediationAction, after: RemediationAction): void {
  tellBegin(deps, before, after);
  tellHold(deps, before, after);
  const opened = openIntent(after.status?.intents)?.step;
  if (opened !== undefined && opened !== openIntent(before.status?.intents)?.step) tellTarget(deps, observed, after, opened);
  if (!isOver(before) && isOver(after)) tellEnd(deps, after);
}

function tellBegin(deps: EngineDeps, before: RemediationAction, after: RemediationAction): void {
  if (before.status?.phase === 'Running' || after.status?.phase !== 'Running') return;
  deps.log.event(executingAction(after.metadata.name));
  tell(deps, after, { type: 'Normal', reason: 'Executing', note: after.status.message ?? '' });
}

function tell(
  { events }: EngineDeps,
  action: RemediationAction,
  facts: { type: 'Normal' | 'Warning'; reason: string; note: string },
): void {
  events.record({ regarding: action, action: action.spec.operation, ...facts });
}

function tellHold(deps: EngineDeps, before: RemediationAction, after: RemediationAction): void {
  const held = findCondition(after.status?.conditions, 'Blocked');
  if (held?.status !== 'True' || findCondition(before.status?.conditions, 'Blocked')?.status === 'True') return;
  tell(deps, after, { type: 'Warning', reason: held.reason, note: held.message });
}

function tellTarget(
  { events }: EngineDeps,
  { context, operation }: Pick<Observed, 'context' | 'operation'>,
  action: RemediationAction,
  step: string,
): void {
  const said = announcementOf(operation, step, context);
  const { object, target } = context;
  if (!said) return;
  const by = `RemediationAction ${action.metadata.namespace}/${action.metadata.name}`;
  const note = `${said.note} By ${by}.`;
  events.record({ regarding: object ?? target, related: action, type: 'Normal', reason: said.reason, action: action.spec.operation, note });
}

function announcementOf(operation: Observed['operation'], step: string, context: Observed['context']): Announcement | undefined {
  const steps = (operation?.effects ?? []).flatMap((effect) => [effect, ...(effect.undo ? [effect.undo] : [])]);
  const said = steps.find(({ name }) => name === step)?.announce;
  return typeof said === 'function' ? said(context) : said;
}

function tellEnd(deps: EngineDeps, action: RemediationAction): void {
  const { metadata, spec, status } = action;
  const { phase = '', reason = '', message = '', startedAt, finishedAt } = status ?? {};
  const seconds = startedAt && finishedAt ? Math.max(0, (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000) : 0;
  const well = phase === 'Succeeded';
  deps.log.event(well ? actionCompleted(metadata.name, seconds) : actionEnded(metadata.name, phase, reason));
  deps.metrics.actionEnded(spec.type, spec.source);
  if (startedAt) deps.metrics.actionRan(spec.type, phase, seconds);
  tell(deps, action, { type: well ? 'Normal' : 'Warning', reason, note: message });
}
