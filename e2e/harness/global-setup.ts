import { findOrBuild } from './binaries.ts';
import { startControlServer } from './control-server.ts';
import { controlServerVariable } from './control-socket.ts';

/** True before the first e2e test: the control plane's programs are built, and the server that hands out control planes listens. */
export default async function globalSetup(): Promise<void> {
  await findOrBuild();
  const server = await startControlServer();
  process.env[controlServerVariable] = server.socketPath;
  globalThis.stopControlServer = server.stop;
}

declare global {
  var stopControlServer: (() => Promise<void>) | undefined;
}
