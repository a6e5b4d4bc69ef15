import type { ServerResponse } from 'node:http';
import type { ApiCall } from './api-call.ts';

/** One line of a watch. */
export interface WatchLine {
  readonly type: string;
  readonly object: { readonly kind?: string; readonly metadata?: { readonly name?: string; readonly namespace?: string } };
}

export type LinePredicate = (line: WatchLine, call: ApiCall) => boolean;

interface Stream {
  readonly call: ApiCall;
  readonly response: ServerResponse;
  rest: string;
  frozen: boolean;
}

const gone = { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'Expired', code: 410, message: 'too old resource version' };

/** The watches that are open through the proxy, line by line. */
export class WatchStreams {
  readonly #open = new Set<Stream>();
  readonly #drops = new Set<{ readonly match: LinePredicate; hits: number; readonly times: number }>();

  /** Where the API server's bytes of one watch go; a line is passed on when it is complete. */
  open(call: ApiCall, response: ServerResponse): (chunk: Buffer) => void {
    const stream: Stream = { call, response, rest: '', frozen: false };
    this.#open.add(stream);
    response.once('close', () => this.#open.delete(stream));
    const decoder = new TextDecoder();
    return (chunk) => this.#feed(stream, decoder.decode(chunk, { stream: true }));
  }

  /** The next lines that match never arrive, though the API server sent them; how many were dropped so far. */
  drop(match: LinePredicate, times = 1): () => number {
    const rule = { match, hits: 0, times };
    this.#drops.add(rule);
    return () => rule.hits;
  }

  /** Every watch breaks; how many there were. */
  cut(): number {
    const streams = [...this.#open];
    for (const { response } of streams) response.destroy();
    return streams.length;
  }

  /** Every watch is told that its resourceVersion is too old, and ends; how many there were. */
  expire(): number {
    const streams = [...this.#open];
    for (const { response } of streams) response.end(`${JSON.stringify({ type: 'ERROR', object: gone })}\n`);
    return streams.length;
  }

  /** No byte comes any more on the watches that are open now, but they stay open; how many there are. */
  freeze(): number {
    for (const stream of this.#open) stream.frozen = true;
    return this.#open.size;
  }

  #feed(stream: Stream, text: string): void {
    if (stream.frozen || stream.response.writableEnded) return;
    const lines = (stream.rest + text).split('\n');
    stream.rest = lines.pop() ?? '';
    for (const line of lines) if (!this.#isDropped(line, stream.call)) stream.response.write(`${line}\n`);
  }

  #isDropped(line: string, call: ApiCall): boolean {
    const waiting = [...this.#drops].filter(({ hits, times }) => hits < times);
    if (waiting.length === 0) return false;
    const parsed = JSON.parse(line) as WatchLine;
    const rule = waiting.find(({ match }) => match(parsed, call));
    if (rule) rule.hits += 1;
    return rule !== undefined;
  }
}
