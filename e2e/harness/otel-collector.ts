import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Cluster } from './cluster.ts';
import { freePorts } from './free-port.ts';
import { findOrBuildTool } from './go-tools.ts';
import { send } from './http-request.ts';
import { freshName, startProcess, type Child } from './process.ts';
import { untilServing } from './until-serving.ts';

/** OpenTelemetry's own collector, of its parts that take OTLP and hand it on. */
const tool = {
  name: 'otel-collector',
  module: join(import.meta.dirname, '../control-plane/otel-collector'),
  packagePath: '.',
  usually: '1 to 2 min',
};

/** A first build included, in milliseconds. */
export const collectorStart = 600_000;

/** The path of the real collector, built when it is missing; another one where OTEL_COLLECTOR_PROGRAM names it. */
export async function otelCollectorProgram(): Promise<string> {
  return process.env['OTEL_COLLECTOR_PROGRAM'] ?? findOrBuildTool(tool);
}

/** A span as the collector understood it. */
export interface CollectedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  /** 2 is an error. */
  readonly status?: { readonly code?: number; readonly message?: string };
  readonly attributes: Readonly<Record<string, string>>;
  /** Of what sent it. */
  readonly resource: Readonly<Record<string, string>>;
}

/** A collector that runs. */
export interface Collector extends Child {
  /** http://127.0.0.1:port, as OTEL_EXPORTER_OTLP_ENDPOINT wants. */
  readonly url: string;
  /** Everything that it has taken so far, as it hands it on. */
  spans(): readonly CollectedSpan[];
}

/** A real collector that takes OTLP over HTTP, once it answers. */
export async function startCollector(cluster: Cluster): Promise<Collector> {
  const program = await otelCollectorProgram();
  const [port = 0] = await freePorts(1);
  const spans: CollectedSpan[] = [];
  const sink = await listen((body) => spans.push(...spansIn(body)));
  const name = freshName('otel-collector');
  const config = join(cluster.dir, `${name}.yaml`);
  writeFileSync(config, stringify(configOf(port, sink.url)));
  const child = startProcess({ name, program, args: ['--config', config], dir: cluster.dir });
  const url = `http://127.0.0.1:${port}`;
  // an empty report is one that it takes
  const takes = async (): Promise<boolean> => (await send({ url: `${url}/v1/traces`, method: 'POST', body: '{}' })).status === 200;
  await untilServing(child, takes, { within: 60_000 });
  const stop: Child['stop'] = async (how) => {
    await child.stop(how);
    sink.close();
  };
  return { ...child, url, stop, spans: () => spans };
}

function configOf(port: number, sink: string): object {
  return {
    receivers: { otlp: { protocols: { http: { endpoint: `127.0.0.1:${port}` } } } },
    exporters: { otlp_http: { traces_endpoint: sink, encoding: 'json', compression: 'none', sending_queue: { enabled: false } } },
    service: {
      telemetry: { metrics: { level: 'none' } },
      pipelines: { traces: { receivers: ['otlp'], exporters: ['otlp_http'] } },
    },
  };
}

/** Where the collector hands on to: it shows what the collector understood. */
async function listen(take: (body: string) => void): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      take(Buffer.concat(parts).toString('utf8'));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/v1/traces`, close: () => server.close() };
}

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string; readonly intValue?: string | number; readonly doubleValue?: number };
}
type RawSpan = Omit<CollectedSpan, 'attributes' | 'resource'> & { readonly attributes?: readonly Attribute[] };
interface Report {
  readonly resourceSpans?: readonly {
    readonly resource?: { readonly attributes?: readonly Attribute[] };
    readonly scopeSpans?: readonly { readonly spans?: readonly RawSpan[] }[];
  }[];
}

function spansIn(body: string): CollectedSpan[] {
  const { resourceSpans = [] } = JSON.parse(body) as Report;
  return resourceSpans.flatMap(({ resource, scopeSpans = [] }) =>
    scopeSpans.flatMap(({ spans = [] }) =>
      spans.map((span) => ({ ...span, attributes: textsOf(span.attributes), resource: textsOf(resource?.attributes) })),
    ),
  );
}

function textsOf(attributes: readonly Attribute[] = []): Record<string, string> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, String(value.stringValue ?? value.intValue ?? value.doubleValue ?? '')]),
  );
}
