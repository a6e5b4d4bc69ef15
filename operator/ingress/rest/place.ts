import type { AnomalySpec } from '../../api/generated/types.ts';
import { isClusterScoped, isNamespaceName } from '../../api/target.ts';
import { targetsFromDetails } from '../../domain/alerts/targets-from-details.ts';
import { namespaceOf, type Caller } from '../auth/caller.ts';
import type { Desk } from './desk.ts';

type Where = Pick<Desk, 'systemNamespace' | 'nodes'>;

/**
 * The namespaces in which a report may be stored, the best first: the system's when it names something that has none, the one that its
 * details name, and where they name neither that of the ServiceAccount that reports, else the system's. `nodes` tells the nodes that there are.
 */
export function placesOf(details: AnomalySpec['details'], caller: Caller, { systemNamespace, nodes }: Where): string[] {
  const targets = targetsFromDetails(details, undefined, nodes());
  const named = targets.find(({ namespace }) => namespace !== undefined)?.namespace ?? textOf(details?.['namespace']);
  const places = [...(targets.some(({ kind }) => isClusterScoped(kind)) ? [systemNamespace] : []), ...(named === undefined ? [] : [named])];
  return places.length > 0 ? places : [namespaceOf(caller) ?? systemNamespace];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && isNamespaceName(value) ? value : undefined;
}
