import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Cluster } from './cluster.ts';
import { engineServiceAccount } from './engine.ts';
import { freePorts } from './free-port.ts';
import { send, type Answer } from './http-request.ts';
import { freshName, startProcess, type Child } from './process.ts';
import { serviceAccountKubeconfig } from './service-account.ts';
import { untilServing } from './until-serving.ts';

export interface OperatorOptions {
  /** Settings on top of the harness's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** POD_NAME, the holder of the Lease; "engine-0" unless told. */
  readonly replica?: string;
  /** Whether limits that count what was before hold by their defaults; they are off unless told. */
  readonly limits?: 'usual' | 'off';
  /** The test build knows the mutation switch. */
  readonly build?: 'production' | 'test';
  /** The bundle that runs in place of that of dist/. */
  readonly bundle?: string;
  /** What goes into the file that DEFAULTS_FILE names: waits and timeouts of operations and checks. */
  readonly defaults?: object;
  /** A kubeconfig that leads elsewhere (through a proxy); the engine's ServiceAccount on this cluster unless told. */
  readonly kubeconfig?: string;
  /** Flags of the command line. */
  readonly args?: readonly string[];
  /** What its certificate is signed by, PEM, when it speaks https. */
  readonly ca?: string;
}

/** The operator under test: a process of its own, with its own ServiceAccount's token and the shipped RBAC. */
export interface Operator extends Child {
  /** http://127.0.0.1:port, or https, of /health, /healthz, /readyz. */
  readonly url: string;
  /** Returns when /readyz answers 200; fails with the end of its log when it does not, at once when it has ended. */
  ready(patience?: { readonly within: number }): Promise<void>;
  /** http://127.0.0.1:port of /healthz and /readyz for probes. */
  readonly probesUrl: string;
  /** The text of /metrics. */
  metrics(): Promise<string>;
  /** One GET on its HTTP port. */
  get(path: string): Promise<Answer>;
}

/** What counts what was before would make one test depend on another; tests of limits say what they want by a policy. */
const unlimited = {
  COOLDOWN_SECONDS: '0',
  INCIDENT_JOIN_SECONDS: '0',
  VERIFICATION_SECONDS: '0',
  ADMISSIONS_PER_MINUTE: '6000',
  ADMISSIONS_BURST: '1000',
  TARGET_FAILURES: '100',
  AI_FAILURES: '100',
  NODES_MAX_UNHEALTHY: '100%',
  NODES_MAX_IN_FLIGHT: '100%',
  DETECTORS: 'none',
};

/** Starts the operator from dist/, which `npm run build` makes; it is not ready yet. */
export async function startOperator(cluster: Cluster, options: OperatorOptions = {}): Promise<Operator> {
  const { replica = 'engine-0', build = 'production', args = [], ca } = options;
  const [http = 0, prometheus = 0, probes = 0] = await freePorts(3);
  const name = freshName(`operator-${replica}`);
  const env = {
    PATH: process.env['PATH'],
    NODE_ENV: build,
    POD_NAMESPACE: engineServiceAccount.namespace,
    POD_NAME: replica,
    HTTP_PORT: String(http),
    PROMETHEUS_PORT: String(prometheus),
    PROBE_PORT: String(probes),
    COUNTS_WRITE_SECONDS: '1',
    ...(await chosenSettings(cluster, name, options)),
  };
  const child = startProcess({
    name,
    program: process.execPath,
    args: ['--enable-source-maps', '--disable-proto=throw', bundleOf(options), ...args],
    dir: cluster.dir,
    env,
  });
  const url = `${ca === undefined ? 'http' : 'https'}://127.0.0.1:${http}`;
  const get = (path: string): Promise<Answer> => send({ url: url + path, ...(ca !== undefined && { ca }), timeoutMs: 5_000 });
  const metrics = async (): Promise<string> => (await send({ url: `http://127.0.0.1:${prometheus}/metrics`, timeoutMs: 5_000 })).body;
  return {
    ...child,
    url,
    probesUrl: `http://127.0.0.1:${probes}`,
    get,
    metrics,
    ready: ({ within } = { within: 30_000 }) => untilServing(child, async () => (await get('/readyz')).status === 200, { within }),
  };
}

function bundleOf({ build = 'production', bundle }: OperatorOptions): string {
  return bundle ?? join(import.meta.dirname, '../../dist', build === 'test' ? 'main-test.js' : 'main.js');
}

async function chosenSettings(cluster: Cluster, name: string, { env, limits = 'off', defaults, kubeconfig }: OperatorOptions) {
  return {
    KUBECONFIG: kubeconfig ?? (await serviceAccountKubeconfig(cluster, engineServiceAccount)),
    ...(limits === 'off' && unlimited),
    DEFAULTS_FILE: defaults && writeDefaults(cluster, name, defaults),
    ...env,
  };
}

function writeDefaults({ dir }: Cluster, name: string, defaults: object): string {
  const path = join(dir, `${name}.defaults.yaml`);
  writeFileSync(path, stringify(defaults));
  return path;
}
