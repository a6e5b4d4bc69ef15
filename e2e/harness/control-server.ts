import { createServer, type IncomingMessage, type Server } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { saveUses, usesOn } from '../rbac/usage.ts';
import { saveWaits, waitsOn } from '../reasons/waits.ts';
import { startControlPlane, type ControlPlane } from './control-plane.ts';
import { messageOf } from './errors.ts';
import { guardFolder } from './process.ts';

/** The variable that tells a test where the control server listens. */
export const controlServerVariable = 'COORDINATION_E2E_CONTROL_SOCKET';

/** How many control planes a test run may have: each takes about half a gigabyte and a good part of a core. */
export const mostControlPlanes = 2;

export interface ControlServer {
  readonly socketPath: string;
  readonly stop: () => Promise<void>;
}

/**
 * Owns the control planes of a test run and starts the one of a jest worker when that worker asks for it the first time. Worker
 * processes cannot own them: jest ends those as it likes.
 */
export async function startControlServer(): Promise<ControlServer> {
  const folder = await mkdtemp(join(tmpdir(), 'coordination-engine-control-'));
  const guard = guardFolder(folder);
  const socketPath = join(folder, 'socket');
  const planes = new Map<string, Promise<ControlPlane>>();
  const planeOf = (worker: string): Promise<ControlPlane> => {
    const plane = planes.get(worker) ?? startControlPlane();
    planes.set(worker, plane);
    return plane;
  };
  const server = createServer((request, response) => {
    answer(request, planeOf).then(
      (body) => response.end(JSON.stringify(body)),
      (error: unknown) => response.writeHead(500).end(messageOf(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  const stop = async (): Promise<void> => {
    await closed(server);
    const started = (await Promise.allSettled(planes.values())).flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    await saveUses((await Promise.all(started.map(usesOn))).flat());
    await saveWaits((await Promise.all(started.map(waitsOn))).flat());
    await Promise.all(started.map((plane) => plane.stop()));
    await guard.release();
    await rm(folder, { recursive: true, force: true });
  };
  return { socketPath, stop };
}

/** POST /<worker> answers with how to reach its cluster; POST /<worker>/restart-api-server?<signal> when the API server is back. */
async function answer(request: IncomingMessage, planeOf: (worker: string) => Promise<ControlPlane>): Promise<object> {
  const { pathname, search } = new URL(request.url ?? '', 'http://control');
  const [, worker = '', verb] = pathname.split('/');
  if (!(Number(worker) >= 1 && Number(worker) <= mostControlPlanes)) {
    throw new Error(`jest worker ${worker} has no control plane: run the e2e tests with --maxWorkers=${mostControlPlanes} or less`);
  }
  const plane = await planeOf(worker);
  if (verb === 'restart-api-server') await plane.restartApiServer({ signal: search === '?SIGKILL' ? 'SIGKILL' : 'SIGTERM' });
  return plane;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
