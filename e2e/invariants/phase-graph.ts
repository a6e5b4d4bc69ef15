import { phaseEdges } from '../../operator/testing/phase-edges.ts';
import { phaseOf } from './engine-objects.ts';
import type { Invariant, Violation } from './observation.ts';
import { nameOf, timelines, type Timeline } from './timeline.ts';

type Edges = Readonly<Record<string, readonly string[]>>;

/** 5: each phase is followed by one that may follow it, and an admitted action that goes back to waiting has recorded no intent. */
export const phaseGraph: Invariant = ({ history }) => [
  ...(['Anomaly', 'RemediationPlan', 'RemediationAction'] as const).flatMap((kind) =>
    timelines<'Anomaly' | 'RemediationPlan' | 'RemediationAction'>(history, kind).flatMap((life) => wrongEdges(life, phaseEdges[kind])),
  ),
  ...timelines(history, 'RemediationAction').flatMap(backWithIntent),
];

type Ours = Parameters<typeof phaseOf>[0] & Parameters<typeof nameOf>[0];

function wrongEdges(life: Timeline<Ours>, edges: Edges): Violation[] {
  const phases = life.map(({ object }) => phaseOf(object));
  return phases.flatMap((to, index) => {
    const from = phases[index - 1] ?? (life[0]?.type === 'ADDED' ? 'Pending' : to);
    const object = life[index]?.object;
    if (!object || from === to || edges[from]?.includes(to)) return [];
    return [{ invariant: 5, object: nameOf(object), message: `it went from ${from} to ${to}` }];
  });
}

function backWithIntent(life: Timeline<Ours & { readonly status?: { readonly intents?: readonly unknown[] } }>): Violation[] {
  const back = life.findIndex(({ object }, index) => phaseOf(object) === 'Blocked' && life[index - 1]?.object.status?.phase === 'Admitted');
  const object = life[back]?.object;
  if (!object || (object.status?.intents ?? []).length === 0) return [];
  return [{ invariant: 5, object: nameOf(object), message: 'it went back from Admitted to Blocked although it had recorded an intent' }];
}
