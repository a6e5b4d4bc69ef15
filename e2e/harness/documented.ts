import { usualNamespace } from '../../operator/api/usual-namespace.ts';
import { makeAnswerCheck, type AnswerCheck, type OpenApiDocument } from '../../operator/testing/answer-check.ts';
import type { Cluster } from './cluster.ts';
import { send, type Answer, type Request } from './http-request.ts';
import { serviceAccountToken } from './service-account.ts';

/** What the engine at that address says of itself at /openapi.json, to whom any token is enough. */
export async function documentAt(cluster: Cluster, url: string): Promise<OpenApiDocument> {
  const token = await serviceAccountToken(cluster, { namespace: usualNamespace, name: 'coordination-engine-sa' });
  const { status, body } = await send({ url: `${url}/openapi.json`, token });
  if (status !== 200) throw new Error(`GET ${url}/openapi.json: ${status} ${body}`);
  return JSON.parse(body) as OpenApiDocument;
}

/** Sends requests to the front door; an answer that its own document does not tell of is an error. */
export type SendDocumented = (request: Request) => Promise<Answer>;

/** One document goes for all addresses: replicas are alike. */
export function documentedSend(cluster: () => Cluster): SendDocumented {
  let check: Promise<AnswerCheck> | undefined;
  return async (request) => {
    const { origin, pathname } = new URL(request.url);
    const answer = await send(request);
    check ??= documentAt(cluster(), origin).then(makeAnswerCheck);
    const fault = (await check)({ method: request.method ?? 'GET', path: pathname, ...answer });
    if (fault !== undefined) throw new Error(`the document says otherwise: ${fault}`);
    return answer;
  };
}
