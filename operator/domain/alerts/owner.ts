import type { Layer } from '../../api/generated/types.ts';
import { layerOfJob, layerOfNamespace } from './component.ts';
import { expressionOf } from './expression.ts';
import { isFromNodeAgent, isOfEverything, type Labels } from './labels.ts';
import { ownerOfMetric } from './metric-owner.ts';

/** The layer of what the rule of an alert measures; `own` when it measures itself and is no part of clusters; undefined when that is not known. */
export type Owner = Layer | 'own' | undefined;

/** Whose the metrics of an alert's rule are: of the first that tells of somebody, in the namespace and by the job that the rule asks for. */
export function ownerOf(labels: Labels): Owner {
  const { metrics, selected } = expressionOf(labels);
  const ofNamespace = layerOfNamespace(selected.get('namespace') ?? '');
  if (ofNamespace || metrics.length === 0) return ofNamespace;
  const [owner] = metrics.flatMap((metric) => ownerOfMetric(metric) ?? []);
  if (owner !== undefined && owner !== 'process') return owner;
  return ownerOfJob(labels.get('job') ?? selected.get('job')) ?? (owner && 'own');
}

function ownerOfJob(job: string | undefined): Owner {
  if (job === undefined || isOfEverything(job)) return undefined;
  if (isFromNodeAgent(new Map([['job', job]]))) return 'infrastructure';
  return layerOfJob(job) ?? 'own';
}

/** Whether the rule asks first for what node_exporter, under whatever job, says of the node that it runs on. */
export function measuresNodes(labels: Labels): boolean {
  const [first = ''] = expressionOf(labels).metrics;
  return first.startsWith('node_') && ownerOfMetric(first) === 'infrastructure';
}
