import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';

export interface Request {
  readonly url: string;
  readonly method?: string;
  readonly ca?: string;
  readonly token?: string;
  readonly socketPath?: string;
  readonly contentType?: string;
  /** Beside those that the other members make. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs?: number;
}

export interface Answer {
  readonly status: number;
  /** Empty where the answer has none. */
  readonly contentType: string;
  readonly body: string;
}

/** One request on a connection of its own, and the whole answer; a status of 4xx or 5xx is an answer too. */
export function send({
  url,
  method = 'GET',
  ca,
  token,
  socketPath,
  contentType,
  body,
  timeoutMs = 30_000,
  ...more
}: Request): Promise<Answer> {
  const headers = {
    ...more.headers,
    ...(token && { authorization: `Bearer ${token}` }),
    ...(body !== undefined && { 'content-type': contentType ?? 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
  };
  const begin = url.startsWith('https:') ? tlsRequest : plainRequest;
  return new Promise((resolve, reject) => {
    const options = { method, headers, ca, socketPath, agent: false, signal: AbortSignal.timeout(timeoutMs) };
    const sent = begin(url, options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      const { statusCode = 0, headers: told } = response;
      response.once('end', () => resolve({ status: statusCode, contentType: told['content-type'] ?? '', body: text }));
      response.once('error', reject);
    });
    sent.once('error', reject);
    sent.end(body);
  });
}
