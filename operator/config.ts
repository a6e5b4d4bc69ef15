import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { Ajv } from 'ajv';
import { parse as parseYaml } from 'yaml';
import { messageOf } from './api/message-of.ts';
import { builtInDefaults, overrideDefaults, type Defaults, type DefaultsOverride } from './domain/planning/defaults.ts';
import { amountOf, type Amount } from './domain/policy/amount.ts';
import type { EnvironmentPolicy } from './domain/policy/resolve-policy.ts';
import { settingsTable, type SettingRow } from './settings-table.ts';

/** The settings of one process; see settings-table.ts for units and ranges. */
export interface Settings {
  readonly logLevel: 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR';
  readonly logFormat: 'text' | 'json';
  readonly confidenceThreshold: number;
  readonly maxActiveActions: number;
  readonly exclusivityScope: 'Cluster' | 'Related';
  /** What else holds where the policy is silent. */
  readonly limits: Omit<
    EnvironmentPolicy,
    'confidenceThreshold' | 'maxActiveActions' | 'exclusivityScope' | 'defaults' | 'systemNamespace'
  >;
  readonly httpPort: number;
  readonly prometheusPort: number;
  readonly defaults: Defaults;
  readonly prometheusUrl: string;
  readonly prometheusTokenFile: string;
  readonly prometheusCaFile: string;
  readonly modelUrl: string;
  readonly modelHosts: readonly string[];
  readonly leaseDurationSeconds: number;
  readonly leaseRenewSeconds: number;
  readonly leaseRetrySeconds: number;
  readonly resyncSeconds: number;
  readonly systemNamespace: string;
  readonly podName: string;
  readonly nodeName: string;
  readonly serviceAccount: string;
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
    confidenceThreshold: Number(value(settingsTable.confidenceThreshold)),
    maxActiveActions: Number(value(settingsTable.maxActiveActions)),
    exclusivityScope: value(settingsTable.exclusivityScope) as Settings['exclusivityScope'],
    limits: readLimits(environment, value),
    httpPort: Number(value(settingsTable.httpPort)),
    prometheusPort: Number(value(settingsTable.prometheusPort)),
    defaults: readDefaults(String(value(settingsTable.defaultsFile)), readFile),
    prometheusUrl: String(value(settingsTable.prometheusUrl)),
    prometheusTokenFile: String(value(settingsTable.prometheusTokenFile)),
    prometheusCaFile: String(value(settingsTable.prometheusCaFile)),
    modelUrl: String(value(settingsTable.modelUrl)),
    modelHosts: String(value(settingsTable.modelHosts))
      .split(',')
      .filter((host) => host !== ''),
    leaseDurationSeconds: Number(value(settingsTable.leaseDurationSeconds)),
    leaseRenewSeconds: Number(value(settingsTable.leaseRenewSeconds)),
    leaseRetrySeconds: Number(value(settingsTable.leaseRetrySeconds)),
    resyncSeconds: Number(value(settingsTable.resyncSeconds)),
    systemNamespace: String(value(settingsTable.systemNamespace)),
    podName: String(value(settingsTable.podName)) || `${hostname()}-${process.pid}`,
    nodeName: String(value(settingsTable.nodeName)),
    serviceAccount: String(value(settingsTable.serviceAccount)),
  };
  value(settingsTable.nodeEnv);
  refuseImpossibleLease(settings);
  return settings;
}

type Reader = (row: SettingRow) => number | string;

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
    approvalExpirySeconds: seconds(settingsTable.approvalExpirySeconds),
    ttlSecondsAfterFinished: seconds(settingsTable.ttlSecondsAfterFinished),
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
    if (value === undefined) throw new SettingError(`${row.variable} is ${JSON.stringify(text)}; it must be ${row.range}`);
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
