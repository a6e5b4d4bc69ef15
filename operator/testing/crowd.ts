import { contenderOf } from '../domain/arbitration/contender.ts';
import type { Seen } from '../domain/arbitration/decide.ts';
import { lockOf } from '../domain/arbitration/targets.ts';
import { buildAction, targetFrom, type ActionWish } from './action-builder.ts';
import { usualTerms } from './usual-terms.ts';

const nodes = 500;
const workloads = 2000;

/** The index-th of many actions that conflict in every way: a few on each of 500 nodes and 2,000 workloads that lie on those. */
export function oneOfMany(index: number): ActionWish & { readonly name: string } {
  const scaling = index % 3 === 0;
  return {
    name: `a${index}`,
    createdAt: (index * 7919) % 10_007,
    priority: 1 + (index % 5),
    type: scaling ? 'resource_scaling' : 'node_remediation',
    operation: scaling ? 'scale_workload' : 'drain_node',
    target: scaling ? `Deployment/shop/d${index % workloads}` : `Node/w${index % nodes}`,
    parameters: scaling ? { replicas: index } : { index },
  };
}

/** So many unfinished actions, none of which has begun. */
export function crowd(size: number): Seen {
  return {
    holding: [],
    waiting: Array.from({ length: size }, (_, index) => {
      const action = buildAction(oneOfMany(index));
      const { target } = action.spec;
      const lock = lockOf({
        ...targetFrom(target.kind === 'Node' ? `Node/${target.name}` : `Deployment/shop/${target.name}`),
        nodes: [nodeOf(target)],
      });
      return contenderOf(action, undefined, lock);
    }),
    ...usualTerms,
  };
}

function nodeOf({ kind, name }: { readonly kind: string; readonly name: string }): string {
  return kind === 'Node' ? name : `w${Number(name.slice(1)) % nodes}`;
}
