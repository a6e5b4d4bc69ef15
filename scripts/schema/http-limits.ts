import { httpLimitsTable } from '../../operator/ingress/http-limits.ts';
import { table } from './markdown.ts';

/** The reference of the front door: in which order a request is judged, and what a client may take of it. */
export function emitHttpLimits(): string {
  const rows = Object.values(httpLimitsTable).map(({ does, shown, answer }) => [does, shown, answer]);
  return `${head}${table(['what', 'at most', 'beyond it'], rows)}\n`;
}

const head = `# The front door

Port 8080 of every replica, http, or https (TLS 1.2 and newer) when \`TLS_CERT_DIR\` names a folder with \`tls.crt\` and \`tls.key\`
([config/tls](../../config/tls/kustomization.yaml)). A new pair is shown to whoever connects from then on; what is no pair is not taken, said in the log, and counted in
\`coordination_tls_reloads_total{result="refused"}\`. \`coordination_tls_not_after_seconds\` says until when the one that is shown is good.

## How a request is judged

In this order, and the first objection is the answer, a problem of RFC 9457 with a sentence:

| what | answer |
| --- | --- |
| Bytes that are no request | 400, 408, 431, and the connection is closed; counted in \`coordination_http_refused_total{reason}\` |
| No bearer token, or one that the API server does not know, that has expired, or is for another audience. Its own audience is good, and \`coordination-engine\` | 401 |
| The engine does not know the API server yet, or too many unknown tokens of the same address wait | 503 with Retry-After |
| A packed body, or one that says it is too long | 415, 413 |
| An address that is not there, or not for this method (\`Allow\` says for which) | 404, 405 |
| *Only now the body is read, and asked for with 100 Continue if the client waits for that.* | 408, 413, 415 |
| JSON that nobody can have meant (a name twice, \`__proto__\`, 1e400), or that does not fit | 400 with \`code\`, \`field\` |
| A right that the caller lacks; the namespace of a report stands in its body | 403 that names verb, resource and namespace |

What somebody may not see is not there (404), and lists leave it out. The open addresses are \`/health\`, \`/healthz\` and \`/readyz\`.

Each request leaves one line in the log: method, path, status, time, caller. Headers, query and body are not in it, nor a number that the caller made up.

With the flag \`--auth=none\`, for development, nobody is asked for a token: everybody is the user \`local\` and may everything that REST offers. Then only this machine can
connect (127.0.0.1), and pages of the web that lead there are sent away (421). An engine with that flag and \`METRICS_AUTH=token\` does not start.

## What a client may take

`;
