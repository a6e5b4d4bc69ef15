import type { ServerResponse } from 'node:http';
import type { KubeObject } from '../kube/client.ts';
import { answer, type StubHandler, type StubRequest } from './stub-server.ts';

/** One open watch stream, written by the test. */
export interface StubStream {
  readonly query: StubRequest['query'];
  readonly closed: boolean;
  /** Sends an event line. */
  send(type: string, object: object): void;
  /** Sends bytes as they are. */
  raw(bytes: string | Uint8Array): void;
  end(): void;
  /** Resets the connection. */
  cut(): void;
}

/** Answers LIST and WATCH of one kind as the test says. */
export class StubCollection {
  readonly lists: StubRequest['query'][] = [];
  readonly streams: StubStream[] = [];
  items: object[] = [];
  version = '10';
  /** Takes over lists or watches when set. */
  onList: StubHandler | undefined;
  onWatch: StubHandler | undefined;

  readonly handler: StubHandler = (request, response) => {
    if (request.query.watch !== 'true') {
      this.lists.push(request.query);
      return this.onList ? this.onList(request, response) : this.answerList(response);
    }
    return this.onWatch ? this.onWatch(request, response) : this.openStream(request, response);
  };

  /** The newest stream. */
  get stream(): StubStream {
    const newest = this.streams.at(-1);
    if (!newest) throw new Error('no watch has been opened');
    return newest;
  }

  /** Answers with what the collection holds now. */
  answerList(response: ServerResponse): void {
    answer(response, 200, { kind: 'NodeList', metadata: { resourceVersion: this.version }, items: this.items });
  }

  /** Opens a stream that the test then writes. */
  openStream({ query }: StubRequest, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
    this.streams.push({
      query,
      get closed() {
        return response.destroyed;
      },
      send: (type, object) => response.write(`${JSON.stringify({ type, object })}\n`),
      raw: (bytes) => response.write(bytes),
      end: () => response.end(),
      cut: () => response.socket?.resetAndDestroy(),
    });
  }
}

/** A Node of this name and version. */
export function nodeAt(name: string, version: number, uid = `uid-${name}`): KubeObject {
  const metadata = { name, uid, resourceVersion: String(version), creationTimestamp: '2026-01-01T00:00:00Z' };
  return { apiVersion: 'v1', kind: 'Node', metadata };
}
