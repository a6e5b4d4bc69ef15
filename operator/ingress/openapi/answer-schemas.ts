import type { WebhookAnswer } from '../alertmanager/take-webhook.ts';
import type { AlertAnswer } from '../alertmanager/intake.ts';
import type { Accepted, ActionView, AnomalyView, Resolution } from '../rest/anomaly-answer.ts';
import type { Page } from '../rest/page.ts';
import type { Queued } from '../rest/remediate.ts';
import type { ActionDetails, PlanDetails } from '../rest/views.ts';
import { count, listOf, members, orNull, shared, text, time, word, type Schema } from './schema.ts';

const layers = ['deterministic', 'ai_driven'];
const namespace = text('Its namespace.');
const source = word('Who decided: a rule, a model or a person.', ['deterministic', 'ai_driven', 'manual']);
const priority = { type: 'integer', minimum: 1, maximum: 5, description: 'Priority, 1 highest to 5 lowest.' };
const startedAt = orNull(time('When it began; null before.'));
const finishedAt = orNull(time('When it ended; null before.'));
const planId = orNull(text('Its plan, where there is one.'));

const state = {
  phase: text('Phase of the object.'),
  reason: orNull(text('Why it is in that phase, as a CamelCase word.')),
  message: orNull(text('The same in words.')),
  blocked: orNull(shared('Waiting')),
};

const actionView = {
  action_id: text('Name of the action.'),
  type: text('Kind of action, such as node_remediation.'),
  status: word('How far it is.', ['pending', 'running', 'completed', 'failed']),
  started_at: startedAt,
};

const step = members<PlanDetails['steps'][number]>({
  name: text('Name of the step.'),
  layer: text('The layer that it heals.'),
  operation: text('What it does.'),
  phase: text('Phase of the step.'),
  action_id: orNull(text('Its action, once there is one.')),
});

const fates = ['created', 'repeated', 'resolved', 'aggregated', 'ignored', 'dropped', 'rejected'];

/** What the routes answer, by the name of the component. */
export const answerSchemas: Readonly<Record<string, Schema>> = {
  Accepted: members<Accepted>({
    anomaly_id: text('Name of the Anomaly; with it one can ask what became of it.'),
    status: word('It is stored.', ['accepted']),
    assigned_layer: word('Whether a rule or person reported it, or a model.', layers),
    priority: priority,
    estimated_resolution_time: text('Sum of the waits of its plan; 5m while there is no plan.', { pattern: '^[0-9]+m$' }),
    action_id: orNull(text('First action of its plan, made or to be made; null where nothing is done, or planned yet.')),
  }),
  Queued: members<Queued>({
    action_id: actionView.action_id,
    status: word('It is stored.', ['queued']),
    position_in_queue: count('1 for the next one; 0 for one that stands in no queue.'),
  }),
  Action: members<ActionView>(actionView),
  Anomaly: members<AnomalyView>({
    anomaly_id: text('Name of the Anomaly.'),
    status: word('How far it is.', ['accepted', 'queued', 'in_progress', 'resolved', 'failed', 'suppressed']),
    action: { ...orNull(shared('Action')), description: 'The running action, else the one that ended last, else the first.' },
    resolution: orNull(shared('Resolution')),
  }),
  Resolution: members<Resolution>({
    outcome: word('How it ended.', ['resolved', 'rolled_back', 'rollback_failed', 'failed', 'cancelled']),
    at: finishedAt,
    message: text('The same in words.'),
    plan: planId,
  }),
  Waiting: members<NonNullable<ActionDetails['blocked']>>({
    reason: text('What it waits for, as a CamelCase word.'),
    since: time('Since when.'),
    until: orNull(time('When that ends by itself, where it does.')),
    by: orNull(text('Who holds it, as kind/namespace/name.')),
  }),
  ActionDetails: members<ActionDetails>({
    ...actionView,
    ...state,
    namespace,
    operation: text('What it does, such as restart_kubelet.'),
    target: text('What it is done to, as kind/namespace/name.'),
    source,
    priority,
    confidence: orNull({ type: 'number', minimum: 0, maximum: 1, description: 'Confidence of the source, where it told one.' }),
    finished_at: finishedAt,
    plan_id: planId,
  }),
  PlanDetails: members<PlanDetails>({
    plan_id: text('Name of the plan.'),
    namespace,
    anomaly_id: orNull(text('The anomaly for which it was made.')),
    source,
    priority,
    layers: listOf({ type: 'string' }, 'The layers that are hit, the lowest first.'),
    progress: orNull(text('Steps that ended, of all, as 2/5.')),
    ...state,
    steps: listOf(step, 'Its steps in their order.'),
    started_at: startedAt,
    finished_at: finishedAt,
  }),
  AnomalyPage: page('Anomaly'),
  ActionPage: page('ActionDetails'),
  PlanPage: page('PlanDetails'),
  WebhookAnswer: members<WebhookAnswer>({
    status: word('All alerts were looked at.', ['accepted']),
    truncated_alerts: count('So many Alertmanager left out.'),
    results: { type: 'object', propertyNames: { enum: fates }, additionalProperties: count(''), description: 'Alerts by fate.' },
    alerts: listOf(shared('AlertAnswer'), 'Each alert, in the order in which they were sent.'),
  }),
  AlertAnswer: members<AlertAnswer>(
    {
      fingerprint: text('Fingerprint of the alert.'),
      alertname: text('Its name.'),
      fate: word('What became of it.', fates),
      anomaly: { type: 'object', required: ['namespace', 'name'], properties: { namespace, name: text('Name of the Anomaly.') } },
      reason: text('CamelCase word, where the fate does not say it all.'),
      message: text('The same in words.'),
    },
    ['anomaly', 'reason'],
  ),
};

function page(item: string): Schema {
  return members<Page<unknown>>(
    {
      items: listOf(shared(item), 'Those that the caller may list, in the order of namespace and name.'),
      continue: orNull(text('What to ask for the next page with; null on the last one.')),
      note: text('Why there are fewer than was asked for.'),
    },
    ['note'],
  );
}
