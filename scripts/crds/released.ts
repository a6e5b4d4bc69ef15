import { execFileSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { CrdDocument } from './crd-changes.ts';
import type { Accepted } from './verdict.ts';

/** Where the CRDs of the last release lie, beside those of the next; git has the earlier ones. */
const folder = 'crds/released';

const crdFiles = (path: string): string[] => readdirSync(path).filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml');

/** The CRDs of a folder, in the order of the file names. */
export function documentsIn(path: string): CrdDocument[] {
  return crdFiles(path)
    .toSorted()
    .map((name) => parse(readFileSync(join(path, name), 'utf8')) as CrdDocument);
}

/** The last release whose CRDs are on record, and they. */
export function lastRelease(root: string): { readonly version: string; readonly crds: readonly CrdDocument[] } {
  const version = readFileSync(join(root, folder, 'VERSION'), 'utf8').trim();
  return { version, crds: documentsIn(join(root, folder)) };
}

/** Breaks of the last release's promises that are meant. */
export function acceptedIn(root: string): readonly Accepted[] {
  return (parse(readFileSync(join(root, folder, 'ACCEPTED'), 'utf8')) ?? []) as readonly Accepted[];
}

/** True afterwards: the CRDs of `crds/` are on record as those of that version, and no break is accepted any more. */
export function recordRelease(root: string, version: string): void {
  for (const name of crdFiles(join(root, 'crds'))) copyFileSync(join(root, 'crds', name), join(root, folder, name));
  writeFileSync(join(root, folder, 'VERSION'), `${version}\n`);
  const accepted = join(root, folder, 'ACCEPTED');
  const comments = readFileSync(accepted, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('#'));
  writeFileSync(accepted, `${comments.join('\n')}\n`);
}

/** The last release by git's tags `v1.2.3`; undefined where there is no git, no tag, or no history. */
export function lastTag(root: string): string | undefined {
  try {
    const described = execFileSync('git', ['describe', '--tags', '--abbrev=0', '--match=v[0-9]*'], { cwd: root, stdio: 'pipe' });
    return described.toString().trim();
  } catch {
    return undefined; // a tarball, a shallow clone, or nothing has been released
  }
}
