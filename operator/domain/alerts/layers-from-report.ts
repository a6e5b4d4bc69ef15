import type { AnomalySpec, Layer, Target } from '../../api/generated/types.ts';
import { targetKey } from '../../api/target.ts';
import { layerOfKind, sortLayers } from '../diagnosis/layers.ts';
import { layersFromOwnWords, layersFromWords } from '../diagnosis/words.ts';
import { layerOfJob, layerOfNamespace } from './component.ts';
import { isFromNodeAgent, labelsOf, namespaceIn, type Labels } from './labels.ts';
import { ruleOf, type Owner } from './owner.ts';
import { targetsOf, type Told } from './targets-from-details.ts';

/** What a report says without a look at the cluster. */
export type Report = Pick<AnomalySpec, 'type' | 'description' | 'targets' | 'details'>;

/** Layers that a report speaks of, lowest first, and what in it speaks for them. */
export interface Reported {
  readonly layers: readonly Layer[];
  readonly what: string;
}

/**
 * The layers of a report of which no object was found. The kinds that it names decide, then its labels, such as the namespace of a
 * component, then the metrics of its rule, then whole words. What says nothing belongs to an application.
 */
export function layersFromReport(report: Report): Reported {
  const labels = labelsOf(report.details);
  const rule = ruleOf(labels);
  const { owner } = rule;
  const { placed, adrift } = namedIn(report, { labels, rule });
  const ways: readonly Reported[] = [
    { layers: placed.map(layerOfTarget), what: 'the kinds of what it names speak for it' },
    { layers: layersFromLabels(labels), what: 'the labels of the report speak for it' },
    { layers: owner === undefined || owner === 'own' ? [] : [owner], what: 'the metrics of its rule speak for it' },
    { layers: adrift.map(layerOfTarget), what: 'the kinds of what it names speak for it' },
    { layers: layersFromSpeech(report, labels, owner), what: 'only the words of the report speak for it' },
    { layers: owner === 'own' ? ['application'] : [], what: 'its rule has metrics of its own, of no component' },
    { layers: layersFromUser(labels), what: 'only a namespace is named, and it is of no component' },
  ];
  const found = ways.find(({ layers }) => layers.length > 0);
  if (!found) return { layers: ['application'], what: 'nothing in the report names an object or a layer' };
  return { layers: sortLayers(found.layers), what: found.what };
}

interface Named {
  readonly placed: readonly Pick<Target, 'kind' | 'namespace'>[];
  /** What is named without the namespace in which it would be found. */
  readonly adrift: readonly Pick<Target, 'kind' | 'namespace'>[];
}

function namedIn({ targets = [] }: Report, told: Told): Named {
  if (targets.length > 0) return { placed: targets, adrift: [] };
  const subject = targetsOf(told, anyNamespace).slice(0, 1);
  const found = new Set(targetsOf(told, undefined).map(targetKey));
  const isPlaced = subject.every((one) => found.has(targetKey(one)));
  return { placed: isPlaced ? subject : [], adrift: isPlaced ? [] : subject };
}

/** Where a report is from does not count for its layers. */
const anyNamespace = 'default';

/** The layer of a target: that of its kind, but what runs in a component's namespace belongs to the component. */
export function layerOfTarget({ kind, namespace }: Pick<Target, 'kind' | 'namespace'>): Layer {
  const layer = layerOfKind(kind);
  return layer === 'application' && namespace !== undefined ? (layerOfNamespace(namespace) ?? layer) : layer;
}

function layersFromLabels(labels: Labels): Layer[] {
  const namespace = namespaceIn(labels);
  const ofNamespace = namespace === undefined ? undefined : layerOfNamespace(namespace);
  if (ofNamespace) return [ofNamespace];
  const product = labels.get('kubernetesoperatorpartof');
  if (product !== undefined) return layersFromWords(product).includes('platform') ? ['platform'] : ['application'];
  if (isFromNodeAgent(labels)) return ['infrastructure'];
  return ['component', 'job', 'service'].flatMap((key) => layerOfJob(labels.get(key) ?? '') ?? []);
}

function layersFromUser(labels: Labels): Layer[] {
  return namespaceIn(labels) !== undefined ? ['application'] : [];
}

/**
 * What an alert is called, and its summary, are chosen with more care than the examples in its description. What an application says of its
 * own nodes and disks is not said of those of the cluster.
 */
function layersFromSpeech({ type, description }: Report, labels: Labels, owner: Owner): Layer[] {
  const [alert, summary, noted, ...more] = ['alertname', 'summary', 'annotationsummary', 'description', 'message'].map((key) =>
    labels.get(key),
  );
  const names = [type.replaceAll('_', ' '), alert, summary ?? noted];
  if (owner === 'own') return layersFromOwnWords(...names);
  const byName = alert === undefined ? [] : layersFromWords(...names);
  return byName.length > 0 ? byName : layersFromWords(...names, description, ...more);
}
