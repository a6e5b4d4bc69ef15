import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Histogram, Registry } from 'prom-client';

/** An application of the test, as its metrics show it: `shop_request_duration_seconds`, a histogram. */
export interface LatencyExporter {
  /** host:port of /metrics. */
  readonly address: string;
  /** From now on every request takes that long. */
  latency(seconds: number): void;
  /** From now on there are no requests. */
  idle(): void;
  stop(): Promise<void>;
}

const requestsPerScrape = 20;

/** Starts the application; each scrape finds that some more requests were answered since the last. */
export async function startLatencyExporter(seconds: number): Promise<LatencyExporter> {
  const registry = new Registry();
  const help = 'Seconds that a request took.';
  const buckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5];
  const histogram = new Histogram({ name: 'shop_request_duration_seconds', help, buckets, registers: [registry] });
  let takes: number | undefined = seconds;
  const server = createServer((_, response) => {
    for (let request = 0; takes !== undefined && request < requestsPerScrape; request += 1) histogram.observe(takes);
    void registry.metrics().then((text) => response.setHeader('content-type', registry.contentType).end(text));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    latency: (now) => void (takes = now),
    idle: () => void (takes = undefined),
    stop: () => new Promise((done) => server.close(() => done()).closeAllConnections()),
  };
}
