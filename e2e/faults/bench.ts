import type { Cluster } from '../harness/cluster.ts';
import { startOperator, type Operator, type OperatorOptions } from '../harness/operator.ts';
import { startProxy, type FaultProxy } from './proxy.ts';

/** Waits and timeouts as short as a small cluster allows. */
export const shortDefaults = {
  operations: { drain_and_reboot_node: { waitSeconds: 0 }, restart_deployment: { waitSeconds: 0 } },
  checks: {
    node_ready: { timeoutSeconds: 20 },
    no_node_pressure: { timeoutSeconds: 20 },
    pods_running: { timeoutSeconds: 20 },
    endpoints_healthy: { timeoutSeconds: 20 },
  },
  pollSeconds: 0.3,
};

/** A Lease that changes hands within seconds. */
export const shortLease = {
  LEASE_DURATION_SECONDS: '4',
  LEASE_RENEW_SECONDS: '2',
  LEASE_RETRY_SECONDS: '0.4',
  RESYNC_SECONDS: '10',
};

/** An engine on a cluster with a proxy in between, and the operator that runs at present. */
export interface Bench {
  readonly proxy: FaultProxy;
  readonly operator: () => Operator;
  /** The running operator is killed if it still runs, and another one starts in its place. */
  readonly restart: () => Promise<Operator>;
  stop(): Promise<void>;
}

/** Starts the engine, which is installed already, behind a proxy; returns when it is ready. */
export async function openBench(cluster: Cluster, options: OperatorOptions = {}): Promise<Bench> {
  const { proxy, kubeconfig } = await startProxy(cluster);
  const start = (): Promise<Operator> =>
    startOperator(cluster, { kubeconfig, defaults: shortDefaults, ...options, env: { ...shortLease, ...options.env } });
  let operator = await start();
  const stop = async (): Promise<void> => {
    await operator.stop();
    await proxy.stop();
  };
  await operator.ready().catch(async (error: unknown) => {
    await stop(); // nobody gets the bench, so nobody else would
    throw error;
  });
  const restart = async (): Promise<Operator> => {
    operator.kill('SIGKILL');
    await operator.ended;
    operator = await start();
    return operator;
  };
  return { proxy, operator: () => operator, restart, stop };
}
