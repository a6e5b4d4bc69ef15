import { controllerOf, type Resource } from '../../api/resource.ts';
import { matchesSelector, type LabelSelector } from '../health/label-selector.ts';

/** What a drain looks at of a pod. */
export type DrainPod = Resource<
  {
    readonly volumes?: readonly { readonly emptyDir?: unknown }[];
    readonly priorityClassName?: string;
  },
  { readonly phase?: string }
>;

/** What a drain looks at of a PodDisruptionBudget. */
export type DrainBudget = Resource<{ readonly selector?: LabelSelector }, unknown>;

/** Everything on a node, and what protects it. */
export interface DrainView {
  readonly pods: readonly DrainPod[];
  readonly budgets: readonly DrainBudget[];
  /** `namespace/name` of the DaemonSets that exist. */
  readonly daemonSets: ReadonlySet<string>;
  /** The kubelet does not answer, so a pod that is on its way out will never be reported as gone. */
  readonly unreachable: boolean;
  readonly now: Date;
}

/** What the requester allows to be lost. */
export interface DrainConsent {
  /** Pods that nothing will make anew. */
  readonly force: boolean;
  /** Content of emptyDir volumes. */
  readonly deleteEmptyDirData: boolean;
}

/** Who is to go, who is on the way out, and what stands against draining at all. */
export interface DrainPlan {
  readonly evict: readonly DrainPod[];
  /** Those of `evict` whose turn it is: what others may need goes only when the others are gone. */
  readonly next: readonly DrainPod[];
  readonly leaving: readonly DrainPod[];
  readonly blockers: readonly string[];
}

/** The pods sorted by what a drain does with them; with one blocker nothing may be evicted. Order: by tier, then by name. */
export function planDrain(view: DrainView, consent: DrainConsent): DrainPlan {
  const staying = view.pods.filter((pod) => !isStatic(pod) && !isServedByDaemonSet(pod, view));
  const leaving = staying.filter((pod) => pod.metadata.deletionTimestamp !== undefined);
  const evict = staying.filter((pod) => pod.metadata.deletionTimestamp === undefined).toSorted(byRank);
  const blockers = evict.flatMap((pod) => objectionsTo(pod, view, consent).map((why) => `Pod ${podName(pod)} ${why}`));
  const waitedFor = leaving.filter((pod) => !isLost(pod, view));
  const turn = Math.min(...[...evict, ...waitedFor].map(tierOf));
  return { evict, next: evict.filter((pod) => tierOf(pod) === turn), leaving: waitedFor, blockers };
}

/** The budgets that cover a pod, by name. */
export function budgetsOf(pod: DrainPod, budgets: readonly DrainBudget[]): string[] {
  const { namespace, labels } = pod.metadata;
  return budgets
    .filter(({ metadata, spec }) => metadata.namespace === namespace && matchesSelector(spec.selector, labels))
    .map(({ metadata }) => metadata.name)
    .toSorted();
}

/** namespace/name */
export function podName({ metadata }: DrainPod): string {
  return `${metadata.namespace}/${metadata.name}`;
}

type Rule = (pod: DrainPod, view: DrainView, consent: DrainConsent) => string | undefined;

/** What speaks against evicting a pod; as kubectl, but with the budgets that the API server would only complain about halfway. */
const rules: readonly Rule[] = [
  ({ spec }, _view, { deleteEmptyDirData }) =>
    !deleteEmptyDirData && spec.volumes?.some(({ emptyDir }) => emptyDir !== undefined)
      ? 'has an emptyDir volume whose data would be lost (deleteEmptyDirData)'
      : undefined,
  (pod, _view, { force }) => (force || controllerOf(pod) ? undefined : 'has no controller that would make it anew (force)'),
  (pod, _view, { force }) => {
    // One whose DaemonSet exists is not asked to go.
    const owner = controllerOf(pod);
    return force || owner?.kind !== 'DaemonSet' ? undefined : `belongs to the missing DaemonSet ${owner.name} (force)`;
  },
  (pod, { budgets }) => {
    const covering = pod.status?.phase === 'Pending' ? [] : budgetsOf(pod, budgets);
    return covering.length > 1 ? `is covered by more than one PodDisruptionBudget: ${covering.join(', ')}` : undefined;
  },
];

function objectionsTo(pod: DrainPod, view: DrainView, consent: DrainConsent): string[] {
  return isFinished(pod) ? [] : rules.flatMap((rule) => rule(pod, view, consent) ?? []);
}

function isFinished({ status }: DrainPod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}

/** A pod that the kubelet runs from a file: the API server shows only its mirror. */
export function isStatic({ metadata }: DrainPod): boolean {
  return metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined;
}

/** Its DaemonSet would put it back at once, cordon or not. */
function isServedByDaemonSet(pod: DrainPod, { daemonSets }: DrainView): boolean {
  const owner = controllerOf(pod);
  return owner?.kind === 'DaemonSet' && !isFinished(pod) && daemonSets.has(`${pod.metadata.namespace}/${owner.name}`);
}

function isLost({ metadata }: DrainPod, { unreachable, now }: DrainView): boolean {
  return unreachable && metadata.deletionTimestamp !== undefined && Date.parse(metadata.deletionTimestamp) < now.getTime();
}

/** As Karpenter: first applications, then what belongs to nodes, then what the cluster cannot do without, of that again the nodes' last. */
function tierOf(pod: DrainPod): number {
  const critical = pod.spec.priorityClassName?.startsWith('system-') ? 2 : 0;
  return critical + (controllerOf(pod)?.kind === 'DaemonSet' ? 1 : 0);
}

function byRank(a: DrainPod, b: DrainPod): number {
  return tierOf(a) - tierOf(b) || podName(a).localeCompare(podName(b), 'en');
}
