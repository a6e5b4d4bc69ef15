import { everyWatch, makeEngine, type Engine } from './engine.ts';
import { readSettings, SettingError, type Settings } from './config.ts';
import { answerHealth, close, serve, type ReadinessGate } from './ingress/health-server.ts';
import { pause } from './kube/abortable.ts';
import { PooledKubeConfig } from './kube/kubeconfig.ts';
import { describeError, makeLog, type EngineLog } from './log.ts';
import { SchemaGate } from './schema-gate.ts';
import { settingsTable } from './settings-table.ts';
import { version } from './version.ts';

/** How long a watch may be down before this process calls itself not ready. */
const longestSilenceSeconds = 30;
const schemaRetryMs = 1000;
const drainMs = 20_000;

function usage(): string {
  const rows = Object.values(settingsTable).map(
    (row) => `  ${row.variable.padEnd(24)}${row.meaning} (${row.range}; default ${row.default || 'none'})`,
  );
  return `coordination-engine ${version}\n\nUsage: node main.js [--help | --version]\n\nSettings come from the environment:\n${rows.join('\n')}`;
}

async function main(): Promise<void> {
  if (process.argv.includes('--help')) return void process.stdout.write(`${usage()}\n`);
  if (process.argv.includes('--version')) return void process.stdout.write(`${version}\n`);
  const settings = readSettings(process.env);
  const log = makeLog(settings);
  const config = new PooledKubeConfig();
  config.loadFromDefault();
  await run(settings, config, log);
}

async function run(settings: Settings, config: PooledKubeConfig, log: EngineLog): Promise<void> {
  const engine = makeEngine(settings, config, log);
  const schema = new SchemaGate();
  const stopping = new AbortController();
  const gates = readinessGates(engine, schema, stopping.signal);
  const startedAt = performance.now();
  const facts = { version, uptimeSeconds: () => (performance.now() - startedAt) / 1000, gates };
  const metrics = async () => ({ code: 200, type: engine.registry.contentType, body: await engine.registry.metrics() });
  const servers = await Promise.all([
    serve(settings.httpPort, (url) => answerHealth(facts, url)),
    serve(settings.prometheusPort, (url) => (url.pathname === '/metrics' ? metrics() : undefined)),
  ]);
  log.info(`coordination-engine ${version} started`, {
    http: settings.httpPort,
    metrics: settings.prometheusPort,
    identity: settings.podName,
  });
  onSignals(async () => {
    stopping.abort();
    await stop(engine, log);
    await Promise.all(servers.map(close));
    await config.close();
  }, log);
  await start(engine, schema, stopping.signal);
}

function readinessGates({ watches }: Engine, schema: SchemaGate, stopping: AbortSignal): ReadinessGate[] {
  const watchGates = everyWatch(watches).map((watch) => ({
    name: `watch-${watch.kind.plural}`,
    objection: () => {
      if (!watch.hasSynced) return watch.trouble ?? 'the first list is not there yet';
      return watch.disconnectedSeconds() > longestSilenceSeconds ? (watch.trouble ?? 'the watch is down') : undefined;
    },
  }));
  const shutdown = { name: 'shutdown', objection: () => (stopping.aborted ? 'this process is stopping' : undefined) };
  return [schema, ...watchGates, shutdown];
}

/** The caches are filled once the CRDs are right, and then this process competes for the Lease. */
async function start({ transport, watches, election }: Engine, schema: SchemaGate, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted && !(await schema.look(transport))) await pause(schemaRetryMs, stopping);
  if (stopping.aborted) return;
  for (const watch of everyWatch(watches)) watch.start();
  await Promise.all(everyWatch(watches).map((watch) => watch.synced));
  if (!stopping.aborted) await election.run();
}

/** Nothing new is begun, what runs has written its state, and the Lease is free for another. */
async function stop({ watches, election, leadership, events }: Engine, log: EngineLog): Promise<void> {
  const drained = leadership.end('stopping').then(() => true);
  if (!(await Promise.race([drained, pause(drainMs, new AbortController().signal).then(() => false)])))
    log.warn('A reconcile did not finish in time; the Lease runs out instead of being released', { seconds: drainMs / 1000 });
  await events.flush();
  await election.release();
  await Promise.all(everyWatch(watches).map((watch) => watch.stop()));
}

/** The first SIGTERM or SIGINT ends the process in order (exit 0), the second at once. */
function onSignals(end: () => Promise<void>, log: EngineLog): void {
  let asked = false;
  const handler = (signal: NodeJS.Signals): void => {
    if (asked) process.exit(1);
    asked = true;
    log.info('Stopping', { signal });
    end().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error('Stopping failed', { error: describeError(error) });
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', handler);
  process.on('SIGINT', handler);
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof SettingError ? error.message : describeError(error)}\n`);
  process.exitCode = 1;
});
