import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startControlPlane } from '../e2e/harness/control-plane.ts';
import { engineServiceAccount, installEngine } from '../e2e/harness/engine.ts';
import { eventually } from '../e2e/harness/eventually.ts';
import { freePorts } from '../e2e/harness/free-port.ts';
import { send } from '../e2e/harness/http-request.ts';
import { serviceAccountKubeconfig } from '../e2e/harness/service-account.ts';

/** Prints how long the operator takes to its first line of log and until it is ready, and what memory it holds when it has nothing to do. */
const rounds = 5;
const idleSeconds = 10;
const bundle = join(import.meta.dirname, '../dist/main.js');

const cluster = await startControlPlane();
try {
  await installEngine(cluster);
  const kubeconfig = await serviceAccountKubeconfig(cluster, engineServiceAccount);
  console.log(`dist/main.js has ${(statSync(bundle).size / 1e6).toFixed(1)} MB; aims: 200 ms to main, 80 MB idle`);
  const bare = await repeat(bareNode);
  console.log(`node alone: ${bare.ms} ms to its first line`);
  const { main, ready, rss } = await repeat(() => engine(kubeconfig));
  console.log(`operator: ${main} ms to its first line, ${ready} ms until ready, ${rss} MB after ${idleSeconds} idle seconds`);
} finally {
  await cluster.stop();
}

/** The median of each figure. */
async function repeat<K extends string>(measure: () => Promise<Record<K, number>>): Promise<Record<K, string>> {
  const all: Record<K, number>[] = [];
  for (let round = 0; round < rounds; round += 1) all.push(await measure());
  const figures = Object.keys(all[0] ?? {}) as K[];
  const median = (figure: K) => all.map((one) => one[figure]).toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? NaN;
  return Object.fromEntries(figures.map((figure) => [figure, median(figure).toFixed(0)])) as Record<K, string>;
}

async function bareNode(): Promise<{ ms: number }> {
  const start = performance.now();
  const child = spawn(process.execPath, ['-e', 'console.log()']);
  await once(child.stdout, 'data');
  const ms = performance.now() - start;
  await once(child, 'exit');
  return { ms };
}

async function engine(kubeconfig: string): Promise<{ main: number; ready: number; rss: number }> {
  const [http = 0, metrics = 0, probes = 0] = await freePorts(3);
  const ports = { HTTP_PORT: String(http), PROMETHEUS_PORT: String(metrics), PROBE_PORT: String(probes) };
  const pod = { KUBECONFIG: kubeconfig, NODE_ENV: 'production', POD_NAMESPACE: engineServiceAccount.namespace, POD_NAME: 'bench' };
  const start = performance.now();
  const child = spawn(process.execPath, ['--disable-proto=throw', bundle], {
    env: { ...ports, ...pod },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  const main = performance.now() - start;
  child.stdout.resume();
  const isReady = async () => (await send({ url: `http://127.0.0.1:${probes}/readyz`, timeoutMs: 5_000 })).status === 200;
  await eventually(isReady, { within: 60_000, describe: 'the operator is ready', every: 5 });
  const ready = performance.now() - start;
  await delay(idleSeconds * 1000);
  const rss = residentMegabytes(child);
  child.kill('SIGTERM');
  await once(child, 'exit');
  return { main, ready, rss };
}

function residentMegabytes({ pid }: ChildProcess): number {
  const [, kilobytes = 'NaN'] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1000;
}
