import { readFile } from 'node:fs/promises';
import { Agent, request } from 'undici';
import { failureOf, poolLimits } from './answer.ts';

/** A service outside of the cluster's API that the settings name. */
export interface Service {
  /** http or https, a host name, perhaps a path. */
  readonly url: string;
  /** File with a bearer token, read at each request. Empty: none. */
  readonly tokenFile: string;
  /** File with the certificates to trust in place of the system's, read at each request. Empty: the system's. */
  readonly caFile: string;
  /** Milliseconds until it gives up; five seconds unless told. */
  readonly deadlineMs?: number;
  /** MiB of the longest answer; one unless told. */
  readonly longestMiB?: number;
}

/** What came back, or why nothing did; the cause names no address, token or file. */
export type Reply =
  { readonly kind: 'reply'; readonly code: number; readonly text: string } | { readonly kind: 'none'; readonly cause: string };

/** Asks one service; redirects are not followed, an answer has five seconds and 1 MiB unless the service says otherwise. */
export interface HttpGet {
  (path: string, parameters: Readonly<Record<string, string>>): Promise<Reply>;
}

const usualDeadlineMs = 5000;

/** A GET on that service. Errors are replies, never thrown. */
export function makeHttpGet({ url, tokenFile, caFile, deadlineMs = usualDeadlineMs, longestMiB = 1 }: Service): HttpGet {
  const trust = trusting(caFile, longestMiB);
  return async (path, parameters) => {
    try {
      const headers = {
        accept: 'application/json',
        ...(tokenFile && { authorization: `Bearer ${(await readFile(tokenFile, 'utf8')).trim()}` }),
      };
      const signal = AbortSignal.timeout(deadlineMs);
      const whole = `${url.replace(/\/$/, '')}${path}?${new URLSearchParams(parameters).toString()}`;
      const { statusCode, body } = await request(whole, { headers, signal, dispatcher: await trust() });
      return { kind: 'reply', code: statusCode, text: await body.text() };
    } catch (error) {
      return { kind: 'none', cause: causeOf(error, deadlineMs, longestMiB) };
    }
  };
}

/** One pool, until the certificates change. */
function trusting(caFile: string, longestMiB: number): () => Promise<Agent> {
  const limits = { ...poolLimits, maxResponseSize: longestMiB * poolLimits.maxResponseSize };
  let known: { readonly ca: string; readonly agent: Agent } | undefined;
  return async () => {
    const ca = caFile === '' ? '' : await readFile(caFile, 'utf8');
    if (known?.ca === ca) return known.agent;
    known?.agent.close().catch(() => undefined);
    known = { ca, agent: new Agent({ ...limits, connect: { timeout: usualDeadlineMs, ...(ca !== '' && { ca }) } }) };
    return known.agent;
  };
}

/** Names and codes only: a message may carry an address or the path of a token. */
function causeOf(error: unknown, deadlineMs: number, longestMiB: number): string {
  const failure = failureOf(error);
  if (failure.kind === 'late') return `no answer within ${deadlineMs / 1000} s`;
  if (failure.kind === 'long') return `its answer is longer than ${longestMiB} MiB`;
  return failure.code ?? (error instanceof Error ? error.name : 'it failed');
}
