import { createServer, request as ask, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A way to the engine on which answers are lost, until it is closed. */
export interface LosingDoor {
  readonly url: string;
  /** The idempotency keys of all that went through, in order; undefined of what only reads. */
  readonly keys: readonly (string | undefined)[];
  close(): void;
}

/**
 * Passes each request on to the next of the replicas in turn. The engine answers the first one of each idempotency key, and whoever sent it
 * never hears of that: the connection ends.
 */
export async function startLosingDoor(replicas: readonly string[]): Promise<LosingDoor> {
  const keys: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    const key = request.headers['idempotency-key']?.toString();
    const isFirst = key !== undefined && !keys.includes(key);
    const replica = replicas[keys.push(key) % replicas.length] ?? '';
    void passOn(request, replica).then(
      ({ status, body }) => {
        if (isFirst) request.socket.destroy();
        else response.writeHead(status, { 'content-type': 'application/json' }).end(body);
      },
      () => request.socket.destroy(),
    );
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, keys, close: () => void server.close() };
}

async function passOn(request: IncomingMessage, replica: string): Promise<{ status: number; body: Buffer }> {
  const { method, headers, url } = request;
  const sent = ask(`${replica}${url}`, { method, headers, agent: false });
  sent.end(await buffer(request));
  const answer = await new Promise<IncomingMessage>((resolve, reject) => void sent.once('response', resolve).once('error', reject));
  return { status: answer.statusCode ?? 0, body: await buffer(answer) };
}
