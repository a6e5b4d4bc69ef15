import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { hadolintProgram } from '../harness/hadolint.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');

describe.each(['operator/Dockerfile', 'operator/Containerfile.ubi'])('%s', (file) => {
  const read = () => readFile(join(root, file), 'utf8');

  test('has nothing that hadolint minds', async () => {
    await expect(run(await hadolintProgram(), ['--no-color', join(root, file)])).resolves.toMatchObject({ stdout: '' });
  }, 240_000);

  test('copies all that the bundle is built from', async () => {
    const cache = join(root, '.cache');
    await mkdir(cache, { recursive: true });
    const folder = await mkdtemp(join(cache, 'image-build-'));
    const copied = (await read()).matchAll(/^COPY (?!--from)(?:--chown=\S+ )?(.+) \S+$/gm).flatMap(([, paths = '']) => paths.split(' '));
    for (const path of copied) await cp(join(root, path), join(folder, basename(path)), { recursive: true });
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    await run(process.execPath, ['scripts/build.ts'], { cwd: folder });
    const { stdout } = await run(process.execPath, [join(folder, 'dist/main.js'), '--version']);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    await rm(folder, { recursive: true });
  }, 240_000);

  test('names its images by arguments, runs as somebody who is not root, in the exec form that hands on signals, and labels what it is', async () => {
    const text = await read();
    expect([...text.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image).filter((image) => image !== 'scratch')).toEqual([
      expect.stringMatching(/^\$\{\w+\}$/),
      '${RUNTIME_IMAGE}',
    ]);
    expect(text).toMatch(/^USER [1-9]\d*:\d+$/m);
    expect(text).toMatch(/^ENTRYPOINT \["\S*node", "--disable-proto=throw", "\/app\/main\.js"\]$/m);
    for (const label of ['title', 'licenses', 'version', 'revision', 'created'])
      expect(text).toContain(`org.opencontainers.image.${label}=`);
  });
});
