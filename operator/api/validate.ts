import type { ErrorObject, ValidateFunction } from 'ajv';
import type { Anomaly, RemediationAction, RemediationPlan, RemediationPolicy } from './generated/types.ts';
import {
  validateAnomaly as checkAnomaly,
  validateRemediationAction as checkAction,
  validateRemediationPlan as checkPlan,
  validateRemediationPolicy as checkPolicy,
} from './generated/validators.js';

/** One thing that is wrong: the path of the field, as the API server writes it, and what it must be. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** The object with its defaults filled in, or everything that is wrong with it. */
export type Validated<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly errors: readonly FieldError[] };

/**
 * Judges as the API server does with fieldValidation=Strict, but for the CEL rules: unknown fields are errors, a null where a field may
 * be absent counts as absent, defaults are filled in. The value that is given stays as it is.
 */
export const validateAnomaly = (value: unknown): Validated<Anomaly> => judge(checkAnomaly, value);

/** As validateAnomaly, for a plan. */
export const validatePlan = (value: unknown): Validated<RemediationPlan> => judge(checkPlan, value);

/** As validateAnomaly, for an action. */
export const validateAction = (value: unknown): Validated<RemediationAction> => judge(checkAction, value);

/** As validateAnomaly, for a policy. */
export const validatePolicy = (value: unknown): Validated<RemediationPolicy> => judge(checkPolicy, value);

function judge<T>(check: ValidateFunction<T>, value: unknown): Validated<T> {
  const copy = structuredClone(value);
  if (!check(copy)) return { ok: false, errors: (check.errors ?? []).map(fieldError) };
  const clean: unknown = withoutNulls(copy);
  return check(clean) ? { ok: true, value: clean } : { ok: false, errors: (check.errors ?? []).map(fieldError) };
}

/** Maps whose content the schema does not know keep their nulls. */
const free: ReadonlySet<string> = new Set(['parameters', 'before', 'result']);

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(members.map(([key, inner]) => [key, free.has(key) && typeof inner === 'object' ? inner : withoutNulls(inner)]));
}

/** One of ajv's errors as the path of a field and what it must be. */
export function fieldError({ instancePath, keyword, params, message }: ErrorObject): FieldError {
  const at = pathOf(instancePath);
  switch (keyword) {
    case 'required':
      return { field: join(at, String(params['missingProperty'])), message: 'is required' };
    case 'additionalProperties':
      return { field: join(at, String(params['additionalProperty'])), message: 'is not a known field' };
    case 'enum':
      return { field: at, message: `must be one of ${words(params['allowedValues'])}` };
    default:
      return { field: at, message: message ?? keyword };
  }
}

const words = (allowed: unknown): string => (Array.isArray(allowed) ? allowed.filter((word) => word !== null).join(', ') : '');

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

/** `/spec/steps/0/order` as `spec.steps[0].order`. */
function pathOf(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : join(path, part)), '');
}
