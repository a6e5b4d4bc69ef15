import { checkpointsHold } from './checkpoints.ts';
import { cordonsEnd, foreignCordons } from './cordons.ts';
import { exclusion } from './exclusion.ts';
import { intentFirst } from './intent-first.ts';
import { noLoss } from './no-loss.ts';
import type { Invariant, Observation, Violation } from './observation.ts';
import { phaseGraph } from './phase-graph.ts';
import { rollbackSet } from './rollback-set.ts';
import { singleEffect } from './single-effect.ts';
import { stepOrder } from './step-order.ts';
import { terminalAbsorbs } from './terminal-absorbs.ts';

const invariants: readonly Invariant[] = [
  ...[singleEffect, intentFirst, noLoss, exclusion, phaseGraph, terminalAbsorbs],
  ...[stepOrder, checkpointsHold, rollbackSet, cordonsEnd, foreignCordons],
];

/** Every promise that was not kept in what was seen; empty when all were. */
export function violations(seen: Observation): Violation[] {
  return invariants.flatMap((invariant) => invariant(seen));
}
