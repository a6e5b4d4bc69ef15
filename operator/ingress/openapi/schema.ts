/** A JSON schema (2020-12) as the document has it; nothing is validated by it at the door. */
export type Schema = Readonly<Record<string, unknown>>;

/** An object with exactly the members of T, all of which are there but for the optional ones. */
export function members<T extends object>(
  properties: Readonly<Record<keyof T & string, Schema>>,
  optional: readonly (keyof T & string)[] = [],
): Schema {
  const required = Object.keys(properties).filter((name) => !optional.some((one) => one === name));
  return { type: 'object', required, properties };
}

/** A text. */
export function text(description: string, more: Schema = {}): Schema {
  return { type: 'string', description, ...more };
}

/** One of these words. */
export function word(description: string, words: readonly string[]): Schema {
  return text(description, { enum: words });
}

/** The same, or null. */
export function orNull({ type, $ref, ...more }: Schema): Schema {
  return $ref === undefined ? { type: [type, 'null'], ...more } : { anyOf: [{ $ref }, { type: 'null' }], ...more };
}

/** A time (RFC 3339). */
export function time(description: string): Schema {
  return text(description, { format: 'date-time' });
}

/** A whole number, at least that. */
export function count(description: string, minimum = 0): Schema {
  return { type: 'integer', minimum, description };
}

/** A list of these. */
export function listOf(items: Schema, description: string): Schema {
  return { type: 'array', items, description };
}

/** The component of that name. */
export function shared(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}
