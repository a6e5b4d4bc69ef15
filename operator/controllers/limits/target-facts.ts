import type { Target } from '../../api/generated/types.ts';
import { isClusterScoped, targetKey, targetString, type TargetLike } from '../../api/target.ts';
import type { Labels, Labelled, TargetFacts } from '../../domain/limits/target-facts.ts';
import type { KubeObject } from '../../kube/client.ts';
import { isForbidden, unless } from '../../kube/errors.ts';
import { inBatches } from '../../kube/in-batches.ts';
import { kinds } from '../../kube/kinds.ts';
import { resolveTarget, type Resolution } from '../../kube/resolve-target.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import { readOrTell } from './read-or-tell.ts';
import { makeRecent, type Recent } from './recent.ts';

type Needed = Pick<EngineDeps, 'client' | 'clock' | 'log'> & { readonly caches: Pick<EngineDeps['caches'], 'nodes'> };

/** What is known of targets: their labels and those of their namespaces. Nodes are watched; everything else is read. */
export interface TargetFactsMemory {
  /** As read last; undefined when it could not be read yet. */
  of(target: TargetLike): TargetFacts | undefined;
  /** Somebody else has just read the target. */
  saw(target: TargetLike, resolution: Resolution): void;
  /** What is known of these is not older than so many milliseconds, unless it cannot be read just now. */
  read(targets: readonly Target[], maxAgeMs: number): Promise<void>;
}

const atOnce = 8;

interface Memory {
  readonly objects: Recent<readonly Labelled[]>;
  readonly namespaces: Recent<Labels>;
}

/** An empty memory. */
export function makeTargetFacts(deps: Needed): TargetFactsMemory {
  const memory: Memory = { objects: makeRecent(deps.clock), namespaces: makeRecent(deps.clock) };
  return {
    of: (target) => ofNode(deps, target) ?? remembered(memory, target),
    saw: (target, resolution) => memory.objects.set(targetKey(target), labelledIn(target, resolution)),
    async read(targets, maxAgeMs) {
      const wanted = targets.filter((target) => !ofNode(deps, target));
      const once = new Map(wanted.map((target) => [targetKey(target), target]));
      const stale = [...once].filter(([key]) => !memory.objects.isFresh(key, maxAgeMs));
      await inBatches(stale, atOnce, ([, target]) => readObjects(deps, memory, target));
      const names = new Set(wanted.flatMap((target) => namespaceOf(target) ?? []));
      const old = [...names].filter((name) => !memory.namespaces.isFresh(name, maxAgeMs));
      await inBatches(old, atOnce, (name) => readNamespace(deps, memory, name));
    },
  };
}

function ofNode({ caches }: Needed, target: TargetLike): TargetFacts | undefined {
  const node = target.kind === 'Node' ? caches.nodes.get({ name: target.name }) : undefined;
  return node && { objects: [{ target, labels: labelsOf(node) }] };
}

function remembered({ objects, namespaces }: Memory, target: TargetLike): TargetFacts | undefined {
  const seen = objects.get(targetKey(target));
  const name = namespaceOf(target);
  if (!seen || name === undefined) return seen && { objects: seen };
  const labels = namespaces.get(name);
  return labels && { objects: seen, namespace: { name, labels } };
}

function namespaceOf({ kind, namespace }: TargetLike): string | undefined {
  return isClusterScoped(kind) ? undefined : namespace;
}

async function readObjects(deps: Needed, { objects }: Memory, target: Target): Promise<void> {
  const seen = await orLater(deps, target, async () => labelledIn(target, await resolve(deps, target)));
  if (seen) objects.set(targetKey(target), seen);
}

/** What cannot be read for good has no labels that count: its namespace decides, and execution will say what is missing. */
function resolve({ client }: Needed, target: Target): Promise<Resolution> {
  return resolveTarget(client, target, target.namespace).catch(unless(isForbidden, { kind: 'missing' }));
}

function labelledIn(target: TargetLike, resolution: Resolution): readonly Labelled[] {
  if (resolution.kind === 'missing') return [{ target, labels: {} }];
  const own = { target, labels: labelsOf(resolution.object) };
  const same = targetKey(resolution.target) === targetKey(target);
  return same ? [own] : [own, { target: resolution.target, labels: labelsOf(resolution.top) }];
}

async function readNamespace(deps: Needed, { namespaces }: Memory, name: string): Promise<void> {
  const target = { apiVersion: 'v1', kind: 'Namespace', name };
  const labels = await orLater(deps, target, async () => labelsOf(await deps.client.get(kinds.Namespace, { name })));
  if (labels) namespaces.set(name, labels);
}

/** What cannot be read for now stays as it was known. */
function orLater<T>({ log }: Pick<Needed, 'log'>, target: Target, read: () => Promise<T>): Promise<T | undefined> {
  return readOrTell(read, ({ message: cause }) =>
    log.warn('The labels of a target could not be read; whoever wants it may wait', { target: targetString(target), cause }),
  );
}

function labelsOf(object: KubeObject | undefined): Labels {
  return object?.metadata.labels ?? {};
}
