import type { AnomalySpec } from '../../api/generated/types.ts';

/** Labels of an alert by their names in lower case and without what separates their words: `job_name` is `jobname`. */
export type Labels = ReadonlyMap<string, string>;

/** The details of a report as labels; one that is empty says nothing. */
export function labelsOf(details: AnomalySpec['details']): Labels {
  const given = Object.entries(details ?? {}).map(([key, value]) => [key.toLowerCase().replaceAll(/[^a-z]/g, ''), String(value)] as const);
  return new Map(given.filter(([, value]) => value !== ''));
}

/** The namespace of what was measured; else that of what measured it, as Prometheus or an older habit of configuring it calls that. */
export function namespaceIn(labels: Labels): string | undefined {
  return labels.get('exportednamespace') ?? labels.get('namespace') ?? labels.get('kubernetesnamespace');
}

const exporter = /(state-metrics|exporter|machine-config|cluster-version-operator)/;
const nodeAgent = /(^|[-/])(kubelet|node-exporter|node-problem-detector|machine-config-daemon)(-|$)/;

/** Whether the pod is the one that measured, and tells of other things than itself. */
export function isMeasuring(labels: Labels, pod: string): boolean {
  const job = labels.get('job');
  if (job === undefined) return exporter.test(pod);
  const [kind] = exporter.exec(job) ?? [];
  return kind !== undefined && pod.includes(kind);
}

/** Whether it was measured by what runs on every node to tell of that node, so that the instance is the node. */
export function isFromNodeAgent(labels: Labels): boolean {
  const source = labels.get('job') ?? labels.get('service') ?? labels.get('container') ?? labels.get('pod');
  return source !== undefined && nodeAgent.test(source);
}

/** Whether the job measures other things than itself, so that its name says nothing of what is wrong. */
export function isOfEverything(job: string): boolean {
  return (exporter.test(job) && !nodeAgent.test(job)) || /^(kubernetes-|blackbox|cadvisor|federate|pushgateway)/.test(job);
}
