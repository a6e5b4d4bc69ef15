import type { Anomaly, Layer, ModelVote, RemediationAction, Target } from '../../api/generated/types.ts';
import { actionName, stemOf } from '../../api/names.ts';
import { controllerOf } from '../../api/resource.ts';
import { isFields } from '../../api/fields.ts';
import { isActionOver } from '../../api/terminal-phases.ts';
import { targetString } from '../../api/target.ts';
import type { Diagnosis } from '../diagnosis/diagnose.ts';
import { sortLayers } from '../diagnosis/layers.ts';
import { layersFromWords } from '../diagnosis/words.ts';
import { priorityOf } from './priority.ts';
import type { AskedModel, NewVote } from './seen-anomaly.ts';

/** Seconds for which a plan waits for a model. */
export const longestVoteSeconds = 5;

/** What a layer needs at least to be believed. */
const leastSure = 0.85;
const layers = ['infrastructure', 'platform', 'application'] as const satisfies readonly Layer[];
const weights = { critical: 4, high: 3, medium: 2, low: 1 } as const;

/** The action by which the model is asked: one row of seven numbers, the severity (4 critical to 1 low), and per layer how much is hit and whether the report speaks of it. */
export function newVote(anomaly: Anomaly, model: Target, diagnosis: Diagnosis): NewVote {
  const { apiVersion, kind, metadata, spec } = anomaly;
  const owner = { apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true, blockOwnerDeletion: true };
  const spoken = new Set(layersFromWords(spec.type.replaceAll('_', ' '), spec.description));
  const hits = layers.map((layer) => diagnosis.impactedResources.filter((resource) => resource.layer === layer).length);
  const inputs = [[weights[spec.severity], ...hits, ...layers.map((layer) => Number(spoken.has(layer)))]];
  return {
    apiVersion: 'coordination.selfheal.dev/v1alpha1',
    kind: 'RemediationAction',
    metadata: { name: voteName(anomaly), namespace: metadata.namespace, ownerReferences: [owner] },
    spec: {
      type: 'model_inference',
      operation: 'predict',
      target: model,
      source: 'deterministic',
      priority: priorityOf(spec),
      parameters: { inputs },
      timeoutSeconds: longestVoteSeconds,
    },
  };
}

/** The name of the action by which a model is asked about the anomaly. */
export function voteName({ metadata }: Anomaly): string {
  return actionName(`${stemOf(metadata.name)}-vote`, 1);
}

/** Whether it is the anomaly's own question and has an answer, or never will. */
export function isAnswered(anomaly: Anomaly, action: RemediationAction | undefined): boolean {
  return action !== undefined && isActionOver(action) && controllerOf(action)?.uid === anomaly.metadata.uid;
}

/** What the model said, and whether it counts: never against objects that were found. */
export function voteOf(anomaly: Anomaly, { target, action }: AskedModel, found: Diagnosis): ModelVote {
  const said = isAnswered(anomaly, action) ? probabilitiesIn(action?.status?.result) : undefined;
  const about = { model: targetString(target), action: voteName(anomaly) };
  if (!said) return { ...about, used: false, message: `It gave no answer of three probabilities within ${longestVoteSeconds} s.` };
  const isHard = found.rootCause?.target !== undefined;
  const sure = surest(said).length > 0;
  const why = isHard ? 'What was found in the cluster decides.' : `No layer has ${leastSure} or more.`;
  const used = !isHard && sure;
  return { ...about, ...said, used, message: used ? 'Only the words of the report speak otherwise, so it counts.' : why };
}

/** The diagnosis with what the model said, where that counts: the layers that it is sure of, the surest as the cause. */
export function withVote(diagnosis: Diagnosis, vote: ModelVote | undefined): Diagnosis {
  if (!vote?.used) return diagnosis;
  const sure = surest(vote);
  const [layer = 'application'] = sure;
  const what = `${vote.model} gives the ${layer} layer a probability of ${vote[layer]}`;
  const evidence = [{ what }, ...(diagnosis.rootCause?.evidence ?? [])].slice(0, 20);
  return { ...diagnosis, affectedLayers: sortLayers([...diagnosis.affectedLayers, ...sure]), rootCause: { layer, evidence } };
}

type Probabilities = Readonly<Partial<Record<Layer, number>>>;

/** The layers that it is sure of, the surest first; of equals the lower one. */
function surest(said: Probabilities): Layer[] {
  return layers.filter((layer) => (said[layer] ?? 0) >= leastSure).toSorted((a, b) => (said[b] ?? 0) - (said[a] ?? 0));
}

/** Of a prediction with one output of three probabilities, in the order of the layers from below. */
function probabilitiesIn(result: unknown): Record<Layer, number> | undefined {
  const outputs = isFields(result) && Array.isArray(result['outputs']) ? result['outputs'] : [];
  const [infrastructure, platform, application, ...more]: readonly unknown[] = outputs.flatMap((output: unknown): unknown[] =>
    isFields(output) && Array.isArray(output['data']) ? output['data'] : [],
  );
  if (!isProbability(infrastructure) || !isProbability(platform) || !isProbability(application) || more.length > 0) return undefined;
  return { infrastructure, platform, application };
}

function isProbability(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1;
}
