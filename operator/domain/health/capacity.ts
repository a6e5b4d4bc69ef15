import type { Reason } from '../../api/reasons.ts';
import { controllerOf, type Resource } from '../../api/resource.ts';
import { targetString } from '../../api/target.ts';
import { applicationOf, trackingAnnotation } from '../execution/tracking-id.ts';
import type { LabelSelector } from './label-selector.ts';
import { targetOf } from '../diagnosis/seen.ts';

/** What the engine looks at of a MachineSet, MachineDeployment or NodePool. */
export type SeenCapacity = Resource<
  { readonly replicas?: number; readonly paused?: boolean; readonly selector?: LabelSelector },
  {
    readonly readyReplicas?: number;
    readonly nodes?: number;
    readonly errorMessage?: string;
  }
>;

/** Whether so many more nodes can be had by writing a number, or why not. */
export type Growth =
  | { readonly kind: 'growable'; readonly replicas: number }
  | {
      readonly kind: 'refused';
      readonly reason: Extract<Reason, 'ManagedByOther' | 'NotApplicable' | 'RolloutPaused'>;
      readonly message: string;
    };

/** Annotations by which the cluster autoscaler takes a group of machines for its own. */
const autoscaled = [
  'machine.openshift.io/cluster-api-autoscaler-node-group-max-size',
  'cluster.x-k8s.io/cluster-api-autoscaler-node-group-max-size',
];
const topologyOwned = 'topology.cluster.x-k8s.io/owned';

/** Whether the engine may ask for more nodes: nobody else decides on the replicas, and a controller acts on them. */
export function growthOf(capacity: SeenCapacity): Growth {
  const { spec, kind } = capacity;
  const name = targetString(targetOf(capacity));
  if (kind === 'NodePool' && spec.replicas === undefined) {
    const message = `${name} has no fixed replicas: Karpenter itself adds the nodes that pods wait for.`;
    return { kind: 'refused', reason: 'NotApplicable', message };
  }
  const decider = deciderOf(capacity);
  if (decider !== undefined)
    return { kind: 'refused', reason: 'ManagedByOther', message: `${decider} decides on the replicas of ${name}.` };
  if (spec.paused) return { kind: 'refused', reason: 'RolloutPaused', message: `${name} is paused, so no machine would be made.` };
  return { kind: 'growable', replicas: spec.replicas ?? 1 };
}

function deciderOf(capacity: SeenCapacity): string | undefined {
  const { annotations = {}, labels = {} } = capacity.metadata;
  const owner = controllerOf(capacity);
  if (owner) return `${owner.kind} ${owner.name}`;
  if (autoscaled.some((key) => annotations[key] !== undefined)) return 'The cluster autoscaler';
  if (labels[topologyOwned] !== undefined) return 'The topology of its Cluster';
  const application = applicationOf(annotations[trackingAnnotation], targetOf(capacity));
  return application && `Argo CD Application ${application.name}`;
}
