import type { Layer } from '../../api/generated/types.ts';
import { layerOfJob, layerOfNamespace } from './component.ts';
import { expressionOf, type Expression } from './expression.ts';
import { isFromNodeAgent, isOfEverything, type Labels } from './labels.ts';
import { ownerOfMetric } from './metric-owner.ts';

/** The layer of what the rule of an alert measures; `own` when it measures itself and is no part of clusters; undefined when that is not known. */
export type Owner = Layer | 'own' | undefined;

/** What the rule of an alert tells of what it is about; made once for each report, for to parse an expression costs more than all else here. */
export interface Rule {
  /** Whose its metrics are: of the first that tells of somebody, in the namespace and by the job that it asks for. */
  readonly owner: Owner;
  /** Whether it asks first for what node_exporter, under whatever job, says of the node that it runs on. */
  readonly measuresNodes: boolean;
}

/** The rule of the alert with these labels; of nobody where they do not tell it. */
export function ruleOf(labels: Labels): Rule {
  const expression = expressionOf(labels);
  return { owner: ownerOf(labels, expression), measuresNodes: measuresNodes(expression) };
}

function ownerOf(labels: Labels, { metrics, selected }: Expression): Owner {
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

function measuresNodes({ metrics: [first = ''] }: Expression): boolean {
  return first.startsWith('node_') && ownerOfMetric(first) === 'infrastructure';
}
