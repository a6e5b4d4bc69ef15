import type { AnomalySpec, Layer, Target } from '../../api/generated/types.ts';
import { layerOfKind, sortLayers } from '../diagnosis/layers.ts';
import { layersFromWords } from '../diagnosis/words.ts';
import { layerOfJob, layerOfNamespace } from './component.ts';
import { isFromNodeAgent, labelsOf, type Labels } from './labels.ts';
import { targetsFromDetails } from './targets-from-details.ts';

/** What a report says without a look at the cluster. */
export type Report = Pick<AnomalySpec, 'type' | 'description' | 'targets' | 'details'>;

/** Layers that a report speaks of, lowest first, and what in it speaks for them. */
export interface Reported {
  readonly layers: readonly Layer[];
  readonly what: string;
}

/**
 * The layers of a report of which no object was found. The kinds that it names decide, then its labels, such as the namespace of a
 * component, then whole words. What says nothing belongs to an application.
 */
export function layersFromReport(report: Report): Reported {
  const labels = labelsOf(report.details);
  const [subject] = targetsFromDetails(report.details, anyNamespace);
  const named = report.targets && report.targets.length > 0 ? report.targets : subject === undefined ? [] : [subject];
  const ways: readonly Reported[] = [
    { layers: named.map(layerOfTarget), what: 'the kinds of what it names speak for it' },
    { layers: layersFromLabels(labels), what: 'the labels of the report speak for it' },
    { layers: layersFromSpeech(report, labels), what: 'only the words of the report speak for it' },
    { layers: layersFromUser(labels), what: 'only a namespace is named, and it is of no component' },
  ];
  const found = ways.find(({ layers }) => layers.length > 0);
  if (!found) return { layers: ['application'], what: 'nothing in the report names an object or a layer' };
  return { layers: sortLayers(found.layers), what: found.what };
}

/** Where a report is from does not count for its layers. */
const anyNamespace = 'default';

/** The layer of a target: that of its kind, but what runs in a component's namespace belongs to the component. */
export function layerOfTarget({ kind, namespace }: Pick<Target, 'kind' | 'namespace'>): Layer {
  const layer = layerOfKind(kind);
  return layer === 'application' && namespace !== undefined ? (layerOfNamespace(namespace) ?? layer) : layer;
}

function layersFromLabels(labels: Labels): Layer[] {
  const namespace = labels.get('exportednamespace') ?? labels.get('namespace');
  const ofNamespace = namespace === undefined ? undefined : layerOfNamespace(namespace);
  if (ofNamespace) return [ofNamespace];
  if (labels.has('kubernetesoperatorpartof')) return ['application'];
  if (isFromNodeAgent(labels)) return ['infrastructure'];
  return ['component', 'job', 'service'].flatMap((key) => layerOfJob(labels.get(key) ?? '') ?? []);
}

function layersFromUser(labels: Labels): Layer[] {
  return labels.has('namespace') ? ['application'] : [];
}

/** What an alert is called is chosen with more care than the examples in its description. */
function layersFromSpeech({ type, description }: Report, labels: Labels): Layer[] {
  const [alert, summary, ...more] = ['alertname', 'summary', 'description', 'message'].map((key) => labels.get(key));
  const names = [type.replaceAll('_', ' '), alert, summary];
  const byName = alert === undefined ? [] : layersFromWords(...names);
  return byName.length > 0 ? byName : layersFromWords(...names, description, ...more);
}
