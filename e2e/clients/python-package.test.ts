import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { clientFolder, pythonWithClient, type PythonWithClient } from '../harness/notebook.ts';

let python: PythonWithClient;

beforeAll(async () => {
  python = await pythonWithClient();
}, 300_000);

afterAll(() => python.remove());

const checked = { cwd: clientFolder };

describe('the Python client', () => {
  test('is installed by pip from its folder, with its types and a version, and leaves nothing there', async () => {
    await access(join(python.site, 'coordination_engine/py.typed'));
    expect(await readdir(python.site)).toContain('coordination_engine_client-0.1.0.dist-info');
    expect(await readdir(clientFolder)).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(build|dist)$|\.egg-info$/)]));
  });

  test('passes its own tests, on sockets', async () => {
    const { code, output } = await python.run(['-m', 'pytest', '-q', '--color=no'], checked);
    expect(output).toMatch(/^\d+ passed in /m);
    expect(code).toBe(0);
  });

  test('is typed, its tests too, as strictly as mypy knows', async () => {
    const env = { MYPYPATH: ['src', 'tests'].join(':'), MYPY_CACHE_DIR: join(python.site, '.mypy_cache') };
    expect(await python.run(['-m', 'mypy', 'src', 'tests'], { ...checked, env })).toEqual({
      code: 0,
      output: expect.stringContaining('Success: no issues found') as unknown,
    });
  });

  test.each([
    { what: 'keeps to the linter', args: ['check', '--no-cache', '.'] },
    { what: 'and to its format', args: ['format', '--no-cache', '--check', '.'] },
  ])('$what', async ({ args }) => {
    expect(await python.run(['-m', 'ruff', ...args], checked)).toMatchObject({ code: 0 });
  });
});
