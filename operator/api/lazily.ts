/**
 * Made when it is first asked for, and kept. For validators: ajv takes 10 ms and more to compile a schema, and most processes never ask for most of
 * them.
 */
export function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
