/** Some fields of an object. */
export type Fields = Readonly<Record<string, unknown>>;

/** A strategic merge patch as far as no list has keys: fields of both, those of the patch before the others; what it says is null is not there. */
export function merged(base: Fields, patch: Fields): Fields {
  const changed = Object.entries(patch).map(([key, value]): [string, unknown] => [
    key,
    isMap(base[key]) && isMap(value) ? merged(base[key], value) : value,
  ]);
  const all: Fields = { ...base, ...Object.fromEntries(changed) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}

function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
