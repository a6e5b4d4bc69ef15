import { openAuditTrail, type AuditTrail, type LostRecord } from './audit/audit-trail.ts';
import { readSettings, SettingError, type Settings } from './config.ts';
import { CoordinationOperator } from './coordination-operator.ts';
import { readFlags, withFlags } from './flags.ts';
import { countReports } from './ingress/alertmanager/routes.ts';
import { listen, makeFrontDoor } from './ingress/front-door.ts';
import { answerHealth, close, serve } from './ingress/health-server.ts';
import { serveMetrics } from './ingress/metrics-server.ts';
import { addRoutes } from './ingress/routes.ts';
import { PooledKubeConfig } from './kube/kubeconfig.ts';
import { describeError, makeLog, type EngineLog } from './log.ts';
import { makeDoorMetrics } from './metrics/door-metrics.ts';
import { settingsTable } from './settings-table.ts';
import { version } from './version.ts';

function usage(): string {
  const rows = Object.values(settingsTable).map(
    (row) => `  ${row.variable.padEnd(24)}${row.meaning} (${row.range}; default ${row.default || 'none'})`,
  );
  return `coordination-engine ${version}\n\nUsage: node main.js [--help | --version | --auth=none]\n\n${flagsInWords}\n\nSettings come from the environment:\n${rows.join('\n')}`;
}

const flagsInWords = '  --auth=none  everybody on this machine may everything, and nobody else can connect to HTTP_PORT';

async function main(): Promise<void> {
  const flags = readFlags(process.argv.slice(2));
  if (flags.help) return void process.stdout.write(`${usage()}\n`);
  if (flags.version) return void process.stdout.write(`${version}\n`);
  const settings = withFlags(readSettings(process.env), flags);
  const log = makeLog(settings);
  const config = new PooledKubeConfig();
  config.loadFromDefault();
  const lost: LostRecord = ({ auditID }, error) => log.error('The outcome of a write could not be audited', { auditID, error });
  await run(settings, { config, log, trail: await openAuditTrail(settings, lost) });
}

interface Means {
  readonly config: PooledKubeConfig;
  readonly log: EngineLog;
  readonly trail: AuditTrail | undefined;
}

async function run(settings: Settings, { config, log, trail }: Means): Promise<void> {
  const operator = new CoordinationOperator(settings, config, log, trail);
  const uptimeSeconds = () => process.uptime();
  const health = () => ({ version, uptimeSeconds, gates: operator.readinessGates(), notes: operator.notes() });
  const door = makeFrontDoor({
    health,
    keeper: () => operator.reception?.keeper,
    stopping: () => operator.stopping,
    ...{ log, auth: settings.auth, certificates: settings.tlsCertDir, metrics: makeDoorMetrics(operator.registry) },
  });
  const desk = () => operator.reception?.desk;
  countReports(door, operator.ingestMetrics);
  addRoutes(door, desk, operator.registry);
  await listen(door, settings.httpPort, settings.auth === 'none' ? 'loopback' : 'everywhere');
  const prometheus = await serveMetrics({ registry: operator.registry, keeper: operator.keeper, log, settings });
  const probes = await serve(settings.probePort, (url) => answerHealth(health(), url));
  log.info(`coordination-engine ${version} started`, {
    http: settings.httpPort,
    metrics: settings.prometheusPort,
    probes: settings.probePort,
    identity: settings.podName,
  });
  if (settings.auth === 'none') log.warn('--auth=none: whoever can connect from this machine may everything, as the user local');
  onSignals(async () => {
    await operator.stop();
    await Promise.all([door.close(), close(prometheus), close(probes)]);
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
