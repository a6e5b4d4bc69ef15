import { targetString } from '../api/target.ts';
import { jobKey, type JobRequest } from './action-job.ts';
import { jobEffect, undoDeadlineSeconds } from './job-effect.ts';
import type { JobSpec } from './job-template.ts';
import { valuesSchema, variablesFor, type Values } from './job-values.ts';
import type { Foresight, ForesightQuestion, Inspection, Operation, OperationContext } from './operation.ts';
import { prepareJob, type PreparedJob } from './prepare-job.ts';
import { rehearseJobs } from './rehearse-job.ts';

const noInverse = 'Its template names no inverse, so nothing can take back what it did.';

/** The action's own namespace, and nowhere else: a template of one namespace must not act in another. */
const namespaceOf = ({ action }: Pick<OperationContext, 'action'>): string => action.metadata.namespace ?? '';

function valuesOf(parameters: OperationContext['parameters']): Values {
  const { values } = parameters;
  return typeof values === 'object' && values !== null ? (values as Values) : {};
}

async function inspect(context: OperationContext): Promise<Inspection> {
  const { client, parameters, target, ownAccount: own } = context;
  const namespace = namespaceOf(context);
  const template = String(parameters['template']);
  const prepared = await prepareJob({ client, namespace, template, values: valuesOf(parameters), own });
  if ('reason' in prepared) return { kind: 'refused', ...prepared };
  const before = beforeOf(prepared);
  const begun = { ...context, before };
  const inverse = inverseRequest(begun);
  const refusal = await rehearseJobs(begun, [request(begun), ...(typeof inverse === 'string' ? [] : [inverse])]);
  if (refusal) return { kind: 'refused', ...refusal };
  const undo = prepared.inverse ? `undone by template ${prepared.template.inverse}` : 'no inverse';
  const { name } = jobKey({ namespace, prefix: 'run' }, context);
  const change = { resource: `Job/${namespace}/${name}`, to: `template ${template} for ${targetString(target)}; ${undo}` };
  return { kind: 'ready', before, targetUid: target.uid ?? '', changes: [change] };
}

/** As text, since the templates may change and since nothing in `before` may be null. */
function beforeOf({ template, inverse }: PreparedJob): Readonly<Record<string, unknown>> {
  return {
    job: JSON.stringify(template.job),
    ...(inverse && { inverse: JSON.stringify(inverse.job), inverseTemplate: template.inverse }),
  };
}

function request(context: OperationContext): JobRequest {
  const spec = JSON.parse(String(context.before['job'])) as JobSpec;
  const deadlineSeconds = Math.min(spec.activeDeadlineSeconds ?? Infinity, context.timeoutSeconds);
  return { namespace: namespaceOf(context), prefix: 'run', spec, variables: variables(context), deadlineSeconds };
}

function inverseRequest(context: OperationContext): JobRequest | string {
  const { before, result } = context;
  if (typeof before['inverse'] !== 'string') return noInverse;
  const spec = JSON.parse(before['inverse']) as JobSpec;
  const output = typeof result['output'] === 'string' ? result['output'] : '';
  const deadlineSeconds = Math.min(spec.activeDeadlineSeconds ?? Infinity, undoDeadlineSeconds);
  return { namespace: namespaceOf(context), prefix: 'undo', spec, variables: variables(context, output), deadlineSeconds };
}

function variables({ action, target, parameters }: OperationContext, output?: string) {
  return variablesFor({ action: `${action.metadata.namespace}/${action.metadata.name}`, target, values: valuesOf(parameters), output });
}

async function foresee({ client, namespace, parameters, ownAccount: own }: ForesightQuestion): Promise<Foresight> {
  const template = String(parameters['template']);
  const prepared = await prepareJob({ client, namespace, template, values: valuesOf(parameters), own });
  if ('reason' in prepared) return { kind: 'impossible', message: prepared.message };
  return prepared.inverse ? { kind: 'possible', undo: 'Reversible' } : { kind: 'possible', undo: 'Irreversible', why: noInverse };
}

/** A Job from a template of the user's has ended well; undone, one from the template that it names as its inverse. */
export const runJob: Operation = {
  name: 'run_job',
  types: ['application_remediation'],
  targetKinds: 'any',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['template'],
    properties: { template: { type: 'string', minLength: 1, maxLength: 253 }, values: valuesSchema },
  },
  undo: 'Reversible',
  foresee,
  inspect,
  effects: [
    jobEffect({
      name: 'run',
      announce: { reason: 'JobRun', note: 'A Job is run to remediate it.' },
      request,
      inverse: inverseRequest,
    }),
  ],
};
