import { spawn } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { findOrBuild } from './binaries.ts';
import { isAlive } from './build-lock.ts';
import { developmentCluster, forget, readConnection, type DevelopmentCluster } from './cluster-state.ts';
import { messageOf } from './errors.ts';
import { eventually } from './eventually.ts';
import { startKind, useKubeconfig } from './other-clusters.ts';

/**
 * `make cluster-up`: a cluster that stays until `make cluster-down`; prints the lines that
 * make kubectl use it. CLUSTER chooses embedded
 * (default), kind or kubeconfig, NODES how many kwok nodes, NAME tells several apart.
 */
const { CLUSTER = 'embedded', NAME = 'default', NODES = '3' } = process.env;

try {
  console.log(`export KUBECONFIG=${await provide()}`);
  if (CLUSTER === 'embedded' && !isOnPath('kubectl')) console.log(`export PATH=${(await findOrBuild()).bin}:$PATH`);
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}

function isOnPath(program: string): boolean {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.some((folder) => existsSync(join(folder, program)));
}

function provide(): Promise<string> {
  switch (CLUSTER) {
    case 'embedded':
      return startEmbedded(developmentCluster(NAME));
    case 'kind':
      return startKind(developmentCluster(NAME), NAME);
    case 'kubeconfig':
      return useKubeconfig();
    default:
      throw new Error(`CLUSTER=${CLUSTER}: use embedded, kind or kubeconfig`);
  }
}

async function startEmbedded(files: DevelopmentCluster): Promise<string> {
  const running = await readConnection(files);
  if (running && isAlive(running.pid)) return running.adminKubeconfig;
  await findOrBuild();
  await forget(files);
  const log = openSync(files.log, 'w');
  const daemon = spawn(process.execPath, [join(import.meta.dirname, 'cluster-daemon.ts'), files.connection, NODES], {
    detached: true,
    stdio: ['ignore', log, log],
  });
  daemon.unref();
  const connection = await eventually(() => (daemon.exitCode === null ? readConnection(files) : Promise.reject(new Error('it ended'))), {
    within: 120_000,
    describe: 'the cluster is up',
  }).catch(async (cause: unknown) => {
    throw new Error(`the cluster did not come up:\n${await readFile(files.log, 'utf8')}`, { cause });
  });
  return connection.adminKubeconfig;
}
