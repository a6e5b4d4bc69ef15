import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server with an address, until it is closed. */
export interface LocalServer {
  readonly url: string;
  close(): void;
}

/**
 * Answers range queries as Prometheus does, with the numbers of a workload that is well until its last two hours, in which it keeps ever more
 * memory. History of two days is nothing that a real one could have scraped here.
 */
export async function startMadeUpPrometheus(): Promise<LocalServer & { readonly queries: readonly string[] }> {
  const queries: string[] = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const [query, end] = [searchParams.get('query') ?? '', Number(searchParams.get('end'))];
    queries.push(`${pathname} ${query}`);
    const values = rows(query).map((value, index, { length }) => [end - (length - 1 - index) * stepSeconds, String(value)]);
    const data = { resultType: 'matrix', result: [{ metric: {}, values }] };
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ status: 'success', data }));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, queries, close: () => void server.close() };
}

const stepSeconds = 300;
const [rowsOfTwoDays, rowsOfTwoHours] = [577, 24];

function rows(query: string): number[] {
  return Array.from({ length: rowsOfTwoDays }, (_, row) => {
    const day = Math.sin((2 * Math.PI * row) / (24 * 12));
    const unrest = Math.sin(row * 12.9898) * 3;
    const leaked = Math.max(0, row - (rowsOfTwoDays - rowsOfTwoHours)) * 80;
    if (query.includes('memory')) return 2_500 + 300 * day + 10 * unrest + leaked;
    return query.includes('quantile') ? 120 + 20 * day + unrest + leaked / 10 : 100 + 50 * day + unrest;
  });
}
