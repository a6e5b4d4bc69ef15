import { connect, type Socket } from 'node:net';

/** One answer of HTTP/1.1; names of headers are in small letters. */
export interface RawAnswer {
  readonly code: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** A TCP client that says exactly the bytes it is told to. */
export interface RawClient {
  readonly socket: Socket;
  /** What came so far. */
  received(): string;
  send(bytes: string | Uint8Array): void;
  /** What came until the text is there; fails when the other side closes before. */
  until(text: string): Promise<string>;
  /** The first answer, but for "100 Continue"; fails when the other side closes before it is whole. */
  answer(): Promise<RawAnswer>;
  /** What came until the other side closed. */
  end(): Promise<string>;
}

/** A connection to that port of this machine; one that is refused has ended with nothing. */
export function rawClient(port: number, first: string | Uint8Array = ''): RawClient {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.setEncoding('utf8');
  socket.unref();
  let received = '';
  socket.on('data', (part) => (received += String(part)));
  const closed = new Promise<string>((resolve) => {
    for (const how of ['error', 'end', 'close']) socket.once(how, () => resolve(received));
  });
  const when = <T>(seen: () => T | undefined): Promise<T> =>
    new Promise((resolve, reject) => {
      const look = (): boolean => {
        const value = seen();
        if (value !== undefined) resolve(value);
        return value !== undefined;
      };
      look();
      socket.on('data', look);
      void closed.then(() => look() || reject(new Error(`closed after ${JSON.stringify(received.slice(0, 300))}`)));
    });
  const send = (bytes: string | Uint8Array): void => void (socket.writable && socket.write(bytes));
  send(first);
  return {
    ...{ socket, received: () => received, send, end: () => closed },
    until: (text) => when(() => (received.includes(text) ? received : undefined)),
    answer: () => when(() => firstAnswer(received)),
  };
}

function firstAnswer(text: string): RawAnswer | undefined {
  const final = text.replace(/^HTTP\/1\.1 100 .*\r\n\r\n/, '');
  const [, head, rest = ''] = /^(HTTP\/1\.1 \d+[^]*?)\r\n\r\n([^]*)$/.exec(final) ?? [];
  if (head === undefined) return undefined;
  const [status = '', ...lines] = head.split('\r\n');
  const headers = new Map(lines.map((line) => [line.replace(/:.*/, '').toLowerCase(), line.replace(/^[^:]*: */, '')]));
  const length = Number(headers.get('content-length') ?? 0);
  if (Buffer.byteLength(rest) < length) return undefined;
  return { code: Number(status.split(' ')[1]), headers, body: Buffer.from(rest).subarray(0, length).toString('utf8') };
}
