import { amountOf } from './domain/policy/amount.ts';

/** One environment variable: how it is read, what it may be, and what it means. */
export interface SettingRow {
  readonly variable: string;
  readonly default: string;
  readonly range: string;
  readonly meaning: string;
  /** The parsed value, or undefined when the text is out of range. */
  readonly parse: (text: string) => number | string | undefined;
}

const text = (text: string): string => text;

function oneOf(...words: readonly string[]) {
  return {
    range: words.join(' | '),
    parse: (text: string): string | undefined => words.find((word) => word.toLowerCase() === text.toLowerCase()),
  };
}

function decimal(least: number, most: number) {
  return {
    range: `${least} to ${most}`,
    parse: (text: string): number | undefined => {
      const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
      return value >= least && value <= most ? value : undefined;
    },
  };
}

function whole(least: number, most: number) {
  const { range, parse } = decimal(least, most);
  return { range: `whole number, ${range}`, parse: (text: string): number | undefined => (/^\d+$/.test(text) ? parse(text) : undefined) };
}

/** Kept as the text that it is; amountOf reads it. */
const amount = {
  range: 'a number, or a percentage such as 20%',
  parse: (text: string): string | undefined => (amountOf(text) ? text : undefined),
};

/** A name can be moved and is held against a certificate; an address in a setting is how a request is sent where it should not go. */
function serviceUrl(text: string): string | undefined {
  if (text === '') return text;
  if (!URL.canParse(text)) return undefined;
  const { protocol, username, password, search, hash, hostname } = new URL(text);
  const plain = username === '' && password === '' && search === '' && hash === '';
  const named = !/^[\d.]+$|^\[/.test(hostname);
  return plain && named && ['http:', 'https:'].includes(protocol) ? text : undefined;
}

function hostNames(text: string): string | undefined {
  const names = text.split(',').filter((name) => name !== '');
  const isName = (name: string): boolean => /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/.test(name) && !/^[\d.]+(:|$)/.test(name);
  return names.every(isName) ? text : undefined;
}

/** Every setting of the engine; docs/reference/settings.md is made from it. */
export const settingsTable = {
  logLevel: {
    variable: 'LOG_LEVEL',
    default: 'INFO',
    ...oneOf('DEBUG', 'INFO', 'WARNING', 'ERROR'),
    meaning: 'Least level that is logged.',
  },
  logFormat: { variable: 'LOG_FORMAT', default: 'text', ...oneOf('text', 'json'), meaning: 'Form of a log line.' },
  nodeEnv: {
    variable: 'NODE_ENV',
    default: 'production',
    ...oneOf('production', 'development', 'test'),
    meaning: 'Kind of environment, in place of FLASK_ENV.',
  },
  confidenceThreshold: {
    variable: 'CONFIDENCE_THRESHOLD',
    default: '0.7',
    ...decimal(0, 1),
    meaning: 'An ai_driven action below it (strictly) waits for a person.',
  },
  maxActiveActions: {
    variable: 'MAX_ACTIVE_ACTIONS',
    default: '10',
    ...whole(1, 500),
    meaning: 'How many actions may be Admitted or Running at once.',
  },
  exclusivityScope: {
    variable: 'EXCLUSIVITY_SCOPE',
    default: 'Cluster',
    ...oneOf('Cluster', 'Related'),
    meaning: 'Where exclusive types exclude: in the whole cluster, or only a workload with a pod on the node.',
  },
  admissionsPerMinute: {
    variable: 'ADMISSIONS_PER_MINUTE',
    default: '30',
    ...whole(1, 6000),
    meaning: 'How many actions may be admitted per minute in the long run.',
  },
  admissionsBurst: {
    variable: 'ADMISSIONS_BURST',
    default: '10',
    ...whole(1, 1000),
    meaning: 'How many actions may be admitted at once after a rest.',
  },
  nodesMaxUnhealthy: {
    variable: 'NODES_MAX_UNHEALTHY',
    default: '20%',
    ...amount,
    meaning: 'With more unhealthy nodes in a group no action begins on its nodes; a part is rounded down, at least 1.',
  },
  nodesMaxInFlight: {
    variable: 'NODES_MAX_IN_FLIGHT',
    default: '10%',
    ...amount,
    meaning: 'How many nodes of a group may be worked on at once; a part is rounded down, at least 1.',
  },
  stormCooldownSeconds: {
    variable: 'STORM_COOLDOWN_SECONDS',
    default: '300',
    ...whole(0, 86400),
    meaning: 'Seconds after a storm without new actions on the nodes of the group, and then between two of them.',
  },
  cooldownSeconds: {
    variable: 'COOLDOWN_SECONDS',
    default: '300',
    ...whole(0, 86400),
    meaning: 'Seconds after the end of a plan in which nothing new begins on its targets.',
  },
  targetFailures: {
    variable: 'TARGET_FAILURES',
    default: '3',
    ...whole(1, 100),
    meaning: 'After so many failures in a row a target is left alone.',
  },
  targetOpenSeconds: {
    variable: 'TARGET_OPEN_SECONDS',
    default: '3600',
    ...whole(1, 604800),
    meaning: 'Seconds for which such a target is left alone.',
  },
  aiFailures: {
    variable: 'AI_FAILURES',
    default: '3',
    ...whole(1, 100),
    meaning: 'After so many failures within AI_WINDOW_SECONDS nothing begins that a model asks for and no person approved.',
  },
  aiWindowSeconds: { variable: 'AI_WINDOW_SECONDS', default: '3600', ...whole(1, 604800), meaning: 'Seconds within which they count.' },
  approvalExpirySeconds: {
    variable: 'APPROVAL_EXPIRY_SECONDS',
    default: '900',
    ...whole(1, 604800),
    meaning: 'Seconds after which a request for approval that nobody decided on ends.',
  },
  ttlSecondsAfterFinished: {
    variable: 'TTL_SECONDS_AFTER_FINISHED',
    default: '86400',
    ...whole(0, 31536000),
    meaning: 'Seconds after which a finished incident is deleted.',
  },
  httpPort: { variable: 'HTTP_PORT', default: '8080', ...whole(1, 65535), meaning: 'Port of /health, /healthz and /readyz.' },
  prometheusPort: { variable: 'PROMETHEUS_PORT', default: '9090', ...whole(1, 65535), meaning: 'Port of /metrics.' },
  defaultsFile: {
    variable: 'DEFAULTS_FILE',
    default: '',
    range: 'path of a YAML file',
    parse: text,
    meaning: 'Overrides single waits, limits and timeouts of operations and checks.',
  },
  prometheusUrl: {
    variable: 'PROMETHEUS_URL',
    default: '',
    range: 'http or https URL of a host name, without user, query and fragment',
    parse: serviceUrl,
    meaning: 'Prometheus (or Thanos) that prometheus_query asks, for whoever may create plans; without it that check is NotApplicable.',
  },
  prometheusTokenFile: {
    variable: 'PROMETHEUS_TOKEN_FILE',
    default: '',
    range: 'path of a file',
    parse: text,
    meaning: 'Bearer token for PROMETHEUS_URL, read at each query; on OpenShift that of the ServiceAccount.',
  },
  prometheusCaFile: {
    variable: 'PROMETHEUS_CA_FILE',
    default: '',
    range: 'path of a PEM file',
    parse: text,
    meaning: "Certificates to trust for PROMETHEUS_URL in place of the system's.",
  },
  modelUrl: {
    variable: 'MODEL_URL',
    default: '',
    range: 'http or https URL of a host name, without user, query and fragment',
    parse: serviceUrl,
    meaning: 'Server of the models that predict asks where the API of InferenceServices is not installed.',
  },
  modelHosts: {
    variable: 'MODEL_HOSTS',
    default: '',
    range: 'host names, each perhaps with a port or *. before it, separated by commas',
    parse: hostNames,
    meaning: 'Where an InferenceService may serve beside the Services of its own namespace.',
  },
  leaseDurationSeconds: {
    variable: 'LEASE_DURATION_SECONDS',
    default: '15',
    ...whole(1, 600),
    meaning: 'Seconds without renewal after which another replica may lead.',
  },
  leaseRenewSeconds: {
    variable: 'LEASE_RENEW_SECONDS',
    default: '10',
    ...decimal(0.1, 600),
    meaning: 'Seconds without renewal after which a leader stops acting; less than LEASE_DURATION_SECONDS.',
  },
  leaseRetrySeconds: {
    variable: 'LEASE_RETRY_SECONDS',
    default: '2',
    ...decimal(0.05, 60),
    meaning: 'Seconds between two tries to take or renew; less than LEASE_RENEW_SECONDS.',
  },
  resyncSeconds: {
    variable: 'RESYNC_SECONDS',
    default: '600',
    ...whole(1, 86400),
    meaning: 'Seconds between two searches for what a watch lost.',
  },
  systemNamespace: {
    variable: 'POD_NAMESPACE',
    default: 'self-healing-platform',
    range: 'name of a namespace',
    parse: (text: string): string | undefined => (/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(text) ? text : undefined),
    meaning: 'The system namespace; its objects may target anything.',
  },
  podName: {
    variable: 'POD_NAME',
    default: '',
    range: 'name of this pod',
    parse: text,
    meaning: 'Holder of the Lease; host name and process id when empty.',
  },
  nodeName: {
    variable: 'NODE_NAME',
    default: '',
    range: 'name of this node',
    parse: text,
    meaning: 'The node that this replica runs on; never drained by it.',
  },
  serviceAccount: {
    variable: 'SERVICE_ACCOUNT',
    default: 'coordination-engine-sa',
    range: 'name of this ServiceAccount',
    parse: text,
    meaning: 'What this process is to the API server; no Job that an action asks for may run as it.',
  },
} as const satisfies Readonly<Record<string, SettingRow>>;
