import type { CheckType, Condition, Target } from '../api/generated/types.ts';
import type { KubeClient } from '../kube/client.ts';
import type { MetricsReader } from '../outbound/prometheus.ts';

/** The part of the API server that a check may use. */
export type KubeReader = Pick<KubeClient, 'get' | 'list'>;

/** What a check may read and what it looks at. */
export interface CheckContext {
  readonly client: KubeReader;
  /** Absent when no Prometheus is configured. */
  readonly metrics?: MetricsReader;
  /** The targets it is asked about, with their namespaces written out; never the whole cluster. Those that it does not cover are passed over. */
  readonly targets: readonly Target[];
  readonly parameters: Readonly<Record<string, unknown>>;
  /** End of the layer's last effect: containers that terminated after it count against `pods_running`. */
  readonly since?: Date;
  /** The conditions of the plan that asks; absent when something else asks. */
  readonly planConditions?: readonly Condition[];
}

/** Passed | Failed | Inconclusive (could not be read: 403, timeout) | NotApplicable (API not installed, or it covers no target). */
export interface CheckVerdict {
  readonly result: 'Passed' | 'Failed' | 'Inconclusive' | 'NotApplicable';
  /** One plain sentence without counters or times that differ on each pass. */
  readonly message: string;
  /** What was measured, where that differs on each pass; shown behind the message, but it alone is no news. */
  readonly observed?: string;
}

/** One health check; read-only. */
export interface HealthCheck {
  readonly type: CheckType;
  /** JSON schema of `parameters` (ajv, additionalProperties false). */
  readonly parameters: Readonly<Record<string, unknown>>;
  run(context: CheckContext): Promise<CheckVerdict>;
}

/** What is asked, whoever reads. */
export type Question = Omit<CheckContext, 'client' | 'metrics'>;

/** Runs a check of that type; what could not be read becomes Inconclusive, never a throw and never a pass. */
export type RunCheck = (type: CheckType, context: Question) => Promise<CheckVerdict>;
