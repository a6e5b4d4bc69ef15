import { createHash } from 'node:crypto';
import { type Crd, kindOf } from './crd.ts';

/** JSON with the keys of every object in order, so that equal content gives equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** sha256 over the specs of all CRDs, whatever the order of the files; metadata, and so the annotation that carries it, does not count. */
export function schemaHashOf(crds: readonly Crd[]): string {
  const specs = [...crds].sort((a, b) => (kindOf(a) < kindOf(b) ? -1 : 1)).map((crd) => crd.spec);
  return createHash('sha256').update(canonicalJson(specs)).digest('hex');
}

const annotation = 'coordination.selfheal.dev/schema-hash';

/** The CRD's text with the annotation set to the hash; nothing else moves. */
export function withSchemaHash(text: string, hash: string): string {
  const line = `    ${annotation}: ${hash}`;
  const existing = new RegExp(`^    ${annotation}: .*$`, 'm');
  if (existing.test(text)) return text.replace(existing, line);
  return text.replace(/^metadata:\n {2}name: .*$/m, (head) => `${head}\n  annotations:\n${line}`);
}
