import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Cluster } from './cluster.ts';
import { eventually } from './eventually.ts';
import { freePorts } from './free-port.ts';
import { findOrBuildTool } from './go-tools.ts';
import { send } from './http-request.ts';
import { startProcess, type Child } from './process.ts';

/** Without its service discoveries: they are most of what there is to compile, and the tests name what is scraped. */
const tool = {
  name: 'prometheus',
  module: join(import.meta.dirname, '../control-plane/prometheus'),
  packagePath: 'github.com/prometheus/prometheus/cmd/prometheus',
  usually: '2 to 4 min',
  tags: ['remove_all_sd'],
};

/** A first build included, in milliseconds. */
export const prometheusStart = 900_000;

/** A Prometheus that runs. */
export interface Prometheus extends Child {
  /** http://localhost:port; a name, as PROMETHEUS_URL wants. */
  readonly url: string;
}

let started = 0;

/** The path of the real Prometheus, built when it is missing. */
export async function prometheusProgram(): Promise<string> {
  return findOrBuildTool(tool);
}

/** A real Prometheus that scrapes these addresses (host:port) four times a second, once it is ready and has reached them all. */
export async function startPrometheus(cluster: Cluster, targets: readonly string[]): Promise<Prometheus> {
  const program = await prometheusProgram();
  const [port = 0] = await freePorts(1);
  const name = `prometheus-${process.pid}-${++started}`;
  const config = join(cluster.dir, `${name}.yaml`);
  const scraping = { scrape_interval: '250ms', scrape_timeout: '250ms' };
  writeFileSync(config, stringify({ global: scraping, scrape_configs: [{ job_name: 'test', static_configs: [{ targets }] }] }));
  const args = [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(cluster.dir, name)}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=warn',
  ];
  const child = startProcess({ name, program, args, dir: cluster.dir });
  const url = `http://localhost:${port}`;
  const scraped = `${url}/api/v1/query?query=${encodeURIComponent(`sum(up) == ${targets.length}`)}`;
  const isReady = async (): Promise<boolean> => !child.running() || (await send({ url: scraped })).body.includes('"value"');
  await eventually(isReady, { within: 60_000, describe: 'Prometheus has scraped its targets' });
  if (!child.running()) throw new Error(`Prometheus ended (${await child.ended}):\n${child.logs().slice(-3000)}`);
  return { ...child, url };
}
