import { Ajv, type ErrorObject } from 'ajv';
import formats from 'ajv-formats';
import { HttpProblem } from './problem.ts';

/**
 * The one validator of the front doors: nothing is converted, filled in or taken away silently, and the first thing that is wrong is told.
 * Schemas are ours alone and compiled at the start; that each is one is tested and not judged again there, which takes 50 ms.
 */
export function makeAjv(): Ajv {
  const ajv = new Ajv({
    strict: true,
    allErrors: false,
    coerceTypes: false,
    useDefaults: false,
    removeAdditional: false,
    verbose: true,
    allowUnionTypes: true,
    validateSchema: false,
  });
  ajv.addFormat('date-time', makeIsMoment());
  return ajv;
}

/** RFC 3339 knows times that no Date can be: a leap second, an offset of hours alone. */
function makeIsMoment(): (text: string) => boolean {
  const ajv = new Ajv({ validateSchema: false });
  formats.default(ajv, ['date-time']);
  const isDateTime = ajv.compile({ type: 'string', format: 'date-time' });
  return (text) => isDateTime(text) && !Number.isNaN(Date.parse(text));
}

/** The problem that names what is wrong with a body or a parameter. */
export function problemFrom([error]: readonly ErrorObject[]): HttpProblem {
  if (!error) return new HttpProblem({ status: 400, message: 'the request is not valid' });
  const field = fieldOf(error);
  return new HttpProblem({
    status: 400,
    message: `${field ?? 'the body'} ${sentenceFor(error)}`,
    ...(field === undefined ? {} : { field }),
    // A list, null, or no body at all.
    ...(field === undefined && error.keyword === 'type' ? { code: 'InvalidJSON' } : {}),
  });
}

/** The member as `details.node`; what is missing or too much is the member itself. */
function fieldOf({ instancePath, keyword, params }: ErrorObject): string | undefined {
  const path = instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const more: unknown = keyword === 'required' ? params['missingProperty'] : params['additionalProperty'];
  const all = typeof more === 'string' ? [...path, more] : path;
  return all.length === 0 ? undefined : all.join('.');
}

function sentenceFor({ keyword, params, parentSchema, message = 'is not valid' }: ErrorObject): string {
  switch (keyword) {
    case 'required':
      return 'is required';
    case 'additionalProperties':
      return 'is not known';
    case 'enum':
      return `must be one of ${(params['allowedValues'] as readonly unknown[]).join(', ')}`;
    case 'type':
      return `must be ${[params['type'] as string | readonly string[]].flat().join(' or ')}`;
    case 'minimum':
    case 'maximum':
      return between(parentSchema) ?? message;
    default:
      return message;
  }
}

function between(schema: ErrorObject['parentSchema']): string | undefined {
  const { type, minimum, maximum } = (schema ?? {}) as { type?: string; minimum?: number; maximum?: number };
  if (minimum === undefined || maximum === undefined) return undefined;
  const shown = (value: number): string => (type === 'number' ? value.toFixed(1) : String(value));
  return `must be between ${shown(minimum)} and ${shown(maximum)}`;
}
