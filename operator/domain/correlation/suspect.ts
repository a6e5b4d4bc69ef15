import type { Anomaly, DeploymentInfo, Target } from '../../api/generated/types.ts';
import { isAnomalyOver } from '../../api/terminal-phases.ts';
import { resolveNamespace, targetKey, targetString } from '../../api/target.ts';
import type { Suspect, Tie, TieKind } from './group-anomalies.ts';

/** Where an object belongs and runs. */
export interface Place {
  /** Itself, or the top controller of a Pod. */
  readonly owner: Target;
  readonly nodes: readonly string[];
}

/** Whoever runs on more nodes than these shares a node with everybody, which says nothing. */
const mostNodes = 10;

/** Whether an anomaly waits for its end and is meant to be repaired: previews and mere observations stand for themselves. */
export function isCorrelated({ metadata, spec, status }: Anomaly): boolean {
  const open = metadata.deletionTimestamp === undefined && spec.resolvedAt === undefined && !isAnomalyOver({ status });
  return open && spec.mode !== 'DryRun' && spec.mode !== 'Observe';
}

/** Its targets with their namespaces written out. */
export function targetsOf({ metadata, spec }: Anomaly): Target[] {
  return (spec.targets ?? []).map((target) => resolveNamespace(target, metadata.namespace));
}

/** The anomaly with all that it hangs on; `places` holds what is known of its targets, by targetKey. */
export function suspectOf(anomaly: Anomaly, places: ReadonlyMap<string, Place>): Suspect {
  const { metadata, spec, status = {} } = anomaly;
  const known = targetsOf(anomaly).map((target) => places.get(targetKey(target)) ?? { owner: target, nodes: [] });
  const owners = known.map(({ owner }) => owner);
  const nodes = new Set(known.flatMap((place) => place.nodes));
  // Before an anomaly is analyzed its cause is taken to be what it reports.
  const causes = status.rootCause?.target ? [status.rootCause.target] : owners;
  const ties = [
    ...causes.map((target) => tieTo('rootCause', target)),
    ...owners.map((target) => tieTo('owner', target)),
    ...(status.deployments ?? []).flatMap(managerOf),
    ...(nodes.size > mostNodes ? [] : [...nodes].map((name) => tieTo('node', { apiVersion: 'v1', kind: 'Node', name }))),
  ];
  return { name: metadata.name, uid: metadata.uid, since: Date.parse(spec.detectedAt ?? metadata.creationTimestamp), ties };
}

function tieTo(kind: TieKind, target: Target): Tie {
  return { kind, key: targetKey(target), resource: targetString(target) };
}

const managers: Readonly<Partial<Record<DeploymentInfo['method'], string>>> = { ArgoCD: 'Application/', Helm: 'Release/', Operator: '' };

/** What rolled the workload out: a bad rollout of it hits all of its workloads. */
function managerOf({ method, managedBy }: DeploymentInfo): Tie[] {
  const prefix = managers[method];
  if (prefix === undefined || managedBy === undefined) return [];
  return [{ kind: 'owner', key: `${method}/${managedBy}`, resource: `${prefix}${managedBy}` }];
}
