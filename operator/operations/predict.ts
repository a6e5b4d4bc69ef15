import { targetString } from '../api/target.ts';
import { unevenRow, type Rows } from '../domain/prediction/infer-request.ts';
import { configuredModel, locateModel, type Located, type SeenInferenceService } from '../domain/prediction/model-address.ts';
import type { AskModel } from './model-client.ts';
import type { Inspection, Look, Operation, OperationContext } from './operation.ts';

/** What `predict` needs beyond its target. */
export interface Models {
  readonly ask: AskModel;
  /** Server of the models where there is no API of InferenceServices; empty for none. */
  readonly modelUrl: string;
  /** Hosts beyond the Services of its own namespace at which an InferenceService may serve. */
  readonly modelHosts: readonly string[];
}

/** The operation `predict`: a model was asked for one answer per row of `inputs`, and `status.result` holds what it said. Writes nothing. */
export function makePredict(models: Models): Operation {
  return {
    name: 'predict',
    types: ['model_inference'],
    targetKinds: ['InferenceService'],
    parameters,
    undo: 'None',
    effects: [],
    inspect: (context) => Promise.resolve(inspect(context, models)),
    settled: (context) => ask(context, models),
  };
}

const parameters = {
  type: 'object',
  additionalProperties: false,
  required: ['inputs'],
  properties: {
    inputs: {
      type: 'array',
      minItems: 1,
      maxItems: 256,
      items: { type: 'array', minItems: 1, maxItems: 1024, items: { type: 'number' } },
    },
  },
};

/** As the schema of the parameters has it. */
const rowsOf = ({ parameters: given }: OperationContext): Rows => given['inputs'] as Rows;

function inspect(context: OperationContext, models: Models): Inspection {
  const uneven = unevenRow(rowsOf(context));
  if (uneven !== undefined) {
    const message = `spec.parameters.inputs: row ${uneven} is not as long as row 1.`;
    return { kind: 'refused', reason: 'InvalidParameters', message };
  }
  const located = locate(context, models);
  if (located.kind === 'unusable') return { kind: 'refused', reason: located.reason, message: located.message };
  return { kind: 'ready', before: {}, targetUid: context.object?.metadata.uid ?? '', changes: [] };
}

type Place = Located | { readonly kind: 'unusable'; readonly reason: 'ApiNotInstalled'; readonly message: string };

/** An absent object means that there are no InferenceServices in this cluster: one that only does not exist is never begun. */
function locate({ object, target }: OperationContext, { modelUrl, modelHosts }: Models): Place {
  if (object) return locateModel(object as unknown as SeenInferenceService, modelHosts);
  if (modelUrl !== '') return { kind: 'found', address: configuredModel(target.name, modelUrl) };
  const message = `The API of InferenceService is not installed and MODEL_URL is not set, so nobody answers for ${targetString(target)}.`;
  return { kind: 'unusable', reason: 'ApiNotInstalled', message };
}

async function ask(context: OperationContext, models: Models): Promise<Look> {
  const { nextAttemptAt, message = '' } = context.action.status ?? {};
  const pause = nextAttemptAt === undefined ? 0 : (Date.parse(nextAttemptAt) - context.now.getTime()) / 1000;
  if (pause > 0) return { kind: 'working', message, again: pause };
  const located = locate(context, models);
  if (located.kind === 'notReady') return { kind: 'failed', reason: 'ModelNotReady', message: located.message, passing: true };
  if (located.kind === 'unusable') return { kind: 'failed', reason: located.reason, message: located.message };
  return lookAt(await models.ask(located.address, rowsOf(context)));
}

function lookAt(inference: Awaited<ReturnType<AskModel>>): Look {
  switch (inference.kind) {
    case 'predicted':
      return { kind: 'done', message: 'The model answered.', result: { ...inference.prediction } };
    case 'failed':
      return inference;
    case 'resting':
      return { kind: 'working', message: inference.message, again: inference.seconds, blocked: { reason: 'ModelResting' } };
    default:
      return inference satisfies never;
  }
}
