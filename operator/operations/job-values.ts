import { createContext, Script } from 'node:vm';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { canonicalJson } from '../api/digest.ts';
import type { Target } from '../api/generated/types.ts';
import { messageOf } from '../api/message-of.ts';
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
/** A schema that needs longer is given up: it was written by whoever may write ConfigMaps, and this process has but one thread. */
const longestMs = 1000;

/** Why the values do not fit the schema; undefined when they do. The schema is JSON schema draft 7, with formats. */
export function valuesFault(schema: unknown, values: Values): ValuesFault | undefined {
  if (canonicalJson(values).length > largestValues)
    return { of: 'values', message: `the values are larger than ${largestValues} characters` };
  try {
    return withinTime(() => judge(schema, values));
  } catch (error) {
    return { of: 'schema', message: messageOf(error) };
  }
}

function judge(schema: unknown, values: Values): ValuesFault | undefined {
  const ajv = new Ajv({ strictTypes: false, strictTuples: false, addUsedSchema: false });
  formats.default(ajv);
  if (typeof schema !== 'object' || schema === null) throw new Error('it is not a JSON schema');
  const validate = ajv.compile(schema);
  return validate(values) ? undefined : { of: 'values', message: firstFault(validate.errors, 'values') };
}

const call = new Script('work()');

/** What the work comes to; whatever it runs, a regular expression too, is broken off when its time is over. */
function withinTime<T>(work: () => T): T {
  return call.runInContext(createContext({ work }), { timeout: longestMs }) as T;
}

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
