import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Cluster } from './cluster.ts';
import { freePorts } from './free-port.ts';
import { send } from './http-request.ts';
import { freshName, startProcess, type Child } from './process.ts';
import { findOrInstallPython, type PythonPackages } from './python.ts';
import { untilServing } from './until-serving.ts';

const folder = join(import.meta.dirname, '../control-plane/mlserver');
const packages: PythonPackages = {
  name: 'mlserver',
  requirements: join(folder, 'requirements.txt'),
  minors: [9, 12],
  usually: '1 to 5 min',
};

/** A real MLServer with one model, which speaks the Open Inference Protocol (v2) on the loopback address. */
export interface ModelServer extends Child {
  /** http://localhost:port; a name, since the engine takes no addresses. */
  readonly url: string;
  readonly port: number;
}

/** The folder with MLServer's programs, installed when they are missing. */
export async function mlserverPrograms(): Promise<string> {
  return findOrInstallPython(packages);
}

/** Installs MLServer if need be (into the cache folder), trains an isolation forest of two features and serves it by that name. */
export async function startModelServer(cluster: Cluster, model: string, port?: number): Promise<ModelServer> {
  const bin = await mlserverPrograms();
  const [http = 0, grpc = 0, metrics = 0] = await freePorts(3);
  const name = freshName('mlserver');
  const place = join(cluster.dir, name);
  await mkdir(place, { recursive: true });
  await promisify(execFile)(join(bin, 'python'), [join(folder, 'train.py'), join(place, 'model.joblib')]);
  const ports = { http_port: port ?? http, grpc_port: grpc, metrics_port: metrics };
  await writeFile(join(place, 'settings.json'), JSON.stringify({ host: '127.0.0.1', parallel_workers: 0, ...ports }));
  const parameters = { uri: './model.joblib', version: 'v1' };
  const settings = { name: model, implementation: 'mlserver_sklearn.SKLearnModel', parameters };
  await writeFile(join(place, 'model-settings.json'), JSON.stringify(settings));
  const child = startProcess({ name, program: join(bin, 'mlserver'), args: ['start', place], dir: cluster.dir });
  const url = `http://127.0.0.1:${ports.http_port}/v2/models/${model}/ready`;
  await untilServing(child, async () => (await send({ url, timeoutMs: 2_000 })).status === 200, { within: 60_000 });
  return { ...child, url: `http://localhost:${ports.http_port}`, port: ports.http_port };
}
