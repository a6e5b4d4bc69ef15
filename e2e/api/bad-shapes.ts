import { checkpoints, cordon, goodSpecs, node, steps } from './good-objects.ts';
import type { KindName } from './kinds.ts';

/** A write that the API server refuses, and what it says. */
export interface Refusal {
  readonly what: string;
  readonly kind: KindName;
  /** Spec it is created with; the good one unless told. */
  readonly spec?: unknown;
  /** Stored before the write that is refused; without it the creation itself is refused. */
  readonly was?: { readonly spec?: object; readonly status?: object };
  /** Merge patch that is refused. */
  readonly patch?: { readonly spec?: object; readonly status?: object };
  readonly name?: string;
  readonly says: string;
}

export const plan = goodSpecs.RemediationPlan;
const [first, second] = steps;
const infrastructure = checkpoints[0];

export const withStep = (change: object): object => ({ ...plan, steps: [{ ...first, ...change }, second] });
export const manySteps = (count: number): object[] =>
  Array.from({ length: count }, (_, index) => ({ ...first, name: `s${index}`, order: index + 1 }));
export const checkpoint = (change: object): object => ({ ...plan, checkpoints: [{ ...infrastructure, ...change }] });
export const check = (change: object): object => checkpoint({ checks: [{ name: 'ready', type: 'node_ready', ...change }] });
export const target = (change: object): object => ({ ...cordon, target: { ...node, ...change } });
