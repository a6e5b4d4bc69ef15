import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

/** An answer as it was seen. */
export interface SeenAnswer {
  readonly method: string;
  /** With or without a query. */
  readonly path: string;
  readonly status: number;
  /** Empty where there is no body. */
  readonly contentType: string;
  readonly body: string;
}

interface Response {
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

/** As much of an OpenAPI document as is looked at. */
export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, Response>> }>>>>;
}

/** Undefined, or what the document says differently of the answer: its status, its media type, or its members, none of which may be unknown. */
export type AnswerCheck = (answer: SeenAnswer) => string | undefined;

/** Checks answers against the document. */
export function makeAnswerCheck(document: OpenApiDocument): AnswerCheck {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema({ ...(closed(document) as object), $id: 'document' });
  const compiled = new Map<string, ValidateFunction>();
  const validatorOf = (pointer: string): ValidateFunction => {
    const known = compiled.get(pointer) ?? ajv.compile({ $ref: `document#${pointer}` });
    compiled.set(pointer, known);
    return known;
  };
  const problem = validatorOf(pointerTo('components', 'schemas', 'Problem'));
  return (answer) => {
    const place = placeOf(document, answer);
    if (typeof place === 'string') return isNoAddress(answer) ? faultsOf(problem, answer) : place;
    if (answer.method === 'HEAD') return undefined;
    const type = answer.contentType.split(';', 1)[0] ?? '';
    if (!document.paths[place.path]?.[place.method]?.responses[place.status]?.content?.[type])
      return `${wordsFor(answer)} is of the type ${type}`;
    const pointer = pointerTo('paths', place.path, place.method, 'responses', place.status, 'content', type, 'schema');
    return faultsOf(validatorOf(pointer), answer);
  };
}

interface Place {
  readonly path: string;
  readonly method: string;
  readonly status: string;
}

/** Where the document tells of the answer, or that it does not. */
function placeOf({ paths }: OpenApiDocument, answer: SeenAnswer): Place | string {
  const [asked = ''] = answer.path.split('?', 1);
  const path = paths[asked] ? asked : Object.keys(paths).find((template) => fits(template.split('/'), asked.split('/')));
  const method = answer.method === 'HEAD' ? 'get' : answer.method.toLowerCase();
  const status = String(answer.status);
  if (path === undefined || !paths[path]?.[method]?.responses[status]) return `${wordsFor(answer)} is not in the document`;
  return { path, method, status };
}

function fits(template: readonly string[], asked: readonly string[]): boolean {
  return template.length === asked.length && template.every((part, index) => part.startsWith('{') || part === asked[index]);
}

/** Of what is no address, or is one for other methods, no document tells. */
function isNoAddress({ status }: SeenAnswer): boolean {
  return status === 404 || status === 405;
}

function wordsFor({ method, path, status }: SeenAnswer): string {
  return `${method} ${path}: ${status}`;
}

function faultsOf(validate: ValidateFunction, answer: SeenAnswer): string | undefined {
  const body: unknown = /json/.test(answer.contentType) ? JSON.parse(answer.body) : answer.body;
  if (validate(body)) return undefined;
  const faults = (validate.errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
  return `${wordsFor(answer)}: ${faults.join('; ')}`;
}

function pointerTo(...parts: readonly string[]): string {
  return parts.map((part) => `/${encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');
}

/** The same, but members that are not told of are faults: a client may meet new ones, and the document of the same version none. */
function closed(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(closed);
  if (typeof part !== 'object' || part === null) return part;
  const all = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, closed(value)]));
  return all['type'] === 'object' && 'properties' in all && !('additionalProperties' in all)
    ? { ...all, additionalProperties: false }
    : all;
}
