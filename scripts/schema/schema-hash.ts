import { canonicalJson, sha256 } from '../../operator/api/digest.ts';
import { type Crd, kindOf } from './crd.ts';

/** sha256 over the specs of all CRDs, whatever the order of the files; metadata, and so the annotation that carries it, does not count. */
export function schemaHashOf(crds: readonly Crd[]): string {
  const specs = [...crds].sort((a, b) => (kindOf(a) < kindOf(b) ? -1 : 1)).map((crd) => crd.spec);
  return sha256(canonicalJson(specs));
}

const annotation = 'coordination.selfheal.dev/schema-hash';

/** The CRD's text with the annotation set to the hash; nothing else moves. */
export function withSchemaHash(text: string, hash: string): string {
  const line = `    ${annotation}: ${hash}`;
  const existing = new RegExp(`^    ${annotation}: .*$`, 'm');
  if (existing.test(text)) return text.replace(existing, line);
  return text.replace(/^metadata:\n {2}name: .*$/m, (head) => `${head}\n  annotations:\n${line}`);
}
