import { createContext, Script } from 'node:vm';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { canonicalJson } from '../api/digest.ts';
import type { Target } from '../api/generated/types.ts';
import { variablePrefix, type Variable } from './job-template.ts';
import { firstFault } from './parameter-fault.ts';

/** Parameters of a Job by name. */
export type Values = Readonly<Record<string, unknown>>;

/** What was wrong: the schema itself, or the values that it judged. */
export interface ValuesFault {
  readonly of: 'schema' | 'values';
  readonly message: string;
}

/** JSON schema of `values`: names that can be a part of a variable's name. */
export const valuesSchema = {
  type: 'object',
  maxProperties: 64,
  propertyNames: { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]{0,62}$' },
} as const;

const largestValues = 16_384;
/** A pattern that needs longer is given up: it was written by whoever may write ConfigMaps, and this process has but one thread. */
const longestMatchMs = 100;

/** Why the values do not fit the schema; undefined when they do. The schema is JSON schema draft 7, with formats. */
export function valuesFault(schema: unknown, values: Values): ValuesFault | undefined {
  if (canonicalJson(values).length > largestValues)
    return { of: 'values', message: `the values are larger than ${largestValues} characters` };
  try {
    const validate = compile(schema);
    return validate(values) ? undefined : { of: 'values', message: firstFault(validate.errors, 'values') };
  } catch (error) {
    return { of: 'schema', message: error instanceof Error ? error.message : String(error) };
  }
}

function compile(schema: unknown): ValidateFunction {
  const ajv = new Ajv({ strictTypes: false, strictTuples: false, addUsedSchema: false, code: { regExp: boundedRegExp } });
  formats.default(ajv);
  if (typeof schema === 'object' && schema !== null) return ajv.compile(schema);
  throw new Error('it is not a JSON schema');
}

/** A regular expression whose every match is bounded in time; throws when the time is over. */
function boundedRegExp(pattern: string, flags: string): { test(text: string): boolean } {
  const expression = new RegExp(pattern, flags);
  const script = new Script('expression.test(text)');
  return {
    test(text) {
      expression.lastIndex = 0;
      return Boolean(script.runInContext(createContext({ expression, text }), { timeout: longestMatchMs }));
    },
  };
}
boundedRegExp.code = 'undefined';

/** What a Job is told about what it is for. */
export interface Purpose {
  readonly action: string;
  readonly target: Target;
  readonly values: Values;
  /** What the Job that is to be taken back left as its termination message. */
  readonly output?: string;
}

/**
 * The variables of every container of a Job. Values never become a part of the manifest's text, and `$` is doubled because the kubelet
 * would otherwise expand `$(NAME)` in them.
 */
export function variablesFor({ action, target, values, output }: Purpose): Variable[] {
  const scalars = Object.entries(values).filter(([, value]) => typeof value !== 'object');
  const facts = {
    ACTION: action,
    TARGET_API_VERSION: target.apiVersion,
    TARGET_KIND: target.kind,
    TARGET_NAMESPACE: target.namespace,
    TARGET_NAME: target.name,
    TARGET_UID: target.uid,
    OUTPUT: output,
    VALUES: canonicalJson(values),
    ...Object.fromEntries(scalars.map(([name, value]) => [`VALUE_${name}`, String(value)])),
  };
  return Object.entries(facts).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name: `${variablePrefix}${name}`, value: value.replaceAll('$', '$$$$') }],
  );
}
