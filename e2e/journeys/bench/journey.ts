import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { api, type KubeObject } from '../../harness/cluster.ts';
import { installEngine } from '../../harness/engine.ts';
import { eventually } from '../../harness/eventually.ts';
import { kubectl } from '../../harness/kubectl.ts';
import { createNodes } from '../../harness/nodes.ts';
import { startOperator, type Operator, type OperatorOptions } from '../../harness/operator.ts';
import { applyStages, type ExtraStage } from '../../harness/stages.ts';
import { workerCluster, type WorkerCluster } from '../../harness/worker-cluster.ts';
import type { Observation } from '../../invariants/observation.ts';
import { expectNoViolations, watchRun, type WatchedRun } from '../../invariants/watch-run.ts';

/** What a file of journeys has in common; made before its first test. */
export interface Journey {
  readonly cluster: WorkerCluster;
  /** The operator that runs now. */
  readonly operator: Operator;
  /** Ends the operator; true afterwards: nobody leads. */
  stopOperator(): Promise<void>;
  /** Starts the operator anew with the journey's settings, and these on top of them, and returns when it is ready. */
  startOperator(env?: Readonly<Record<string, string>>): Promise<Operator>;
}

export interface JourneyOptions {
  /** Nodes with a kubelet that are made before the first test and removed after the last. */
  readonly nodes?: readonly string[];
  readonly stages?: readonly ExtraStage[];
  readonly operator?: OperatorOptions;
}

/** Seconds where a real cluster has minutes. */
export const shortDefaults = {
  operations: { drain_and_reboot_node: { waitSeconds: 1 }, restart_deployment: { waitSeconds: 1 } },
  checks: { node_ready: { timeoutSeconds: 5 }, no_node_pressure: { timeoutSeconds: 5 }, pods_running: { timeoutSeconds: 20 } },
  pollSeconds: 1,
};

/** A Lease that is lost within seconds, and a search for lost changes every ten. */
export const shortLease = { LEASE_DURATION_SECONDS: '4', LEASE_RENEW_SECONDS: '2', LEASE_RETRY_SECONDS: '0.4', RESYNC_SECONDS: '10' };

/**
 * The setting of every journey: this worker's control plane with the engine installed, the operator as a process with the shipped rights,
 * and after each test the promises of the engine held against all that was stored and asked meanwhile.
 */
export function journey({ nodes = [], stages = [], operator: options = {} }: JourneyOptions): Journey {
  const state: { cluster?: WorkerCluster; operator?: Operator; run?: WatchedRun; scope?: Observation['scope'] } = {};
  const start = async (env: Readonly<Record<string, string>> = {}): Promise<Operator> => {
    const all: Readonly<Record<string, string>> = { ...shortLease, ...options.env, ...env };
    const settings = { defaults: shortDefaults, ...options, env: all };
    state.scope = all['EXCLUSIVITY_SCOPE'] === 'Related' ? 'Related' : 'Cluster';
    state.operator = await startOperator(there(state.cluster), settings);
    await state.operator.ready();
    return state.operator;
  };
  beforeAll(async () => {
    const cluster = (state.cluster = await workerCluster());
    await installEngine(cluster);
    if (stages.length > 0) await applyStages(cluster, stages);
    await createNodes(
      cluster,
      nodes.map((name) => ({ name })),
    );
    await start();
  }, 240_000);
  beforeEach(async () => void (state.run = await watchRun(there(state.cluster), () => state.scope)));
  afterEach(async () => expectNoViolations(there(state.run)));
  afterAll(async () => {
    await clear(there(state.cluster), nodes);
    await state.operator?.stop();
  });
  return {
    get cluster() {
      return there(state.cluster);
    },
    get operator() {
      return there(state.operator);
    },
    stopOperator: async () => void (await state.operator?.stop()),
    startOperator: start,
  };
}

function there<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('it is made before the first test, not before');
  return value;
}

const ours = ['anomalies', 'remediationplans', 'remediationactions'];

/** Asks for the end of all that are left, and says whether none is. kubectl would delete one after the other. */
async function removeAll(cluster: WorkerCluster, plural: string): Promise<boolean> {
  const group = '/apis/coordination.selfheal.dev/v1alpha1';
  const { items } = await api<{ items: KubeObject[] }>(cluster, { path: `${group}/${plural}` });
  const namespaces = new Set(items.map(({ metadata }) => metadata.namespace ?? ''));
  for (const namespace of namespaces) await api(cluster, { method: 'DELETE', path: `${group}/namespaces/${namespace}/${plural}` });
  return items.length === 0;
}

/** True afterwards: nothing of the journey is left that could disturb the next one on this control plane. */
async function clear(cluster: WorkerCluster, nodes: readonly string[]): Promise<void> {
  for (const plural of ours) {
    await eventually(() => removeAll(cluster, plural), { within: 60_000, describe: `all ${plural} are gone` });
  }
  if (nodes.length > 0) await kubectl(cluster, ['delete', 'nodes', '--wait=false', '--ignore-not-found', ...nodes]);
}
