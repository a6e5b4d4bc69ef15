import type { StoredObject } from './client.ts';
import { Transient } from './errors.ts';

/** One line of a watch stream. */
export type WatchEvent<T> =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: T }
  | { readonly type: 'BOOKMARK'; readonly object: { readonly metadata: { readonly resourceVersion: string } } }
  | { readonly type: 'ERROR'; readonly object: { readonly code?: number } };

const newline = 10;

/** The events of a stream, in order. Throws Transient when a line is cut off or is no event: whoever reads resumes from the last good one. */
export async function* watchEvents<T extends StoredObject>(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<WatchEvent<T>> {
  for await (const line of lines(bytes)) if (line.length > 0) yield parseEvent<T>(line);
}

/** Lines are cut as bytes and decoded whole, so a character that arrives in two chunks stays one. */
async function* lines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let pending: Uint8Array[] = [];
  for await (const chunk of bytes) {
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      yield Buffer.concat([...pending, chunk.subarray(start, end)]).toString('utf8');
      pending = [];
      start = end + 1;
    }
    if (start < chunk.length) pending.push(chunk.subarray(start));
  }
  if (pending.length > 0) throw new Transient({ reason: 'CutOff', message: 'the watch stream ended inside a line' });
}

function parseEvent<T>(line: string): WatchEvent<T> {
  const event = parseLine(line) as WatchEvent<T> & { object?: { metadata?: { resourceVersion?: string } } };
  const usable = event.type === 'ERROR' || typeof event.object?.metadata?.resourceVersion === 'string';
  if (!usable) throw new Transient({ reason: 'BadAnswer', message: 'a line of the watch stream is no event' });
  return event;
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new Transient({ reason: 'BadAnswer', message: 'a line of the watch stream is no JSON', cause });
  }
}
