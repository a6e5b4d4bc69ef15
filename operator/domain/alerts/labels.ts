import type { AnomalySpec } from '../../api/generated/types.ts';

/** Labels of an alert by their names in lower case and without what separates their words: `job_name` is `jobname`. */
export type Labels = ReadonlyMap<string, string>;

/** The details of a report as labels; one that is empty says nothing. */
export function labelsOf(details: AnomalySpec['details']): Labels {
  const given = Object.entries(details ?? {}).map(([key, value]) => [key.toLowerCase().replaceAll(/[^a-z]/g, ''), String(value)] as const);
  return new Map(given.filter(([, value]) => value !== ''));
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
