import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The address under which an engine is reached, wherever it runs: as the Service in a cluster. */
export interface Relay {
  readonly url: string;
  /** From now on requests go there; to nobody when it is undefined, and then every connection is cut. */
  lead(to: string | undefined): void;
  /** What was answered to each request, in order; `cut` when nobody was there. */
  readonly answers: readonly (number | 'cut')[];
  stop(): Promise<void>;
}

/** A relay that leads nowhere yet. */
export async function startRelay(): Promise<Relay> {
  const answers: (number | 'cut')[] = [];
  let target: string | undefined;
  const server = createServer((incoming, answer) => {
    const cut = (): void => {
      answers.push('cut');
      answer.destroy();
    };
    if (target === undefined) return cut();
    pass(incoming, answer, target).then((code) => answers.push(code), cut);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lead: (to) => void (target = to),
    answers,
    stop: () => new Promise((done) => server.close(() => done()).closeAllConnections()),
  };
}

/** The code of the answer, once it is on its way back. */
function pass(incoming: IncomingMessage, answer: ServerResponse, target: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const { method, headers, url = '/' } = incoming;
    const onward = request(new URL(url, target), { method, headers, agent: false }, (reply) => {
      const { statusCode = 502 } = reply;
      answer.writeHead(statusCode, reply.headers);
      reply.pipe(answer);
      resolve(statusCode);
    });
    onward.once('error', reject);
    incoming.pipe(onward);
  });
}
