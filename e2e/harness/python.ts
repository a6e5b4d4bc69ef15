import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withLock } from './build-lock.ts';
import { messageOf } from './errors.ts';

const run = promisify(execFile);

/** Python packages that a test needs: a folder whose requirements.txt names each with its exact version. */
export interface PythonPackages {
  readonly name: string;
  readonly requirements: string;
  /** Minor versions of Python 3 for which all of them are to be had, first and last. */
  readonly minors: readonly [number, number];
  /** How long a first installation takes, for people who wait. */
  readonly usually: string;
}

type Progress = (line: string) => void;

const toStderr: Progress = (line) => process.stderr.write(`tools: ${line}\n`);

/**
 * Folder with the programs of an environment that has these packages: installed into the cache folder when it is not there yet, by the
 * first of several processes that ask.
 */
export async function findOrInstallPython(packages: PythonPackages, say: Progress = toStderr): Promise<string> {
  const { name, requirements } = packages;
  const python = await findPython(packages);
  const hash = createHash('sha256').update(`${python.version} ${process.platform}/${process.arch}`);
  const key = hash
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 16);
  const folder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'coordination-engine', name, key);
  const complete = join(folder, 'complete');
  if (existsSync(complete)) return join(folder, 'bin');
  await mkdir(join(folder, '..'), { recursive: true });
  await withLock(`${folder}.lock`, async () => {
    if (existsSync(complete)) return;
    await install(packages, { program: python.program, folder, say });
    await writeFile(complete, '');
  });
  return join(folder, 'bin');
}

/** What an interrupted installation left is made anew: an environment cannot be moved, so it grows where it stays. */
async function install(
  { name, requirements, usually }: PythonPackages,
  { program, folder, say }: { program: string; folder: string; say: Progress },
): Promise<void> {
  say(`installing ${name} (once; this usually takes ${usually})`);
  const started = performance.now();
  await rm(folder, { recursive: true, force: true });
  try {
    await run(program, ['-m', 'venv', folder]);
    const quiet = ['--quiet', '--disable-pip-version-check', '--no-input'];
    await run(join(folder, 'bin/python'), ['-m', 'pip', 'install', ...quiet, '--only-binary', ':all:', '--requirement', requirements]);
  } catch (cause) {
    throw new Error(`installing ${name} failed: ${messageOf(cause)}`, { cause });
  }
  say(`installed ${name} in ${Math.round((performance.now() - started) / 1000)} s`);
}

interface Python {
  readonly program: string;
  readonly version: string;
}

async function findPython({ name, minors: [first, last] }: PythonPackages): Promise<Python> {
  const names = ['python3', ...Array.from({ length: last - first + 1 }, (_, i) => `python3.${last - i}`)];
  for (const program of names) {
    const version = await versionOf(program);
    const minor = Number(version?.split('.')[1]);
    if (version?.startsWith('3.') && minor >= first && minor <= last) return { program, version };
  }
  throw new Error(
    `${name} needs Python 3.${first} to 3.${last} with venv on the PATH: install python3 and, on Debian and Ubuntu, python3-venv`,
  );
}

/** Undefined when there is no such program or it cannot make environments. */
async function versionOf(program: string): Promise<string | undefined> {
  const script = 'import ensurepip, platform, venv; print(platform.python_version())';
  return run(program, ['-c', script]).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
}

/** How a Python program ended, and what it printed. */
export interface PythonRun {
  readonly code: number;
  readonly output: string;
}

/** Runs a program of an environment to its end; a code other than 0 is an end too. */
export async function execute(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<PythonRun> {
  return promisify(execFile)(program, args, { ...options, maxBuffer: 64 * 1024 * 1024 }).then(
    ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
    (error: unknown) => {
      const { code, stdout, stderr } = error as { code?: unknown; stdout?: string; stderr?: string };
      if (typeof code !== 'number') throw error;
      return { code, output: `${stdout ?? ''}${stderr ?? ''}` };
    },
  );
}
