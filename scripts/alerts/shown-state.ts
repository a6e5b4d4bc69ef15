import type { StateWord } from '../../operator/domain/diagnosis/state-words.ts';

/** What the object shows while the alert fires, by what its rule, or its text, measures; the first that fits. */
const shown: readonly (readonly [sign: RegExp, words: readonly StateWord[]])[] = [
  [/changes\(kube_node_|^kube_daemonset_status_number_misscheduled|_generation\b/, []],
  [/avg_over_time\(up\{.*\) < 0\.5|changes\(process_start_time_seconds/s, ['Unavailable']],
  [/reason="CrashLoopBackOff"|crash.?looping\b.*pod|pod is crash looping/i, ['CrashLoopBackOff', 'Unavailable']],
  [/container_status_waiting_reason|container waiting/i, ['ImagePullBackOff', 'NotProgressing', 'Unavailable']],
  [/kube_pod_status_phase|pod has been in a non-ready state/i, ['Unavailable']],
  [/kube_pod_status_unschedulable|cannot be scheduled/i, ['Unschedulable', 'Unavailable']],
  [/condition="Progressing"|rollout is (stuck|not progressing)/i, ['NotProgressing', 'Unavailable']],
  [
    /kube_(deployment|statefulset|daemonset|poddisruptionbudget)_|kube_horizontalpodautoscaler_status_desired|expected number of replicas/i,
    ['Unavailable'],
  ],
  [/key="node.kubernetes.io\/unreachable"|condition="Ready"|node is (not ready|unreachable)/i, ['NotReady']],
  [/MemoryPressure\|DiskPressure/, ['MemoryPressure']],
  [/kube_job_failed|job failed to complete/i, ['JobFailed']],
  [/kubelet_volume_stats|persistentvolume(inodes)? (is|are) filling up/i, ['StorageFull']],
  [/kube_persistentvolume_status_phase/, ['VolumeFailed']],
];

/** State words of the object that an alert is about; none where nothing that Kubernetes keeps shows it. */
export function shownState(...texts: readonly (string | undefined)[]): readonly StateWord[] {
  const text = texts.join('\n');
  return shown.find(([sign]) => sign.test(text))?.[1] ?? [];
}
