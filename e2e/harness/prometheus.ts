import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Cluster } from './cluster.ts';
import { freePorts } from './free-port.ts';
import { findOrBuildTool } from './go-tools.ts';
import { send } from './http-request.ts';
import { freshName, startProcess, type Child } from './process.ts';
import { untilServing } from './until-serving.ts';

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

/** What a Prometheus does beside scraping. */
export interface PrometheusOptions {
  /** Name that the targets go by in the label `job`; test unless told. */
  readonly job?: string;
  /** Groups of rules, as a rule file has them; evaluated four times a second. */
  readonly groups?: readonly object[];
  /** host:port of each Alertmanager that is told what fires, every second anew. */
  readonly alertmanagers?: readonly string[];
  /** Between two scrapes, and how long one may take: 250ms unless told. A target that is stopped for longer is down, and what it told is stale. */
  readonly scrapeEvery?: string;
}

/** The path of the real Prometheus, built when it is missing; another one where PROMETHEUS_PROGRAM names it. */
export async function prometheusProgram(): Promise<string> {
  return process.env['PROMETHEUS_PROGRAM'] ?? findOrBuildTool(tool);
}

/** A real Prometheus that scrapes these addresses (host:port) four times a second unless told, once it is ready and has reached them all. */
export async function startPrometheus(cluster: Cluster, targets: readonly string[], options: PrometheusOptions = {}): Promise<Prometheus> {
  const program = await prometheusProgram();
  const [port = 0] = await freePorts(1);
  const name = freshName('prometheus');
  const args = [
    `--config.file=${writeConfig(cluster, name, targets, options)}`,
    `--storage.tsdb.path=${join(cluster.dir, name)}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--rules.alert.resend-delay=1s',
    '--log.level=warn',
  ];
  const child = startProcess({ name, program, args, dir: cluster.dir });
  const url = `http://localhost:${port}`;
  const scraped = `${url}/api/v1/query?query=${encodeURIComponent(`sum(up) == ${targets.length}`)}`;
  const hasScraped = async (): Promise<boolean> => (await send({ url: scraped })).body.includes('"value"');
  await untilServing(child, hasScraped, { within: 60_000 });
  return { ...child, url };
}

/** Labels of the targets are kept as they are, as kube-prometheus does for what tells of other objects. */
function writeConfig({ dir }: Cluster, name: string, targets: readonly string[], options: PrometheusOptions): string {
  const { job = 'test', groups = [], alertmanagers = [], scrapeEvery = '250ms' } = options;
  const rules = join(dir, `${name}.rules.yaml`);
  writeFileSync(rules, stringify({ groups }));
  const config = join(dir, `${name}.yaml`);
  const content = {
    global: { scrape_interval: scrapeEvery, scrape_timeout: scrapeEvery, evaluation_interval: '250ms' },
    rule_files: [rules],
    scrape_configs: [{ job_name: job, honor_labels: true, static_configs: [{ targets }] }],
    alerting: { alertmanagers: [{ static_configs: [{ targets: alertmanagers }] }] },
  };
  writeFileSync(config, stringify(content));
  return config;
}
