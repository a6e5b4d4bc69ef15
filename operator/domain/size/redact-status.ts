import { isFields } from '../../api/fields.ts';
import { cut } from '../../api/cut.ts';
import { redact } from '../../api/redact.ts';
import { conditionTypes, policyConditionTypes } from '../../api/reasons.ts';

/** What is said to people, and so may repeat what somebody else wrote. */
const told: ReadonlySet<string> = new Set(['message', 'evidence', 'what', 'from', 'to']);

/** So long every one of them may be. */
const shortestLimit = 256;

/** What the engine goes on from, which has to stay as it was read. */
const kept: ReadonlySet<string> = new Set(['before', 'result']);

/** The status with no credential in what it tells people: it is read by whoever may read the object, and not only by who wrote the text. */
export function redactStatus<T extends object>(status: T): T {
  return redactIn(status) as T;
}

/** The text as a status has it: no longer than it was, since it was cut to what its field takes. */
export function toldText(text: string): string {
  const shown = redact(text);
  return shown.length > text.length ? cut(shown, Math.max(text.length, shortestLimit)) : shown;
}

function redactIn(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return told.has(name) ? toldText(value) : value;
  if (Array.isArray(value)) return value.map((item: unknown) => redactIn(item, name));
  if (!isFields(value) || kept.has(name) || isOfOthers(value, name)) return value;
  return Object.fromEntries(Object.entries(value).map(([member, inner]) => [member, redactIn(inner, member)]));
}

/** A condition of somebody else is theirs. */
function isOfOthers({ type }: { readonly type?: unknown }, name: string): boolean {
  return name === 'conditions' && !Object.hasOwn({ ...conditionTypes, ...policyConditionTypes }, String(type));
}
