import { isFields, type Fields } from '../api/fields.ts';

/** `target` after the JSON merge patch (RFC 7386) is applied; neither argument is changed. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  return mergeFields(target, patch, mergePatch);
}

/** As mergePatch, but lists of objects with names are merged by name, as a strategic merge patch does with containers. */
export function strategicMerge(target: unknown, patch: unknown): unknown {
  if (Array.isArray(patch) && Array.isArray(target) && patch.every(isNamed)) {
    const names = new Map(patch.map((item) => [item['name'], item]));
    return [
      ...target.map((item: Fields) => strategicMerge(item, names.get(item['name']) ?? {})),
      ...patch.filter(({ name }) => !target.some((item: Fields) => item['name'] === name)),
    ];
  }
  return mergeFields(target, patch, strategicMerge);
}

/** Field by field, each by `merge`; what is no object takes the place of the target. */
function mergeFields(target: unknown, patch: unknown, merge: (target: unknown, patch: unknown) => unknown): unknown {
  if (!isFields(patch)) return patch;
  const merged: Record<string, unknown> = isFields(target) ? { ...target } : {};
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) delete merged[field];
    else merged[field] = merge(merged[field], value);
  }
  return merged;
}

const isNamed = (item: unknown): item is Fields => isFields(item) && typeof item['name'] === 'string';

/** Whether two JSON values are the same, whatever the order of their fields; an undefined or null field counts as absent. */
export function sameJson(left: unknown, right: unknown): boolean {
  if (left === right || (left ?? null) === (right ?? null)) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => sameJson(item, right[index]));
  }
  if (!isFields(left) || !isFields(right)) return false;
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((field) => sameJson(left[field], right[field]));
}
