import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { Operation } from './operation.ts';

/** One thing that is wrong with the parameters of an action or a step. */
export interface ParameterError {
  /** Path below `parameters`, for example `replicas`; `parameters` itself when it is about the whole. */
  readonly field: string;
  readonly message: string;
}

type Shaped = Pick<Operation, 'parameters'>;

const ajv = new Ajv({ strict: true, allErrors: false, coerceTypes: false, useDefaults: false });
const compiled = new WeakMap<Shaped['parameters'], ValidateFunction>();

/** What is wrong with the parameters for this operation; empty when nothing is. Absent parameters count as none. */
export function validateParameters(operation: Shaped, parameters: unknown): readonly ParameterError[] {
  const validate = compiled.get(operation.parameters) ?? ajv.compile(operation.parameters);
  compiled.set(operation.parameters, validate);
  return validate(parameters ?? {}) ? [] : (validate.errors ?? []).map(parameterError);
}

function parameterError({ instancePath, keyword, params, message }: ErrorObject): ParameterError {
  const path = instancePath.slice(1).replaceAll('/', '.');
  const at = (name: unknown): string => [path, String(name)].filter((part) => part !== '').join('.');
  if (keyword === 'required') return { field: at(params['missingProperty']), message: 'is required' };
  if (keyword === 'additionalProperties') return { field: at(params['additionalProperty']), message: 'is not a known parameter' };
  return { field: path || 'parameters', message: message ?? keyword };
}
