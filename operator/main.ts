import { readSettings, SettingError, type Settings } from './config.ts';
import { CoordinationOperator } from './coordination-operator.ts';
import { answerHealth, close, serve } from './ingress/health-server.ts';
import { PooledKubeConfig } from './kube/kubeconfig.ts';
import { describeError, makeLog, type EngineLog } from './log.ts';
import { settingsTable } from './settings-table.ts';
import { version } from './version.ts';

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
  const operator = new CoordinationOperator(settings, config, log);
  const uptimeSeconds = () => process.uptime();
  const metrics = async () => ({ code: 200, type: operator.registry.contentType, body: await operator.registry.metrics() });
  const servers = await Promise.all([
    serve(settings.httpPort, (url) => answerHealth({ version, uptimeSeconds, gates: operator.readinessGates() }, url)),
    serve(settings.prometheusPort, (url) => (url.pathname === '/metrics' ? metrics() : undefined)),
  ]);
  log.info(`coordination-engine ${version} started`, {
    http: settings.httpPort,
    metrics: settings.prometheusPort,
    identity: settings.podName,
  });
  onSignals(async () => {
    await operator.stop();
    await Promise.all(servers.map(close));
    await config.close();
  }, log);
  await operator.start();
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
  process.exit(1);
});
