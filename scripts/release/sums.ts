import { createHash } from 'node:crypto';

/** The lines that `sha256sum --check` reads, in the order of the paths. */
export function sumsOf(files: ReadonlyMap<string, string | Uint8Array>): string {
  const lines = [...files].map(([path, content]) => `${createHash('sha256').update(content).digest('hex')}  ${path}\n`);
  return lines.toSorted((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1)).join('');
}
