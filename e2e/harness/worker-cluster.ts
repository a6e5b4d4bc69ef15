import type { Cluster } from './cluster.ts';
import { askControlServer } from './control-socket.ts';
import { resetCluster } from './reset.ts';

/** The control plane of this jest worker: shared by the test files that it runs one after the other, by no one else. */
export interface WorkerCluster extends Cluster {
  /** Ends the API server with the signal, starts it again on the same port and returns when it is ready. */
  restartApiServer(options?: { readonly signal?: 'SIGTERM' | 'SIGKILL' }): Promise<void>;
}

let reset: Promise<void> | undefined;

/**
 * This worker's control plane, started when it is asked for the first time (some ten seconds). A test file that asks for it finds
 * nothing that an earlier one left.
 */
export async function workerCluster(): Promise<WorkerCluster> {
  const worker = process.env['JEST_WORKER_ID'] ?? '1';
  const cluster = await askControlServer<Cluster>(`/${worker}`);
  const restartApiServer: WorkerCluster['restartApiServer'] = async ({ signal = 'SIGTERM' } = {}) => {
    await askControlServer(`/${worker}/restart-api-server?${signal}`);
  };
  await (reset ??= resetCluster(cluster)); // jest loads this module anew for each test file
  return { ...cluster, restartApiServer };
}
