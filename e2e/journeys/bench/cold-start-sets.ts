import fc from 'fast-check';
import type { ActionType, OperationName } from '../../../operator/api/generated/types.ts';
import type { ActionWish } from '../../../operator/testing/action-builder.ts';

/** An action of a set, and in which second after the first it is asked for. */
export interface TimedWish {
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

/** Two nodes with a workload on each, for the n-th set. */
export function groundOf(index: number): Ground {
  const [first, second] = [`cold${index}-w1`, `cold${index}-w2`];
  return { nodes: [first, second], placement: { [`Deployment/cold/d${index}-1`]: [first], [`Deployment/cold/d${index}-2`]: [second] } };
}

/** Cheap work that succeeds whatever was done before it. */
function workOn({ nodes, placement }: Ground): fc.Arbitrary<Work> {
  const node = fc.constantFrom(...nodes.map((name) => `Node/${name}`));
  const workload = fc.constantFrom(...Object.keys(placement));
  const onNode = (operation: OperationName): fc.Arbitrary<Work> => node.map((target) => ({ type: 'node_remediation', operation, target }));
  const onWorkload = (operation: OperationName): fc.Arbitrary<Work> =>
    workload.map((target) => ({ type: 'application_remediation', operation, target }));
  const scale = fc
    .tuple(workload, fc.constantFrom(1, 1, 2))
    .map(([target, replicas]): Work => ({ type: 'resource_scaling', operation: 'scale_workload', target, parameters: { replicas } }));
  return fc.oneof(
    { weight: 4, arbitrary: onNode('cordon_node') },
    { weight: 4, arbitrary: onNode('uncordon_node') },
    { weight: 1, arbitrary: onNode('observe') },
    { weight: 3, arbitrary: scale },
    { weight: 1, arbitrary: onWorkload('restart_deployment') },
    { weight: 1, arbitrary: onWorkload('observe') },
  );
}

const often = <T>(usual: T, rare: T): fc.Arbitrary<T> =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constant(rare) });

const terms$ = fc.record({
  source: fc.constantFrom('deterministic' as const, 'manual' as const, 'ai_driven' as const, 'ai_driven' as const),
  confidence: fc.constantFrom(0.1, 0.69, 0.7, 0.95),
  priority: fc.integer({ min: 1, max: 5 }),
  dryRun: often(false, true),
  approvalRequired: often(false, true),
  wave: fc.constantFrom(0, 0, 1, 2),
});

/** Random sets of up to 30 actions on that ground, in up to three seconds; names begin with `stem`. */
export function randomSet(stem: string, ground: Ground): fc.Arbitrary<TimedWish[]> {
  return fc
    .array(fc.tuple(workOn(ground), terms$), { minLength: 8, maxLength: 30, size: 'max' })
    .map((all) => all.map(([work, { wave, ...terms }], index) => ({ wish: { ...work, ...terms, name: `${stem}-${index}` }, wave })));
}

/** A set on a node and what runs on it in which no age decides: of the rules each has a priority of its own. */
export function replayOn(stem: string, { nodes, placement }: Ground): TimedWish[] {
  const [node, workload] = [`Node/${nodes[0]}`, Object.keys(placement)[0]];
  const onNode = { type: 'node_remediation', target: node } as const;
  const ai = { source: 'ai_driven', priority: 1 } as const;
  const scale = { type: 'resource_scaling', operation: 'scale_workload', target: workload } as const;
  const wishes: readonly ActionWish[] = [
    { ...onNode, operation: 'cordon_node', priority: 2 },
    { ...onNode, operation: 'cordon_node', priority: 4 },
    { ...onNode, operation: 'uncordon_node', priority: 3 },
    { ...onNode, operation: 'uncordon_node', ...ai, confidence: 0.95 },
    { ...onNode, operation: 'uncordon_node', ...ai, confidence: 0.69 },
    { ...scale, parameters: { replicas: 2 }, priority: 5 },
    { ...scale, parameters: { replicas: 1 }, ...ai, confidence: 0.5 },
    { type: 'application_remediation', operation: 'restart_deployment', target: workload, priority: 1 },
  ];
  return wishes.map((wish, index) => ({ wish: { ...wish, name: `${stem}-${index}` }, wave: 0 }));
}
