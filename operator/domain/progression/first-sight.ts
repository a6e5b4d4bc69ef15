import { specHash } from '../../api/spec-hash.ts';
import { foreignConditions } from '../conditions.ts';
import { healthOf } from './checkpoints.ts';
import { next, progressing, withCondition, withStatus, type Draft, type World } from './draft.ts';
import type { Decision } from './seen.ts';

/** The plan is known: everything it has is Pending. What an outside verifier has said already stays. */
export function firstSight(world: World): Decision {
  const { plan } = world.seen;
  const checkpoints = plan.spec.checkpoints ?? [];
  const said = foreignConditions(plan.status?.conditions);
  const empty: Draft = { status: said.length === 0 ? {} : { conditions: said }, effects: [] };
  const known = withStatus(empty, {
    specHash: specHash(plan.spec),
    steps: world.steps.map(({ name }) => ({ name, phase: 'Pending' })),
    ...(checkpoints.length === 0 ? {} : { checkpoints: checkpoints.map(({ name, layer }) => ({ name, layer, result: 'Pending' })) }),
  });
  const queued = progressing(world, known, 'Queued', 'The plan waits for its turn.');
  const layers = new Set(checkpoints.map(({ layer }) => layer));
  const shown = [...layers].reduce(
    (draft, layer) =>
      withCondition(world, draft, {
        type: healthOf[layer],
        status: 'Unknown',
        reason: 'CheckpointNotReached',
        message: `The checks of the ${layer} layer have not begun.`,
      }),
    queued,
  );
  return next(world, shown, 0);
}
