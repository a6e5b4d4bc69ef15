import { isAlive } from './build-lock.ts';
import { developmentCluster, forget, readConnection } from './cluster-state.ts';
import { messageOf } from './errors.ts';
import { eventually } from './eventually.ts';
import { stopKind } from './other-clusters.ts';

/** `make cluster-down`: ends the cluster that `make cluster-up` started under the same NAME; does nothing when there is none. */
const { CLUSTER = 'embedded', NAME = 'default' } = process.env;

const files = developmentCluster(NAME);
try {
  if (CLUSTER === 'kind') await stopKind(NAME);
  if (CLUSTER === 'embedded') await stopEmbedded();
  await forget(files);
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}

async function stopEmbedded(): Promise<void> {
  const running = await readConnection(files);
  if (!running || !isAlive(running.pid)) return;
  process.kill(running.pid, 'SIGTERM');
  await eventually(() => !isAlive(running.pid), { within: 30_000, describe: `process ${running.pid} has ended` });
}
