import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { stringify } from 'yaml';
import type { Cluster } from './cluster.ts';
import { freePorts } from './free-port.ts';
import { folderOfModule } from './go-module.ts';
import { findOrBuildTool } from './go-tools.ts';
import { send } from './http-request.ts';
import { freshName, startProcess, type Child } from './process.ts';
import { untilServing } from './until-serving.ts';

const pinned = join(import.meta.dirname, '../control-plane/alertmanager');

/** An Alertmanager that runs, alone. */
export interface Alertmanager extends Child {
  /** host:port, as Prometheus wants it. */
  readonly address: string;
  /** http://localhost:port; a name, as ALERTMANAGER_URL wants. */
  readonly url: string;
  /** True afterwards: the alerts are there, as if a Prometheus had sent them. */
  post(alerts: readonly PostedAlert[]): Promise<void>;
  /** Silences what has exactly these labels for ten minutes; the silence's id. */
  silence(labels: Readonly<Record<string, string>>): Promise<string>;
  /** True afterwards: the silence has ended. */
  expire(silence: string): Promise<void>;
}

/** An alert as clients of Alertmanager post it. */
export interface PostedAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly startsAt?: string;
  readonly endsAt?: string;
}

/** The path of the real Alertmanager, built when it is missing; another one where ALERTMANAGER_PROGRAM names it. */
export async function alertmanagerProgram(): Promise<string> {
  const packagePath = './cmd/alertmanager';
  return (
    process.env['ALERTMANAGER_PROGRAM'] ??
    findOrBuildTool({ name: 'alertmanager', module: pinned, packagePath, usually: '1 to 2 min', sources: withoutUi })
  );
}

/** The module as it is published, with a page in place of the UI, which is compiled in but not published. */
async function withoutUi(home: string): Promise<string> {
  const published = await folderOfModule('github.com/prometheus/alertmanager', pinned);
  const sources = join(home, 'alertmanager');
  for (const entry of await readdir(published, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    await copyInto(file, join(sources, relative(published, file)));
  }
  await mkdir(join(sources, 'ui/app/dist'), { recursive: true });
  await writeFile(join(sources, 'ui/app/dist/index.html'), '<!doctype html><title>Alertmanager without its UI</title>\n');
  return sources;
}

async function copyInto(file: string, copy: string): Promise<void> {
  await mkdir(dirname(copy), { recursive: true });
  await copyFile(file, copy);
}

/** A real Alertmanager with that configuration, ready; `port` is a free one unless told, and what it knew before is gone. */
export async function startAlertmanager(cluster: Cluster, config: object, port?: number): Promise<Alertmanager> {
  const program = await alertmanagerProgram();
  const [free = 0] = port === undefined ? await freePorts(1) : [port];
  const name = freshName('alertmanager');
  const file = join(cluster.dir, `${name}.yaml`);
  await writeFile(file, stringify(config));
  const address = `localhost:${free}`;
  const args = [
    `--config.file=${file}`,
    `--storage.path=${join(cluster.dir, name)}`,
    `--web.listen-address=127.0.0.1:${free}`,
    '--cluster.listen-address=',
    '--log.level=debug',
  ];
  const child = startProcess({ name, program, args, dir: cluster.dir });
  const url = `http://${address}`;
  await untilServing(child, async () => (await send({ url: `${url}/-/ready` })).status === 200, { within: 30_000 });
  return { ...child, address, url, ...clientOf(url) };
}

function clientOf(url: string): Pick<Alertmanager, 'post' | 'silence' | 'expire'> {
  const ask = async (method: string, path: string, body?: object): Promise<string> => {
    const answer = await send({ url: `${url}/api/v2${path}`, method, ...(body && { body: JSON.stringify(body) }) });
    if (answer.status === 200) return answer.body;
    throw new Error(`Alertmanager answered ${answer.status} to ${method} ${path}: ${answer.body}`);
  };
  return {
    post: async (alerts) => void (await ask('POST', '/alerts', alerts)),
    silence: async (labels) => {
      const matchers = Object.entries(labels).map(([name, value]) => ({ name, value, isRegex: false, isEqual: true }));
      const now = Date.now();
      const times = { startsAt: new Date(now).toISOString(), endsAt: new Date(now + 600_000).toISOString() };
      const answer = await ask('POST', '/silences', { matchers, ...times, createdBy: 'a test', comment: 'it is looked after' });
      return (JSON.parse(answer) as { silenceID: string }).silenceID;
    },
    expire: async (silence) => void (await ask('DELETE', `/silence/${silence}`)),
  };
}
