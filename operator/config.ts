import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { Ajv } from 'ajv';
import { parse as parseYaml } from 'yaml';
import { messageOf } from './api/message-of.ts';
import { redact } from './api/redact.ts';
import type { Capacity } from './domain/alerts/storm.ts';
import { builtInDefaults, overrideDefaults, type Defaults, type DefaultsOverride } from './domain/planning/defaults.ts';
import { amountOf, type Amount } from './domain/policy/amount.ts';
import type { EnvironmentPolicy } from './domain/policy/resolve-policy.ts';
import type { SettingRow } from './setting-ranges.ts';
import { settingsTable } from './settings-table.ts';

/** The settings of one process; see settings-table.ts for units and ranges. */
export interface Settings {
  readonly logLevel: 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR';
  readonly logFormat: 'text' | 'json';
  /** `off`, `stdout` or the path of a file. */
  readonly auditLog: string;
  /** Base URL of the collector of traces; none is sent when it is empty. */
  readonly tracesEndpoint: string;
  readonly confidenceThreshold: number;
  readonly maxActiveActions: number;
  readonly exclusivityScope: 'Cluster' | 'Related';
  /** What else holds where the policy is silent. */
  readonly limits: Omit<
    EnvironmentPolicy,
    'confidenceThreshold' | 'maxActiveActions' | 'exclusivityScope' | 'defaults' | 'systemNamespace'
  >;
  readonly alertCapacity: Capacity;
  readonly httpPort: number;
  readonly tlsCertDir: string;
  /** `none`: there is no asking who somebody is or what they may; by the command line alone. */
  readonly auth: 'token' | 'none';
  readonly prometheusPort: number;
  /** Whether PROMETHEUS_PORT asks who somebody is and whether they may read it. */
  readonly metricsAuth: 'none' | 'token';
  readonly probePort: number;
  readonly defaults: Defaults;
  readonly prometheusUrl: string;
  readonly prometheusTokenFile: string;
  readonly prometheusCaFile: string;
  readonly alertmanager: AlertmanagerSettings;
  readonly modelUrl: string;
  readonly modelHosts: readonly string[];
  readonly leaseDurationSeconds: number;
  readonly leaseRenewSeconds: number;
  readonly leaseRetrySeconds: number;
  readonly resyncSeconds: number;
  readonly countsWriteSeconds: number;
  readonly systemNamespace: string;
  readonly podName: string;
  readonly nodeName: string;
  readonly serviceAccount: string;
  readonly nodeJobImage: string;
}

/** The Alertmanager that is polled; none when the URL is empty. */
export interface AlertmanagerSettings {
  readonly url: string;
  readonly tokenFile: string;
  readonly caFile: string;
  readonly receiver: string;
  readonly pollSeconds: number;
  readonly goneSeconds: number;
}

/** The ServiceAccount of this process, as `namespace/name`. */
export function ownAccountOf({ systemNamespace, serviceAccount }: Pick<Settings, 'systemNamespace' | 'serviceAccount'>): string {
  return `${systemNamespace}/${serviceAccount}`;
}

/** A setting that stops the start; the message names the variable and its range. */
export class SettingError extends Error {}

type Environment = Readonly<Record<string, string | undefined>>;

/** The settings that the environment gives, with the defaults file read. Throws SettingError for the first bad value. */
export function readSettings(environment: Environment, readFile = (path: string) => readFileSync(path, 'utf8')): Settings {
  const value = reader(environment);
  const settings: Settings = {
    logLevel: value(settingsTable.logLevel) as Settings['logLevel'],
    logFormat: value(settingsTable.logFormat) as Settings['logFormat'],
    auditLog: String(value(settingsTable.auditLog)),
    tracesEndpoint: String(value(settingsTable.tracesEndpoint)),
    confidenceThreshold: Number(value(settingsTable.confidenceThreshold)),
    maxActiveActions: Number(value(settingsTable.maxActiveActions)),
    exclusivityScope: value(settingsTable.exclusivityScope) as Settings['exclusivityScope'],
    limits: readLimits(environment, value),
    alertCapacity: {
      most: Number(value(settingsTable.maxLiveAnomalies)),
      keptSeconds: Number(value(settingsTable.alertStormSeconds)),
    },
    ...readDoors(value),
    defaults: readDefaults(String(value(settingsTable.defaultsFile)), readFile),
    prometheusUrl: String(value(settingsTable.prometheusUrl)),
    prometheusTokenFile: String(value(settingsTable.prometheusTokenFile)),
    prometheusCaFile: String(value(settingsTable.prometheusCaFile)),
    alertmanager: readAlertmanager(value),
    modelUrl: String(value(settingsTable.modelUrl)),
    modelHosts: String(value(settingsTable.modelHosts))
      .split(',')
      .filter((host) => host !== ''),
    leaseDurationSeconds: Number(value(settingsTable.leaseDurationSeconds)),
    leaseRenewSeconds: Number(value(settingsTable.leaseRenewSeconds)),
    leaseRetrySeconds: Number(value(settingsTable.leaseRetrySeconds)),
    resyncSeconds: Number(value(settingsTable.resyncSeconds)),
    countsWriteSeconds: Number(value(settingsTable.countsWriteSeconds)),
    systemNamespace: String(value(settingsTable.systemNamespace)),
    podName: String(value(settingsTable.podName)) || `${hostname()}-${process.pid}`,
    nodeName: String(value(settingsTable.nodeName)),
    serviceAccount: String(value(settingsTable.serviceAccount)),
    nodeJobImage: String(value(settingsTable.nodeJobImage)),
  };
  value(settingsTable.nodeEnv);
  refuseImpossibleLease(settings);
  return settings;
}

type Reader = (row: SettingRow) => number | string;

function readDoors(value: Reader): Pick<Settings, 'httpPort' | 'tlsCertDir' | 'auth' | 'prometheusPort' | 'metricsAuth' | 'probePort'> {
  return {
    httpPort: Number(value(settingsTable.httpPort)),
    tlsCertDir: String(value(settingsTable.tlsCertDir)),
    auth: 'token',
    prometheusPort: Number(value(settingsTable.prometheusPort)),
    metricsAuth: value(settingsTable.metricsAuth) as Settings['metricsAuth'],
    probePort: Number(value(settingsTable.probePort)),
  };
}

function readAlertmanager(value: Reader): AlertmanagerSettings {
  return {
    url: String(value(settingsTable.alertmanagerUrl)),
    tokenFile: String(value(settingsTable.alertmanagerTokenFile)),
    caFile: String(value(settingsTable.alertmanagerCaFile)),
    receiver: String(value(settingsTable.alertmanagerReceiver)),
    pollSeconds: Number(value(settingsTable.alertmanagerPollSeconds)),
    goneSeconds: Number(value(settingsTable.alertmanagerGoneSeconds)),
  };
}

function readLimits(environment: Environment, value: Reader): Settings['limits'] {
  const seconds = (row: SettingRow): number => Number(value(row));
  const amount = (row: SettingRow): Amount => amountOf(value(row)) ?? { kind: 'count', count: 1 };
  return {
    admissionsPerMinute: Number(value(settingsTable.admissionsPerMinute)),
    admissionsBurst: Number(value(settingsTable.admissionsBurst)),
    nodesMaxUnhealthy: amount(settingsTable.nodesMaxUnhealthy),
    nodesMaxInFlight: amount(settingsTable.nodesMaxInFlight),
    stormCooldownSeconds: seconds(settingsTable.stormCooldownSeconds),
    cooldownSeconds: seconds(settingsTable.cooldownSeconds),
    targetFailures: Number(value(settingsTable.targetFailures)),
    targetOpenSeconds: seconds(settingsTable.targetOpenSeconds),
    aiFailures: Number(value(settingsTable.aiFailures)),
    aiWindowSeconds: seconds(settingsTable.aiWindowSeconds),
    incidentJoinSeconds: seconds(settingsTable.incidentJoinSeconds),
    verificationSeconds: seconds(settingsTable.verificationSeconds),
    approvalExpirySeconds: seconds(settingsTable.approvalExpirySeconds),
    ttlSecondsAfterFinished: seconds(settingsTable.ttlSecondsAfterFinished),
    detect: value(settingsTable.detectors) === 'all',
    given: new Set(Object.keys(environment).filter((variable) => (environment[variable] ?? '') !== '')),
  };
}

/** What the environment of this process says where the policy is silent. */
export function environmentPolicy(settings: Settings): EnvironmentPolicy {
  const { confidenceThreshold, maxActiveActions, exclusivityScope, defaults, systemNamespace, limits } = settings;
  return { confidenceThreshold, maxActiveActions, exclusivityScope, defaults, systemNamespace, ...limits };
}

function reader(environment: Environment): Reader {
  return (row) => {
    const given = environment[row.variable];
    const text = given === undefined || given === '' ? row.default : given;
    const value = row.parse(text);
    if (value === undefined) throw new SettingError(`${row.variable} is ${JSON.stringify(redact(text))}; it must be ${row.range}`);
    return value;
  };
}

function refuseImpossibleLease({ leaseDurationSeconds, leaseRenewSeconds, leaseRetrySeconds }: Settings): void {
  if (leaseRenewSeconds >= leaseDurationSeconds)
    throw new SettingError(
      `LEASE_RENEW_SECONDS is ${leaseRenewSeconds}; it must be less than LEASE_DURATION_SECONDS (${leaseDurationSeconds})`,
    );
  if (leaseRetrySeconds >= leaseRenewSeconds)
    throw new SettingError(`LEASE_RETRY_SECONDS is ${leaseRetrySeconds}; it must be less than LEASE_RENEW_SECONDS (${leaseRenewSeconds})`);
}

const seconds = (minimum: number) => ({ type: 'integer', minimum, maximum: 86_400 });
const tableOf = (names: readonly string[], cell: object) => ({
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries(names.map((name) => [name, cell])),
});

/** JSON schema of the defaults file. */
export const defaultsFileSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    operations: tableOf(Object.keys(builtInDefaults.operations), {
      type: 'object',
      additionalProperties: false,
      properties: { waitSeconds: seconds(0), required: { type: 'boolean' }, timeoutSeconds: seconds(1) },
    }),
    checks: tableOf(Object.keys(builtInDefaults.checks), {
      type: 'object',
      additionalProperties: false,
      properties: { timeoutSeconds: { ...seconds(1), maximum: 3600 } },
    }),
    pollSeconds: { type: 'number', exclusiveMinimum: 0, maximum: 300 },
  },
};

function readDefaults(path: string, readFile: (path: string) => string): Defaults {
  if (path === '') return builtInDefaults;
  const content = parseFile(path, readFile);
  const ajv = new Ajv({ allErrors: false });
  if (ajv.validate<DefaultsOverride>(defaultsFileSchema, content)) return overrideDefaults(builtInDefaults, content);
  const [error] = ajv.errors ?? [];
  const unknown = error?.keyword === 'additionalProperties' ? ` (${String(error.params['additionalProperty'])})` : '';
  throw new SettingError(`DEFAULTS_FILE ${path}: ${error?.instancePath || '/'} ${error?.message ?? 'is not valid'}${unknown}`);
}

function parseFile(path: string, readFile: (path: string) => string): unknown {
  try {
    return parseYaml(readFile(path)) ?? {};
  } catch (cause) {
    throw new SettingError(`DEFAULTS_FILE ${path} cannot be read as YAML: ${messageOf(cause)}`, {
      cause,
    });
  }
}
