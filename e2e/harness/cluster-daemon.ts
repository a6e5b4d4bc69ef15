import { writeFile } from 'node:fs/promises';
import { startControlPlane } from './control-plane.ts';
import { createNodes } from './nodes.ts';

/**
 * Holds one control plane with kwok nodes until it is told to end (SIGTERM, SIGINT). Arguments: the file to write the connection to
 * when all is ready, and how many nodes to make.
 */
const [connectionFile = '', nodeCount = '3'] = process.argv.slice(2);

const controlPlane = await startControlPlane();
const end = (): void => {
  controlPlane.stop().then(
    () => process.exit(0),
    () => process.exit(1),
  );
};
process.once('SIGTERM', end).once('SIGINT', end);
await createNodes(
  controlPlane,
  Array.from({ length: Number(nodeCount) }, (_, index) => ({
    name: `worker-${index + 1}`,
    labels: { 'node-role.kubernetes.io/worker': '' },
  })),
);
await writeFile(connectionFile, JSON.stringify({ ...controlPlane, pid: process.pid }));
setInterval(() => undefined, 1 << 30);
