import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';

/** What has parameters: an operation or a check. */
interface Parametrised {
  /** JSON schema of the parameters. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

const ajv = new Ajv({ strict: true, allErrors: false, coerceTypes: false, useDefaults: false });
const compiled = new WeakMap<Parametrised['parameters'], ValidateFunction>();

/**
 * The first thing that is wrong with the parameters, as `parameters.replicas is required`; undefined when nothing is. Absent parameters
 * count as none.
 */
export function parameterFault({ parameters: schema }: Parametrised, parameters: unknown): string | undefined {
  const validate = compiled.get(schema) ?? ajv.compile(schema);
  compiled.set(schema, validate);
  if (validate(parameters ?? {})) return undefined;
  const [error] = validate.errors ?? [];
  return error && sentence(error);
}

function sentence({ instancePath, keyword, params, message }: ErrorObject): string {
  const path = `parameters${instancePath.replaceAll('/', '.')}`;
  if (keyword === 'required') return `${path}.${String(params['missingProperty'])} is required`;
  if (keyword === 'additionalProperties') return `${path}.${String(params['additionalProperty'])} is not a known parameter`;
  return `${path} ${message ?? 'does not fit'}`;
}
