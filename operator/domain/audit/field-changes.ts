import { canonicalJson, sha256 } from '../../api/digest.ts';
import { isFields, type Fields } from '../../api/fields.ts';
import { redactNamed } from '../../api/redact.ts';
import { group } from '../../api/resource.ts';

/** A value as an audit record shows it: a short one itself, any other by its digest. */
export type ShownValue = string | number | boolean | null;

/** One field that a write sets; null: the field is not there. `from` is missing when it was not read before. */
export interface FieldChange {
  readonly field: string;
  readonly from?: ShownValue;
  readonly to: ShownValue;
}

/** More say no more. */
const mostChanges = 32;
const longestValue = 256;

/** Where the API server is told what the write may be made to, which the write does not change. */
const preconditions: ReadonlySet<string> = new Set(['metadata.uid', 'metadata.resourceVersion']);

/** What a patch, or whole new fields, change on what was read before; undefined when nothing was. At most 32, without credentials. */
export function fieldChanges(to: Fields, from: Fields | undefined): FieldChange[] {
  return changesIn(to, from, '').slice(0, mostChanges);
}

function changesIn(to: unknown, from: unknown, field: string): FieldChange[] {
  if (isFields(to))
    return Object.entries(to).flatMap(([name, inner]) =>
      changesIn(inner, memberOf(from, name), field === '' ? name : `${field}${step(name)}`),
    );
  if (isNamedList(to)) {
    const before = isNamedList(from) ? from : [];
    return to.flatMap((item) => changesIn(withoutName(item), from && memberNamed(before, item.name), `${field}[${item.name}]`));
  }
  return changeOf(to, from, field);
}

const memberOf = (from: unknown, name: string): unknown => (isFields(from) ? (from[name] ?? null) : from === null ? null : undefined);

function memberNamed(list: readonly NamedItem[], name: string): unknown {
  return list.find((item) => item.name === name) ?? null;
}

const step = (name: string): string => (/^[\w-]+$/.test(name) ? `.${name}` : `[${name}]`);

function changeOf(to: unknown, from: unknown, field: string): FieldChange[] {
  if (preconditions.has(field)) return [];
  const [before, after] = [from === undefined ? undefined : shown(from, field), shown(to, field)];
  if (before !== undefined && canonicalJson(from) === canonicalJson(to)) return [];
  return [{ field, ...(before !== undefined && { from: before }), to: after }];
}

interface NamedItem extends Fields {
  readonly name: string;
}

/** Containers and their like: each is known by its name, wherever it stands. */
function isNamedList(value: unknown): value is readonly NamedItem[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => isFields(item) && typeof item['name'] === 'string');
}

function withoutName({ name, ...rest }: NamedItem): Fields {
  return Object.keys(rest).length > 0 ? rest : { name };
}

/** What runs in a container may have anything in its variables. */
const isVariable = (field: string): boolean => /\.env\[[^\]]*\]\.value$/.test(field);

function shown(value: unknown, field: string): ShownValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value !== 'string' || value.length > longestValue) return digestOf(value);
  return isVariable(field) ? '[redacted]' : shownText(value, field);
}

/** The engine's own marks are called tokens, and are none. */
function shownText(text: string, field: string): string {
  return field.includes(`[${group}/`) ? text : redactNamed(field.slice(Math.max(field.lastIndexOf('.'), field.lastIndexOf('['))), text);
}

function digestOf(value: unknown): string {
  return `sha256:${sha256(canonicalJson(value))}`;
}
