import { createServer, type IncomingMessage, type Server } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { saveUses, usesOn } from '../rbac/usage.ts';
import { saveWaits, waitsOn } from '../reasons/waits.ts';
import { startControlPlane, type ControlPlane } from './control-plane.ts';
import { messageOf } from './errors.ts';
import { PortKeeper } from './port-keeper.ts';
import { guardFolder } from './process.ts';

/** How many control planes a test run may have: each takes about half a gigabyte and a good part of a core. */
export const mostControlPlanes = 2;

export interface ControlServer {
  readonly socketPath: string;
  readonly stop: () => Promise<void>;
}

interface Owned {
  readonly planeOf: (worker: string) => Promise<ControlPlane>;
  readonly ports: PortKeeper;
}

/**
 * Owns the control planes and the ports of a test run, and starts the control plane of a jest worker when that worker asks for it the
 * first time. Worker processes cannot own them: jest ends those as it likes.
 */
export async function startControlServer(): Promise<ControlServer> {
  const folder = await mkdtemp(join(tmpdir(), 'coordination-engine-control-'));
  const guard = guardFolder(folder);
  const socketPath = join(folder, 'socket');
  const planes = new Map<string, Promise<ControlPlane>>();
  const start = (worker: string): Promise<ControlPlane> => {
    const plane = startControlPlane();
    planes.set(worker, plane);
    plane.catch(() => planes.delete(worker)); // the test file that asked fails for it, and the next one is not to
    return plane;
  };
  const planeOf = (worker: string): Promise<ControlPlane> => planes.get(worker) ?? start(worker);
  const ports = new PortKeeper();
  const server = createServer((request, response) => {
    answer(request, { planeOf, ports }).then(
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
    await ports.release();
    await guard.release();
    await rm(folder, { recursive: true, force: true });
  };
  return { socketPath, stop };
}

/**
 * POST /<worker> answers with how to reach its cluster; POST /<worker>/restart-api-server?<signal> when the API server is back;
 * POST /ports/<count> with as many ports.
 */
async function answer(request: IncomingMessage, { planeOf, ports }: Owned): Promise<object> {
  const { pathname, search } = new URL(request.url ?? '', 'http://control');
  const [, worker = '', verb] = pathname.split('/');
  if (worker === 'ports') return ports.keep(Number(verb));
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
