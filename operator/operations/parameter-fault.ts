import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { lazily } from '../api/lazily.ts';

/** What has parameters: an operation or a check. */
interface Parametrised {
  /** JSON schema of the parameters. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

const ajv = lazily(() => new Ajv({ strict: true, allErrors: false, coerceTypes: false, useDefaults: false }));
const compiled = new WeakMap<Parametrised['parameters'], ValidateFunction>();

/**
 * The first thing that is wrong with the parameters, as `parameters.replicas is required`; undefined when nothing is. Absent parameters
 * count as none.
 */
export function parameterFault({ parameters: schema }: Parametrised, parameters: unknown): string | undefined {
  const validate = compiled.get(schema) ?? ajv().compile(schema);
  compiled.set(schema, validate);
  if (validate(parameters ?? {})) return undefined;
  return firstFault(validate.errors, 'parameters');
}

/** The first of ajv's errors as a sentence about a field of what is called `root`, for example `parameters.replicas is required`. */
export function firstFault(errors: readonly ErrorObject[] | null | undefined, root: string): string {
  const [error] = errors ?? [];
  if (!error) return `${root} does not fit`;
  const { instancePath, keyword, params, message } = error;
  const path = `${root}${instancePath.replaceAll('/', '.')}`;
  if (keyword === 'required') return `${path}.${String(params['missingProperty'])} is required`;
  if (keyword === 'additionalProperties') return `${path}.${String(params['additionalProperty'])} is not a known parameter`;
  if (keyword === 'const') return `${path} must be ${JSON.stringify(params['allowedValue'])}`;
  return `${path} ${message ?? 'does not fit'}`;
}
