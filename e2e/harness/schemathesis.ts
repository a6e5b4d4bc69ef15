import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execute, findOrInstallPython, type PythonRun } from './python.ts';

const folder = join(import.meta.dirname, '../control-plane/schemathesis');

/** The folder with the programs of an environment that has schemathesis. */
export async function schemathesisPrograms(): Promise<string> {
  return findOrInstallPython({
    name: 'schemathesis',
    requirements: join(folder, 'requirements.txt'),
    minors: [11, 13],
    usually: '20 s to 2 min',
  });
}

/** A run of schemathesis against a server that describes itself. */
export interface SchemathesisRun {
  /** Address of the OpenAPI document. */
  readonly document: string;
  readonly token: string;
  /** The same seed makes the same requests. */
  readonly seed: number;
  /** At most so many requests for each operation and kind of test. */
  readonly mostExamples: number;
}

/** Sends requests that the document allows, and such that it does not, and compares the answers with it; the code is 0 when nothing was found. */
export async function runSchemathesis({ document, token, seed, mostExamples }: SchemathesisRun): Promise<PythonRun> {
  const program = join(await schemathesisPrograms(), 'schemathesis');
  const place = await mkdtemp(join(tmpdir(), 'schemathesis-'));
  const about = ['--config-file', join(folder, 'schemathesis.toml'), 'run', document, '--header', `Authorization: Bearer ${token}`];
  // One worker: before Python 3.13, threads that parse source at once break each other's count of the depth, and it gives up.
  const how = ['--seed', String(seed), '--max-examples', String(mostExamples), '--workers', '1', '--request-timeout', '25'];
  const env = { PATH: process.env['PATH'] ?? '', HOME: place };
  return execute(program, [...about, ...how, '--continue-on-failure', '--no-color'], { cwd: place, env });
}
