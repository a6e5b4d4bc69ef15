import { isFields, type Fields } from '../api/fields.ts';

/**
 * The JSON merge patch (RFC 7386) that makes `from` into `to`: what is in both stays out of it, what only `from` has is null, lists are
 * replaced as a whole. A null in `to` counts as absent.
 */
export function mergeDiff(from: Fields, to: Fields): Fields {
  const gone = Object.keys(from).filter((field) => (to[field] ?? null) === null && from[field] !== null);
  const changed = Object.entries(to).flatMap(([field, value]) => {
    if (value === null || value === undefined) return [];
    const [before, after] = [from[field], value];
    if (!isFields(before) || !isFields(after)) return same(before, after) ? [] : [[field, after] as const];
    const inner = mergeDiff(before, after);
    return Object.keys(inner).length === 0 ? [] : [[field, inner] as const];
  });
  return { ...Object.fromEntries(gone.map((field) => [field, null])), ...Object.fromEntries(changed) };
}

/** Fields may be spelled in another order and still be the same. */
function same(before: unknown, after: unknown): boolean {
  if (Array.isArray(before) && Array.isArray(after))
    return before.length === after.length && before.every((item, index) => same(item, after[index]));
  if (isFields(before) && isFields(after)) return Object.keys(mergeDiff(before, after)).length === 0;
  return before === after;
}
