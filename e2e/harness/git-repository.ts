import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Cluster } from './cluster.ts';

const run = promisify(execFile);

/** Files of a commit by their path: objects, which are written as JSON, which is YAML. */
export type Manifests = Readonly<Record<string, object>>;

/** A git repository on this machine. */
export interface GitRepository {
  /** file://... */
  readonly url: string;
  /** The branch main holds exactly these files afterwards; the commit's id. */
  commit(files: Manifests): Promise<string>;
  /** The folder `path` of the branch main is a copy of this one afterwards; the commit's id. */
  commitFolder(path: string, source: string): Promise<string>;
}

/** Makes an empty repository that goes with the control plane's folder. */
export async function createRepository({ dir }: Cluster): Promise<GitRepository> {
  const folder = mkdtempSync(join(dir, 'git-'));
  await git(folder, ['init', '--quiet', '--initial-branch=main']);
  const commit = async (files: Manifests): Promise<string> => {
    await rm(join(folder, 'manifests'), { recursive: true, force: true });
    for (const [name, object] of Object.entries(files)) {
      const path = join(folder, 'manifests', name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, JSON.stringify(object, null, 2));
    }
    return record(folder);
  };
  const commitFolder = async (path: string, source: string): Promise<string> => {
    await rm(join(folder, path), { recursive: true, force: true });
    await cp(source, join(folder, path), { recursive: true });
    return record(folder);
  };
  return { url: `file://${folder}`, commit, commitFolder };
}

async function record(folder: string): Promise<string> {
  await git(folder, ['add', '--all']);
  await git(folder, ['commit', '--quiet', '--allow-empty', '--message=change']);
  return (await git(folder, ['rev-parse', 'HEAD'])).trim();
}

async function git(folder: string, args: readonly string[]): Promise<string> {
  const person = { GIT_AUTHOR_NAME: 'test', GIT_AUTHOR_EMAIL: 'test@example.invalid' };
  const committer = { GIT_COMMITTER_NAME: 'test', GIT_COMMITTER_EMAIL: 'test@example.invalid' };
  const env = { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', ...person, ...committer };
  return (await run('git', args, { cwd: folder, env })).stdout;
}
