import { isFields } from '../api/fields.ts';
import type { CheckType, Target } from '../api/generated/types.ts';
import { resolveNamespace } from '../api/target.ts';
import type { Look, Operation, OperationContext } from './operation.ts';

/** What `observe` needs of the checks, which lie beside the operations and are handed in. */
export interface Judge {
  /** The checks that `until` may name, with the JSON schema of the parameters of each. */
  readonly checks: readonly { readonly type: CheckType; readonly parameters: Readonly<Record<string, unknown>> }[];
  readonly runCheck: (type: CheckType, context: Question) => Promise<{ readonly result: string; readonly message: string }>;
}

interface Question {
  readonly targets: readonly Target[];
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** A day. */
const longestWait = 86_400;

/**
 * The operation `observe`: writes nothing and ends well once `seconds` have passed since the action started, or as soon as the check
 * `until` passes for the target; with neither at once. With `until` alone only the action's timeout ends it otherwise.
 */
export function makeObserve({ checks, runCheck }: Judge): Operation {
  const checkTypes = checks.map(({ type }) => type);
  return {
    name: 'observe',
    types: ['node_remediation', 'application_remediation', 'platform_remediation'],
    targetKinds: 'any',
    parameters: parameters(checks),
    undo: 'None',
    effects: [],
    inspect: ({ target }) => Promise.resolve({ kind: 'ready', before: {}, targetUid: target.uid ?? '', changes: [] }),
    settled: (context) => settled(context, checkTypes, runCheck),
  };
}

const parameters = (checks: Judge['checks']) => ({
  type: 'object',
  additionalProperties: false,
  properties: {
    seconds: { type: 'integer', minimum: 0, maximum: longestWait },
    until: {
      type: 'object',
      additionalProperties: false,
      required: ['type'],
      properties: { type: { type: 'string', enum: checks.map(({ type }) => type) }, parameters: { type: 'object', maxProperties: 32 } },
      allOf: checks.map(parametersFit),
    },
  },
});

/** A check that requires parameters cannot be named without. */
function parametersFit({ type, parameters }: Judge['checks'][number]) {
  const needed = parameters['required'] === undefined ? [] : ['parameters'];
  return {
    if: { type: 'object', properties: { type: { const: type } } },
    then: { type: 'object', required: needed, properties: { parameters } },
  };
}

async function settled(context: OperationContext, checkTypes: readonly CheckType[], runCheck: Judge['runCheck']): Promise<Look> {
  const wait = secondsOf(context.parameters);
  const until = untilOf(context.parameters, checkTypes);
  if (hasPassed(context, until && wait === undefined ? Infinity : (wait ?? 0))) return { kind: 'done', message: 'Its time has passed' };
  if (!until) return { kind: 'working', message: 'Waits until its time has passed' };
  const target = resolveNamespace(context.target, context.action.metadata.namespace);
  const { result, message } = await runCheck(until.type, { targets: [target], parameters: until.parameters });
  return result === 'Passed' ? { kind: 'done', message } : { kind: 'working', message };
}

function hasPassed({ action, now }: OperationContext, seconds: number): boolean {
  const startedAt = action.status?.startedAt;
  return now.getTime() >= (startedAt === undefined ? now.getTime() : Date.parse(startedAt)) + seconds * 1000;
}

function secondsOf({ seconds }: OperationContext['parameters']): number | undefined {
  return typeof seconds === 'number' ? seconds : undefined;
}

function untilOf({ until }: OperationContext['parameters'], checkTypes: readonly CheckType[]) {
  if (!isFields(until)) return undefined;
  const type = checkTypes.find((known) => known === until['type']);
  return type && { type, parameters: isFields(until['parameters']) ? until['parameters'] : {} };
}
