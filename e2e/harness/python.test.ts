import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { findOrInstallPython } from './python.ts';

let folder: string;
let cacheHome: string | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'python-'));
  cacheHome = process.env['XDG_CACHE_HOME'];
  process.env['XDG_CACHE_HOME'] = folder;
});

afterAll(async () => {
  if (cacheHome === undefined) delete process.env['XDG_CACHE_HOME'];
  else process.env['XDG_CACHE_HOME'] = cacheHome;
  await rm(folder, { recursive: true });
});

const packages = async (requirements: string) => {
  const path = join(folder, 'requirements.txt');
  await writeFile(path, requirements);
  return { name: 'nothing', requirements: path, minors: [9, 12], usually: '5 s' } as const;
};

test('an environment is made once, with a line at its beginning and at its end', async () => {
  const said: string[] = [];
  const wanted = await packages('# none\n');
  const bin = await findOrInstallPython(wanted, (line) => said.push(line));
  expect(await findOrInstallPython(wanted, (line) => said.push(line))).toBe(bin);
  expect(said).toEqual(['installing nothing (once; this usually takes 5 s)', expect.stringMatching(/^installed nothing in \d+ s$/)]);
});

test('one that could not be installed is not taken for complete, as the first one is', async () => {
  const wanted = await packages('./is-not-there.whl\n');
  await expect(findOrInstallPython(wanted, () => undefined)).rejects.toThrow('installing nothing failed');
  const made = await readdir(join(folder, 'coordination-engine/nothing'), { recursive: true });
  expect(made.filter((path) => path.endsWith('/complete')).length).toBe(1);
});

test('a machine without a fitting Python is told what to install', async () => {
  const wanted = { ...(await packages('# none\n')), minors: [97, 98] as const };
  await expect(findOrInstallPython(wanted)).rejects.toThrow(
    'nothing needs Python 3.97 to 3.98 with venv on the PATH: install python3 and, on Debian and Ubuntu, python3-venv',
  );
});
