import fc from 'fast-check';
import type { ActionType, OperationName } from '../../../operator/api/generated/types.ts';
import type { ActionWish } from '../../../operator/testing/action-builder.ts';

/** An action of a random set, and in which second after the first it is asked for. */
export interface RandomWish {
  readonly wish: ActionWish & { readonly name: string };
  readonly wave: number;
}

/** What the actions of one set are about: nobody else's. */
export interface Ground {
  readonly nodes: readonly string[];
  /** Deployment/namespace/name -> the node that its pods are on, whatever is done to it. */
  readonly placement: Readonly<Record<string, readonly string[]>>;
}

interface Work {
  readonly type: ActionType;
  readonly operation: OperationName;
  readonly target: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** Nodes and workloads of the n-th set that is judged at once with others. */
export function groundOf(index: number): Ground {
  const nodes = [1, 2, 3].map((n) => `rs${index}-w${n}`);
  const [first = '', second = ''] = nodes;
  return { nodes, placement: { [`Deployment/rs/d${index}-1`]: [first], [`Deployment/rs/d${index}-2`]: [second] } };
}

/** Cheap work that succeeds whatever was done before it. */
function workOn({ nodes, placement }: Ground): fc.Arbitrary<Work> {
  const node = fc.constantFrom(...nodes.map((name) => `Node/${name}`));
  const workload = fc.constantFrom(...Object.keys(placement));
  const onNode = (operation: OperationName): fc.Arbitrary<Work> => node.map((target) => ({ type: 'node_remediation', operation, target }));
  const scale = fc
    .tuple(workload, fc.constantFrom(1, 1, 2))
    .map(([target, replicas]): Work => ({ type: 'resource_scaling', operation: 'scale_workload', target, parameters: { replicas } }));
  const onWorkload = (operation: OperationName): fc.Arbitrary<Work> =>
    workload.map((target) => ({ type: 'application_remediation', operation, target }));
  return fc.oneof(
    { weight: 4, arbitrary: onNode('cordon_node') },
    { weight: 4, arbitrary: onNode('uncordon_node') },
    { weight: 1, arbitrary: onNode('observe') },
    { weight: 3, arbitrary: scale },
    { weight: 1, arbitrary: onWorkload('restart_deployment') },
    { weight: 1, arbitrary: onWorkload('observe') },
  );
}

const terms$ = fc.record({
  source: fc.constantFrom('deterministic' as const, 'manual' as const, 'ai_driven' as const, 'ai_driven' as const),
  confidence: fc.constantFrom(0.1, 0.69, 0.7, 0.95),
  priority: fc.integer({ min: 1, max: 5 }),
  dryRun: fc.constantFrom(...Array.from({ length: 9 }, () => false), true),
  approvalRequired: fc.constantFrom(...Array.from({ length: 14 }, () => false), true),
  wave: fc.constantFrom(0, 0, 1, 2),
});

/** Random sets of 2 to 30 actions on that ground; names begin with `stem`. */
export function randomSet(stem: string, ground: Ground): fc.Arbitrary<RandomWish[]> {
  return fc
    .array(fc.tuple(workOn(ground), terms$), { minLength: 2, maxLength: 30, size: 'max' })
    .map((all) => all.map(([work, { wave, ...terms }], index) => ({ wish: { ...work, ...terms, name: `${stem}-${index}` }, wave })));
}
