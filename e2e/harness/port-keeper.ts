import { randomInt } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { createServer } from 'node:net';
import { hasCode } from './errors.ts';

/** Below what Linux (from 32768) and macOS (from 49152) give by themselves to connections and to servers that ask for any port. */
const lowest = 20_000;
const highest = 32_767;

/**
 * Gives out ports that nobody else gets while it keeps them, other test runs on this machine included: a program that is started with
 * a port binds it seconds later, or again after a restart. What keeps a TCP port is the UDP port of the same number: the kernel gives
 * it to one process at a time, and takes it back however that process ends.
 */
export class PortKeeper {
  readonly #held = new Set<Socket>();
  #next: number;

  constructor(first = randomInt(lowest, highest + 1)) {
    this.#next = first;
  }

  /** As many ports as asked for, each given out once. */
  async keep(count: number): Promise<number[]> {
    const ports: number[] = [];
    while (ports.length < count) ports.push(await this.#keepNext());
    return ports;
  }

  /** True afterwards: others may have its ports. */
  async release(): Promise<void> {
    const held = Array.from(this.#held);
    this.#held.clear();
    await Promise.all(held.map((socket) => new Promise<void>((resolve) => socket.close(resolve))));
  }

  async #keepNext(): Promise<number> {
    for (let tries = lowest; tries <= highest; tries++) {
      const port = this.#next;
      this.#next = port < highest ? port + 1 : lowest;
      const socket = await holdUdp(port);
      if (!socket) continue;
      if (await canListen(port)) {
        this.#held.add(socket);
        return port;
      }
      socket.close();
    }
    throw new Error(`none of the ports ${lowest} to ${highest} is free: end what listens there`);
  }
}

function holdUdp(port: number): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4').unref();
    socket.once('error', (error) => (hasCode(error, 'EADDRINUSE') ? resolve(undefined) : reject(error)));
    socket.bind({ port, address: '127.0.0.1', exclusive: true }, () => resolve(socket));
  });
}

/** False while a server listens on that port, of whatever address. */
function canListen(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => (hasCode(error, 'EADDRINUSE') ? resolve(false) : reject(error)));
    server.listen({ port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
