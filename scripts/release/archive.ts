import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

/** Paths of all files below a folder, from it on, in the order of their names. */
export function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map(({ parentPath, name }) => relative(folder, join(parentPath, name))).toSorted();
}

/**
 * A folder as a tar, gzipped: the same bytes for the same content, whoever makes it, where and when. Every file has the time given (seconds since 1970), no
 * owner, and of its mode only whether it can be run.
 */
export async function archiveOf(folder: string, { top, seconds }: { readonly top: string; readonly seconds: number }): Promise<Uint8Array> {
  const tar = pack();
  for (const path of filesBelow(folder)) {
    const mode = statSync(join(folder, path)).mode & 0o100 ? 0o755 : 0o644;
    tar.entry({ name: `${top}/${path}`, mode, mtime: new Date(seconds * 1000) }, readFileSync(join(folder, path)));
  }
  tar.finalize();
  return gzipSync(await buffer(tar), { level: 9 });
}
