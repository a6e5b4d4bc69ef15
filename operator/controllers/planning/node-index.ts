import type { SeenNode } from '../../domain/health/objects.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import { seenNode, nodeNamed } from '../runtime/seen-node.ts';
import type { SeenNodes } from './read-targets.ts';

type Addressed = SeenNode & { readonly status?: { readonly addresses?: readonly { readonly address: string }[] } };

/** The watched nodes, by their names and addresses; they are looked through when the first address is asked for. */
export function indexNodes(cache: EngineDeps['caches']['nodes']): SeenNodes {
  let names: ReadonlyMap<string, string> | undefined;
  return {
    named: (nameOrAddress) => (names ??= namesOf(cache)).get(nameOrAddress),
    get: (name) => nodeNamed(cache, name),
  };
}

function namesOf(cache: EngineDeps['caches']['nodes']): ReadonlyMap<string, string> {
  const nodes: readonly Addressed[] = cache.list().map(seenNode);
  const byAddress = nodes.flatMap(({ metadata, status }) =>
    (status?.addresses ?? []).map(({ address }) => [address, metadata.name] as const),
  );
  return new Map([...byAddress, ...nodes.map(({ metadata }) => [metadata.name, metadata.name] as const)]);
}
