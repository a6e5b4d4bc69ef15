import { specHash } from '../../api/spec-hash.ts';
import { foreignConditions } from '../conditions.ts';
import { healthOf } from './checkpoints.ts';
import { fail } from './ending.ts';
import { objectionToForeseen, stepsToForesee } from './foresight.ts';
import { objectionToPlan } from './validate-plan.ts';
import { next, progressing, withCondition, withStatus, type Draft, type World } from './draft.ts';
import type { Decision } from './seen.ts';

/**
 * The plan is known: everything it has is Pending, unless a step of it is seen to be impossible or to promise too much. What an outside
 * verifier has said already stays.
 */
export function firstSight(world: World): Decision {
  const { plan, rules, answers } = world.seen;
  const foreseeable = objectionToPlan(plan, rules) ? [] : stepsToForesee(world);
  if (foreseeable.length > 0 && !answers.foresight) return { kind: 'ask', ask: { kind: 'foresight', steps: foreseeable } };
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
  const objection = answers.foresight && objectionToForeseen(foreseeable, answers.foresight);
  return objection ? fail(world, shown, 'Failed', objection) : next(world, shown, 0);
}
