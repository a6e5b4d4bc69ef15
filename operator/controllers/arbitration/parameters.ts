import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { RemediationActionSpec } from '../../api/generated/types.ts';
import type { Operation } from '../../operations/operation.ts';

/** What is wrong with an action's parameters, naming the field; undefined when they fit its operation or that one is not built. */
export type JudgeParameters = (spec: RemediationActionSpec) => string | undefined;

/** Judges by the schemas of the catalogue; each is compiled when it is first needed. */
export function parameterJudge(operations: ReadonlyMap<string, Operation>): JudgeParameters {
  const ajv = new Ajv({ strict: false });
  const compiled = new Map<string, ValidateFunction>();
  return ({ operation: name, parameters = {} }) => {
    const operation = operations.get(name);
    if (!operation) return undefined;
    const validate = compiled.get(name) ?? ajv.compile(operation.parameters);
    compiled.set(name, validate);
    return validate(parameters) ? undefined : faultIn(validate.errors?.[0]);
  };
}

function faultIn(error: ErrorObject | undefined): string {
  const path = `spec.parameters${(error?.instancePath ?? '').replaceAll('/', '.')}`;
  switch (error?.keyword) {
    case 'required':
      return `${path}.${String(error.params['missingProperty'])} is required`;
    case 'additionalProperties':
      return `${path}.${String(error.params['additionalProperty'])} is not a parameter of the operation`;
    default:
      return `${path} ${error?.message ?? 'does not fit'}`;
  }
}
