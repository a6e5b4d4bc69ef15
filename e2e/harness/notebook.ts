import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { execute, findOrInstallPython, type PythonRun } from './python.ts';

export type { PythonRun } from './python.ts';

const root = join(import.meta.dirname, '../..');

/** The folder of the Python client. */
export const clientFolder = join(root, 'clients/python');

/** The folder with the programs of an environment that runs notebooks and checks the client, which itself is not in it. */
export async function notebookPrograms(): Promise<string> {
  return findOrInstallPython({
    name: 'notebook',
    requirements: join(root, 'e2e/control-plane/notebook/requirements.txt'),
    minors: [9, 12],
    usually: '30 s to 3 min',
  });
}

/** Python with the client installed. */
export interface PythonWithClient {
  /** Where the client was installed; nothing else is there. */
  readonly site: string;
  /** Runs Python with these arguments and, besides the PATH, only these variables. */
  run(args: readonly string[], options?: PythonOptions): Promise<PythonRun>;
  /** True afterwards: nothing of it is left on the disk. */
  remove(): Promise<void>;
}

export interface PythonOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Folders to import from, before the client's. */
  readonly path?: readonly string[];
}

/** Installs the client by pip, from its folder and without asking a registry, into a folder of its own. */
export async function pythonWithClient(): Promise<PythonWithClient> {
  const bin = await notebookPrograms();
  const folder = await mkdtemp(join(tmpdir(), 'python-client-'));
  const [site, home] = [join(folder, 'site'), join(folder, 'home')];
  for (const place of [site, home]) await mkdir(place);
  const run: PythonWithClient['run'] = (args, { cwd = site, env = {}, path = [] } = {}) =>
    execute(join(bin, 'python'), args, {
      cwd,
      env: {
        ...{ PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`, HOME: home, PYTHONDONTWRITEBYTECODE: '1' },
        ...{ PYTHONPATH: [...path, site].join(delimiter), ...env },
      },
    });
  const offline = ['--no-index', '--no-deps', '--no-build-isolation', '--disable-pip-version-check', '--quiet'];
  const { code, output } = await run(['-m', 'pip', 'install', ...offline, '--target', site, clientFolder]);
  if (code !== 0) throw new Error(`the Python client could not be installed: ${output}`);
  return { site, run, remove: () => rm(folder, { recursive: true }) };
}
