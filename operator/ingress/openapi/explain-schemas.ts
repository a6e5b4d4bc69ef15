import type { HistoryRow } from '../../api/generated/types.ts';
import type { ActionExplanation, AnomalyExplanation, Explanation, PlanExplanation, Wait } from '../rest/explain-views.ts';
import { count, listOf, members, orNull, shared, text, time, type Schema } from './schema.ts';

const explanation: Readonly<Record<keyof Explanation, Schema>> = {
  id: text('Name of the object.'),
  namespace: text('Its namespace.'),
  phase: text('Phase of the object.'),
  rule: text('The rule that decided, or for which it waits, as a CamelCase word.'),
  meaning: text('What that rule means; empty where nothing more is to be said.'),
  message: text('What the object says of it.'),
  waits: orNull(shared('Wait')),
  next_steps: listOf({ type: 'string' }, 'What can be done about it.'),
  conditions: listOf(
    members<Explanation['conditions'][number]>({
      type: text('Type of the condition.'),
      status: text('True, False or Unknown.'),
      reason: text('Why, as a CamelCase word.'),
      since: time('Since when.'),
    }),
    'The conditions of the object.',
  ),
};

const verdict = members<NonNullable<ActionExplanation['arbitration']>>({
  rule: text('The rule that decided.'),
  winner: orNull(text('Who goes first, as kind/namespace/name.')),
  against: listOf({ type: 'string' }, 'The other ones.'),
  conflict_type: orNull(text('What they quarrel about.')),
  decided_at: time('When it was decided.'),
  position: orNull(count('Its place in the queue, of the first twenty.')),
});

const row = members<HistoryRow>(
  {
    plan: text('Name of the plan.'),
    operation: text('What the step did.'),
    target: text('What it was done to, as kind/namespace/name.'),
    outcome: text('How it ended.'),
    at: time('When it ended.'),
  },
  ['operation', 'target'],
);

/** What the explanations are made of, by the name of the component. */
export const explainSchemas: Readonly<Record<string, Schema>> = {
  Wait: members<Wait>({
    holder: text('Who or what holds it; kind/namespace/name where that is an object.'),
    since: time('Since when.'),
    until: orNull(time('When that ends by itself, where it is known.')),
    ends: text('When it ends, in words.'),
  }),
  ActionExplanation: members<ActionExplanation>({
    ...explanation,
    arbitration: { anyOf: [verdict, { type: 'null' }], description: 'How it stood against others; null before that was decided.' },
  }),
  PlanExplanation: members<PlanExplanation>({
    ...explanation,
    actions: listOf(shared('ActionExplanation'), 'Those of its actions that have not ended.'),
  }),
  AnomalyExplanation: members<AnomalyExplanation>({
    ...explanation,
    plan: orNull(shared('PlanExplanation')),
    history: listOf(row, 'What was tried.'),
  }),
};
