import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** How many files a message names. */
const mostNamed = 20;

/** Paths of the files of a working tree that are not as its commit has them, or not in it at all; what git ignores does not count. */
export async function uncommittedIn(folder: string): Promise<string[]> {
  const args = ['status', '--porcelain', '-z', '--no-renames', '--untracked-files=all'];
  const { stdout } = await promisify(execFile)('git', args, { cwd: folder, maxBuffer: 64 * 1024 * 1024 });
  return stdout.split('\0').flatMap((entry) => (entry === '' ? [] : [entry.slice('XY '.length)]));
}

/** Why these files keep a release from being made; undefined when there are none. */
export function objectionTo(uncommitted: readonly string[]): string | undefined {
  if (uncommitted.length === 0) return undefined;
  const more = uncommitted.length > mostNamed ? [`and ${uncommitted.length - mostNamed} more`] : [];
  const named = [...uncommitted.slice(0, mostNamed), ...more].map((line) => `  ${line}\n`).join('');
  return `A release is made from a commit, so that it can be made again. These files are not as the commit has them:\n${named}Commit them, or put them away (git stash -u), then make it again.`;
}
