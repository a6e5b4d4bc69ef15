import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from '@jest/globals';
import type { Cluster } from '../harness/cluster.ts';
import { missingFrom, shellBlocks } from './shell-blocks.ts';

const root = join(import.meta.dirname, '../..');

/** True afterwards: every command of the page, from the first to the last, works as that user in the root of the repository, and prints what the page says. */
export async function runPage(cluster: Cluster, page: string, kubeconfig = cluster.adminKubeconfig): Promise<void> {
  const blocks = shellBlocks(await readFile(join(root, page), 'utf8'));
  expect(blocks.length).toBeGreaterThan(1);
  for (const { line, commands, prints } of blocks) {
    const at = `${page}:${line}`;
    const output = await run(cluster, kubeconfig, commands).catch((cause: unknown) => {
      throw new Error(`${at}: these commands fail:\n${commands}`, { cause });
    });
    expect({ at, missing: missingFrom(output, prints), output }).toMatchObject({ missing: [] });
  }
}

async function run({ binaries }: Cluster, kubeconfig: string, commands: string): Promise<string> {
  const env = { ...process.env, KUBECONFIG: kubeconfig, PATH: [binaries.bin, process.env['PATH']].join(delimiter) };
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', commands], { cwd: root, env, timeout: 150_000 });
  return stdout;
}
