import type { Target } from '../api/generated/types.ts';
import { targetString } from '../api/target.ts';
import { failed, type Finding } from '../domain/health/finding.ts';
import type { SeenNode } from '../domain/health/objects.ts';
import type { StoredObject } from '../kube/client.ts';
import { findKind, kinds, type Kind } from '../kube/kinds.ts';
import type { KubeReader } from './check.ts';

/** The targets of that kind, in any version of its group, each once. */
export function targetsOfKind(targets: readonly Target[], kind: Kind): readonly Target[] {
  const ofKind = targets.filter((target) => findKind(target.apiVersion, target.kind) === kind);
  return [...new Map(ofKind.map((target) => [targetString(target), target])).values()];
}

/** The finding about an object that should be there. */
export function missing(target: Pick<Target, 'kind' | 'namespace' | 'name'>): Finding {
  return failed(`${target.kind} ${target.namespace === undefined ? '' : `${target.namespace}/`}${target.name} does not exist`);
}

/** The live object of a cluster-scoped target, judged; one that does not exist is Failed. */
export async function judgeLive<T extends StoredObject>(
  client: KubeReader,
  target: Target,
  judge: (object: T) => Finding | Promise<Finding>,
): Promise<Finding> {
  const kind = findKind(target.apiVersion, target.kind);
  const object = kind && (await client.get<T>(kind, { name: target.name }));
  return object ? judge(object) : missing(target);
}

/** Each target node, judged. */
export function judgeNodes(
  client: KubeReader,
  targets: readonly Target[],
  judge: (node: SeenNode) => Finding | Promise<Finding>,
): Promise<Finding[]> {
  return Promise.all(targetsOfKind(targets, kinds.Node).map((target) => judgeLive<SeenNode>(client, target, judge)));
}
