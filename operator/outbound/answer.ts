const mebibyte = 1024 * 1024;

/** What every pool of connections to the outside keeps to: an answer has at most 1 MiB. */
export const poolLimits = { maxResponseSize: mebibyte } as const;

/** Why no complete answer came: it took too long, was too long, or something else, with its code if it has one. */
export type Failure = { readonly kind: 'late' } | { readonly kind: 'long' } | { readonly kind: 'other'; readonly code?: string };

/** The failure behind what a request threw, of Node's errors and undici's alike. */
export function failureOf(error: unknown): Failure {
  const { name, code } = (error ?? {}) as { readonly name?: string; readonly code?: unknown };
  if (name === 'TimeoutError') return { kind: 'late' };
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return { kind: 'long' };
  return { kind: 'other', ...(typeof code === 'string' && { code }) };
}
