import { isDeepStrictEqual } from 'node:util';
import type { Anomaly, RemediationAction, RemediationPlan } from '../../operator/api/generated/types.ts';
import { isOver } from './engine-objects.ts';
import type { Invariant, Violation } from './observation.ts';
import { nameOf, timelines, type Timeline } from './timeline.ts';

type Ours = Anomaly | RemediationPlan | RemediationAction;

/** 6: what has ended stays as it ended: phase, steps, outcomes and spec; labels, finalizers and the knobs that a user may turn are free. */
export const terminalAbsorbs: Invariant = ({ history }) =>
  (['Anomaly', 'RemediationPlan', 'RemediationAction'] as const).flatMap((kind) =>
    timelines<'Anomaly' | 'RemediationPlan' | 'RemediationAction'>(history, kind).flatMap(changedAfterItsEnd),
  );

function changedAfterItsEnd(life: Timeline<Ours>): Violation[] {
  const end = life.findIndex(({ object }) => isOver(object));
  const ended = life[end]?.object;
  if (!ended) return [];
  const settled = whatStays(ended);
  const changed = life.slice(end + 1).flatMap(({ object }) => {
    const now = whatStays(object);
    return Object.keys(settled).filter((field) => !isDeepStrictEqual(settled[field], now[field]));
  });
  return [...new Set(changed)].map((field) => ({ invariant: 6, object: nameOf(ended), message: `${field} changed after its end` }));
}

const knobs = ['suspend', 'cancel', 'approval', 'ttlSecondsAfterFinished', 'resolvedAt', 'reports', 'lastReportedAt'];

function whatStays({ spec, status }: Ours): Record<string, unknown> {
  const fixed = Object.fromEntries(Object.entries(spec).filter(([field]) => !knobs.includes(field)));
  const { phase, reason, finishedAt } = status ?? {};
  return { spec: fixed, 'status.phase': phase, 'status.reason': reason, 'status.finishedAt': finishedAt, ...listsOf(status) };
}

function listsOf(status: Ours['status']): Record<string, unknown> {
  const lists = ['steps', 'checkpoints', 'rollback', 'intents', 'changes', 'before'] as const;
  return Object.fromEntries(lists.map((field) => [`status.${field}`, status && field in status ? Reflect.get(status, field) : undefined]));
}
