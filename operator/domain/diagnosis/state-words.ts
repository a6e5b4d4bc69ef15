/**
 * What `status.impactedResources[].state` is made of, each word with what is true of the object it is said of; a state is such words joined
 * by ", ". Plans are made from these words alone. Beside them stands `GrowsTo n`, and the type of any other condition of a node that speaks
 * against it.
 */
export const stateWords = {
  // Nodes; the types of the kubelet's own conditions and of those that node-problem-detector ships.
  NotReady: 'The node or the pod is not ready.',
  MemoryPressure: 'The node has too little memory.',
  DiskPressure: 'The node has too little room on its disks.',
  PIDPressure: 'The node has too many processes.',
  NetworkUnavailable: 'The network of the node is not set up.',
  KernelDeadlock: 'Tasks of the kernel of the node hang.',
  ReadonlyFilesystem: 'A file system of the node has become read-only.',
  CorruptDockerOverlay2: 'The image storage of the container runtime of the node is damaged.',
  ContainerRuntimeUnhealthy: 'The container runtime of the node does not answer.',
  KubeletUnhealthy: 'The kubelet of the node does not answer.',
  KubeProxyUnhealthy: 'The kube-proxy of the node does not answer.',
  FrequentKubeletRestart: 'The kubelet of the node restarts again and again.',
  FrequentDockerRestart: 'Docker restarts again and again on the node.',
  FrequentContainerdRestart: 'containerd restarts again and again on the node.',
  FrequentUnregisterNetDevice: 'The kernel of the node waits again and again for network devices that do not go away.',
  DiskBadBlock: 'A disk of the node has bad blocks.',
  XfsShutdown: 'An XFS file system of the node has shut down.',
  CperHardwareErrorFatal: 'The firmware of the node reports a fatal error of the hardware.',
  NTPProblem: 'The clock of the node is not kept right.',

  // Machine configuration and cluster operators.
  Updating: 'The machine configuration of the node or of the pool is being changed.',
  Degraded: 'The pool or the cluster operator says that it is degraded.',
  KnownGood: 'The engine knows what the pool was made of when it was last well.',

  // Workloads and pods.
  Unavailable: 'Fewer pods are ready than the workload should have, or the cluster operator is not available.',
  NotProgressing: 'The rollout of the workload exceeded its deadline.',
  CrashLoopBackOff: 'A container crashed so often that it is started only after a wait.',
  CrashExit: 'A container ended by itself, last with an exit code that is not 0.',
  OOMKilled: 'A container was last killed for want of memory, most often since it outgrew its own limit.',
  ImagePullBackOff: 'The image of a container cannot be had, and it is tried again only after a wait.',
  ErrImagePull: 'The image of a container cannot be had.',
  InvalidImageName: 'The image of a container has a name that cannot be one.',
  CreateContainerConfigError: 'A container asks for configuration that is not there.',
  Unschedulable: 'The pod has no node that it can run on.',
  PodFailed: 'The pod failed and will not run again.',
  Evicted: 'The node evicted the pod, since it had too little of something.',
  OnAffectedNode: 'The workload has pods on a node that is repaired, and is moved by it, ill or not.',
  JobFailed: 'The Job gave up, or exceeded its deadline.',

  // What stands between workloads and those who use them.
  NoReadyEndpoints: 'No pod behind the Service is ready.',
  Pending: 'The claim has no volume yet.',
  Lost: 'The volume of the claim is gone.',
  FilesystemResizePending: 'The volume of the claim was enlarged, but its file system was not.',
  VolumeFailed: 'The volume could not be reclaimed.',
  StorageFull: 'The report says that the storage is full or will be soon.',
  OutOfSync: 'The Application differs from what its repository says.',
  DegradedApp: 'Argo CD says that the health of the Application is degraded.',
  MissingApp: 'Argo CD says that parts of the Application are missing.',

  // What is known of no object itself.
  Latency: 'The report says that answers take long.',
  Reported: 'An alert says that something is wrong with the object, although what the engine reads of it is well.',
  NotJudged: 'The health of the object is not known to the engine.',
  Missing: 'The object that was reported does not exist.',
} as const;

/** A word that the engine gives a meaning to. */
export type StateWord = keyof typeof stateWords;

/** The word for a workload that is only moved because its node is repaired. */
export const onAffectedNode = 'OnAffectedNode' satisfies StateWord;

/** The words of a recorded state; none of an absent one. */
export function wordsOf(state: string | undefined): string[] {
  return state === undefined || state === '' ? [] : state.split(', ');
}
