import type { ActionType, FreeMap, RemediationActionSpec, Source, Target } from '../../api/generated/types.ts';
import { targetString } from '../../api/target.ts';
import { usualAction } from '../../api/usual-action.ts';
import type { Operation } from '../../operations/operation.ts';
import { parameterFault } from '../../operations/parameter-fault.ts';
import { HttpProblem } from '../problem.ts';
import { targetForms, targetNamed } from './remediate-target.ts';

/** The body of POST /api/v1/remediate, after validation. */
export interface RemediateRequest {
  readonly action_type: ActionType;
  readonly target: string;
  readonly priority?: number;
  readonly source?: Source;
  readonly confidence_score?: number;
  readonly parameters?: FreeMap & { readonly remediation_type?: string };
}

const types: readonly ActionType[] = [
  'node_remediation',
  'resource_scaling',
  'application_remediation',
  'platform_remediation',
  'model_inference',
  'alert_correlation',
];
const sources: readonly Source[] = ['deterministic', 'ai_driven', 'manual'];
const usualPriority = 3;

/** JSON schema of the body. */
export const remediateRequestSchema = {
  $id: 'RemediateRequest',
  type: 'object',
  additionalProperties: false,
  required: ['action_type', 'target'],
  properties: {
    action_type: { type: 'string', enum: types, description: 'Kind of action; conflicts between kinds are judged by it.' },
    target: { type: 'string', minLength: 1, maxLength: 400, description: `What it is done to: ${targetForms}.` },
    priority: { type: 'integer', minimum: 1, maximum: 5, description: 'Priority, 1 highest to 5 lowest; 3 when absent.' },
    source: { type: 'string', enum: sources, description: 'Who decided that it is to be done; manual when absent.' },
    confidence_score: {
      type: 'number',
      minimum: 0,
      maximum: 1,
      description: 'Confidence of the source; required when source is ai_driven.',
    },
    parameters: {
      type: 'object',
      maxProperties: 33,
      propertyNames: { maxLength: 253 },
      additionalProperties: true,
      properties: {
        remediation_type: {
          type: 'string',
          maxLength: 63,
          description: 'The operation, such as restart_kubelet; may be left out where the action_type has only one.',
        },
      },
      description: 'Which operation it is, and the parameters of that.',
    },
  },
} as const;

/** The spec of the action that the request asks for in the name of that user. Throws a 400 that names what is wrong. */
export function actionSpecFrom(
  request: RemediateRequest,
  requestedBy: string,
  operations: ReadonlyMap<string, Operation>,
): RemediationActionSpec {
  const { action_type: type, priority = usualPriority, source = 'manual', confidence_score: confidence } = request;
  const { remediation_type: word, ...parameters } = request.parameters ?? {};
  if (source === 'ai_driven' && confidence === undefined)
    throw invalid('confidence_score', 'confidence_score is required when source is ai_driven');
  const operation = operationNamed(word, type, operations);
  const target = targetNamed(request.target, type);
  refuseUnfit(operation, target, parameters);
  return {
    ...{ type, operation: operation.name, target, source, priority, requestedBy },
    ...(confidence === undefined ? {} : { confidence }),
    ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
    dryRun: false,
    ...usualAction,
  };
}

/** What arbitration would refuse later is told at once. */
function refuseUnfit(operation: Operation, target: Target, parameters: FreeMap): void {
  const { targetKinds, name } = operation;
  if (targetKinds !== 'any' && !targetKinds.includes(target.kind)) {
    const what = `${name} cannot be done to ${targetString(target)}, only to a ${targetKinds.join(' or ')}`;
    throw invalid('target', `${what}; name it as ${targetForms}`);
  }
  const fault = parameterFault(operation, parameters);
  if (fault !== undefined) throw invalid(/^(parameters\S*) (is|must|does) /.exec(fault)?.[1] ?? 'parameters', fault);
}

function operationNamed(word: string | undefined, type: ActionType, operations: ReadonlyMap<string, Operation>): Operation {
  const known = [...operations.values()].filter((operation) => operation.types.includes(type));
  const named = word === undefined ? known : known.filter(({ name }) => name === word);
  const [only, ...others] = named;
  if (only && others.length === 0) return only;
  const list = known.map(({ name }) => name).join(', ');
  const what = word === undefined ? 'is required' : `${JSON.stringify(word)} is not an operation of ${type}`;
  throw invalid('parameters.remediation_type', `parameters.remediation_type ${what}; those of ${type} are ${list}`);
}

function invalid(field: string, message: string): HttpProblem {
  return new HttpProblem({ status: 400, message, field });
}
