import type { ActionPhase, Intent, RemediationAction, RemediationPlan } from '../../api/generated/types.ts';
import { isActionOver } from '../../api/terminal-phases.ts';
import { targetString } from '../../api/target.ts';
import { placeAboveAction, placeOfAction } from './places.ts';
import { known, type Span } from './span.ts';
import { spanIdOf } from './trace-ids.ts';

/** Two recorded states of an action, and the plan that it belongs to, if any. */
export interface ActionChange {
  readonly before: RemediationAction;
  readonly after: RemediationAction;
  readonly plan: RemediationPlan | undefined;
}

/** What ended between the two: effects, and the action itself. Each ends once, so each is told once. */
export function spansOfAction({ before, after, plan }: ActionChange, now: Date): Span[] {
  const wasOpen = ({ token }: Intent): boolean => before.status?.intents?.find((one) => one.token === token)?.outcome === undefined;
  const known = (after.status?.intents ?? []).filter((intent) => intent.outcome !== undefined && wasOpen(intent));
  return [
    ...known.map((intent) => spanOfEffect(after, plan, intent, now)),
    ...(isActionOver(after) && !isActionOver(before) ? [spanOfWhole(after, plan, now)] : []),
  ];
}

function spanOfEffect(action: RemediationAction, plan: RemediationPlan | undefined, intent: Intent, now: Date): Span {
  const { step, token, at, outcome = 'Failed', message } = intent;
  const { traceId, spanId } = placeOfAction(action, plan);
  return {
    name: 'effect',
    ...{ traceId, spanId: spanIdOf(`${action.metadata.uid}/effect/${token}`), parentSpanId: spanId },
    ...{ startedAt: new Date(at), finishedAt: now },
    facts: { ...factsOf(action, plan), 'coordination.effect': step, 'coordination.outcome': outcome },
    ...(outcome === 'Failed' && { fault: message ?? `${step} failed` }),
  };
}

/** What was superseded or cancelled is as somebody wanted it. */
const faulty: ReadonlySet<ActionPhase> = new Set<ActionPhase>(['Failed', 'Rejected']);

/** From its creation: what it waited in the queue is part of it. */
function spanOfWhole(action: RemediationAction, plan: RemediationPlan | undefined, now: Date): Span {
  const { phase = 'Failed', reason, message, finishedAt } = action.status ?? {};
  const above = placeAboveAction(action, plan).spanId;
  return {
    name: action.spec.compensates ? 'undo' : 'action',
    ...placeOfAction(action, plan),
    ...(above !== undefined && { parentSpanId: above }),
    startedAt: new Date(action.metadata.creationTimestamp),
    finishedAt: finishedAt === undefined ? now : new Date(finishedAt),
    facts: { ...factsOf(action, plan), ...known({ 'coordination.phase': phase, 'coordination.reason': reason }) },
    ...(faulty.has(phase) && { fault: message ?? reason ?? phase }),
  };
}

function factsOf({ metadata: { namespace, name }, spec }: RemediationAction, plan: RemediationPlan | undefined): Span['facts'] {
  return known({
    'k8s.namespace.name': namespace,
    'coordination.plan.name': plan?.metadata.name,
    'coordination.action.name': name,
    'coordination.operation': spec.operation,
    'coordination.target': targetString(spec.target),
  });
}
