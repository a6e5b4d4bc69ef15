import type { CheckType, Layer, OperationName } from '../../api/generated/types.ts';

/** Waits and limits of one operation; seconds. */
export interface OperationDefaults {
  readonly waitSeconds: number;
  readonly required: boolean;
  readonly timeoutSeconds: number;
}

/** The table of design section 5; a defaults file may override single cells. */
export interface Defaults {
  readonly operations: Readonly<Record<OperationName, OperationDefaults>>;
  readonly checks: Readonly<Record<CheckType, { readonly timeoutSeconds: number }>>;
  readonly pollSeconds: number;
}

const row = (waitSeconds: number, required: boolean, timeoutSeconds: number): OperationDefaults => ({
  waitSeconds,
  required,
  timeoutSeconds,
});
const usual = row(0, true, 300);

/** Defaults of the operations, checks and the poll interval; waits and requiredness from ADR-013 where it gives them. */
export const builtInDefaults: Defaults = {
  operations: {
    monitor_mco: row(300, true, 3600),
    drain_and_reboot_node: row(600, true, 1800),
    drain_node: row(0, true, 900),
    add_node_capacity: row(0, true, 1800),
    rollback_machine_config: row(600, true, 3600),
    monitor_cluster_operator: row(300, true, 1800),
    restart_operator: row(180, true, 600),
    argocd_sync: row(120, true, 600),
    restart_deployment: row(60, false, 600),
    cordon_node: usual,
    uncordon_node: usual,
    restart_kubelet: usual,
    scale_workload: usual,
    update_resources: usual,
    delete_pod: usual,
    rollout_undo: usual,
    helm_rollback: usual,
    reconcile_owner: row(0, false, 600),
    run_job: usual,
    predict: usual,
    correlate: usual,
    observe: usual,
  },
  checks: {
    node_ready: { timeoutSeconds: 300 },
    no_node_pressure: { timeoutSeconds: 300 },
    mco_stable: { timeoutSeconds: 600 },
    openshift_operators_ready: { timeoutSeconds: 300 },
    networking_functional: { timeoutSeconds: 180 },
    pods_running: { timeoutSeconds: 300 },
    endpoints_healthy: { timeoutSeconds: 120 },
    workload_available: { timeoutSeconds: 300 },
    prometheus_query: { timeoutSeconds: 300 },
    external_condition: { timeoutSeconds: 300 },
  },
  pollSeconds: 5,
};

/** What holds for an operation; for one that this build does not know, as a newer engine leaves it behind, what is usual. */
export function operationDefaults({ operations }: Pick<Defaults, 'operations'>, operation: string): OperationDefaults {
  const known: Readonly<Record<string, OperationDefaults>> = operations;
  return known[operation] ?? usual;
}

/** Seconds after which a check has failed; for one that this build does not know, what is usual. */
export function checkTimeout({ checks }: Pick<Defaults, 'checks'>, type: string): number {
  const known: Readonly<Record<string, { readonly timeoutSeconds: number }>> = checks;
  return (known[type] ?? usual).timeoutSeconds;
}

/** The checks that gate a layer, in the order in which they are shown. */
export const layerChecks: Readonly<Record<Layer, readonly CheckType[]>> = {
  infrastructure: ['node_ready', 'no_node_pressure', 'mco_stable'],
  platform: ['openshift_operators_ready', 'networking_functional'],
  application: ['pods_running', 'endpoints_healthy'],
};

/** Layers from the lowest up: what a higher one stands on comes first. */
export const layerOrder: readonly Layer[] = ['infrastructure', 'platform', 'application'];

/** A part of the table, as a defaults file gives it. */
export interface DefaultsOverride {
  readonly operations?: Partial<Record<OperationName, Partial<OperationDefaults>>>;
  readonly checks?: Partial<Record<CheckType, { readonly timeoutSeconds?: number }>>;
  readonly pollSeconds?: number;
}

/** The table with single cells replaced. */
export function overrideDefaults(base: Defaults, override: DefaultsOverride): Defaults {
  const operations = { ...base.operations };
  for (const name of Object.keys(override.operations ?? {}) as OperationName[])
    operations[name] = { ...operations[name], ...override.operations?.[name] };
  const checks = { ...base.checks };
  for (const type of Object.keys(override.checks ?? {}) as CheckType[]) checks[type] = { ...checks[type], ...override.checks?.[type] };
  return { operations, checks, pollSeconds: override.pollSeconds ?? base.pollSeconds };
}
