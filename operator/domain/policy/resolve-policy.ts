import type { EffectiveSetting, NodeLimits, RemediationPolicySpec, Timings } from '../../api/generated/types.ts';
import { cut } from '../../api/cut.ts';
import { canonicalJson } from '../../api/digest.ts';
import { usualPairs } from '../arbitration/exclusive-types.ts';
import { overrideDefaults, type Defaults } from '../planning/defaults.ts';
import { amountOf, amountText, type Amount } from './amount.ts';
import type { DetectorPolicy, NodeHealthLimit, Policy } from './policy.ts';

/** What the environment says where a policy is silent, its defaults filled in. */
export interface EnvironmentPolicy {
  readonly confidenceThreshold: number;
  readonly maxActiveActions: number;
  readonly exclusivityScope: Policy['exclusivityScope'];
  readonly admissionsPerMinute: number;
  readonly admissionsBurst: number;
  readonly nodesMaxUnhealthy: Amount;
  readonly nodesMaxInFlight: Amount;
  readonly stormCooldownSeconds: number;
  readonly cooldownSeconds: number;
  readonly targetFailures: number;
  readonly targetOpenSeconds: number;
  readonly aiFailures: number;
  readonly aiWindowSeconds: number;
  readonly incidentJoinSeconds: number;
  readonly verificationSeconds: number;
  readonly approvalExpirySeconds: number;
  readonly ttlSecondsAfterFinished: number;
  /** Whether the detectors look where the policy does not say. */
  readonly detect: boolean;
  readonly defaults: Defaults;
  readonly systemNamespace: string;
  /** The environment variables that are set. */
  readonly given: ReadonlySet<string>;
}

/** The policy that holds, and where each of its fields comes from. */
export interface ResolvedPolicy {
  readonly policy: Policy;
  readonly effective: readonly EffectiveSetting[];
}

/** The bound of a value in the status. */
const longestValue = 1024;

/** Per field: what the policy says, else the environment, else the default. */
export function resolvePolicy(spec: RemediationPolicySpec, environment: EnvironmentPolicy): ResolvedPolicy {
  const table = provenance(environment.given);
  const policy = {
    ...general(spec, environment, table),
    ...limits(spec, environment, table),
    ...people(spec, environment, table),
    detectors: detectors(spec, environment, table),
  };
  return { policy, effective: table.rows };
}

/** Patterns of the namespaces that the cluster and the engine stand on. */
export function usuallyProtected(systemNamespace: string): string[] {
  return ['kube-*', 'openshift-*', systemNamespace];
}

function general(spec: RemediationPolicySpec, environment: EnvironmentPolicy, { pick }: Provenance) {
  const { sourceWeights: weights = {}, admissions = {} } = spec;
  return {
    suspended: pick('suspended', [spec.suspended, false]),
    scope: pick('scope', [spec.scope, 'OptOut' as const]),
    confidenceThreshold: pick('confidenceThreshold', [spec.confidenceThreshold, environment.confidenceThreshold], 'CONFIDENCE_THRESHOLD'),
    exclusivityScope: pick('exclusivityScope', [spec.exclusivityScope, environment.exclusivityScope], 'EXCLUSIVITY_SCOPE'),
    exclusivePairs: pick('exclusivePairs', [pairsOf(spec), usualPairs]),
    sourceWeights: {
      deterministic: pick('sourceWeights.deterministic', [weights.deterministic, 2]),
      manual: pick('sourceWeights.manual', [weights.manual, 2]),
      ai_driven: pick('sourceWeights.aiDriven', [weights.aiDriven, 1]),
    },
    maxActiveActions: pick('maxActiveActions', [spec.maxActiveActions, environment.maxActiveActions], 'MAX_ACTIVE_ACTIONS'),
    admissions: {
      perMinute: pick('admissions.perMinute', [admissions.perMinute, environment.admissionsPerMinute], 'ADMISSIONS_PER_MINUTE'),
      burst: pick('admissions.burst', [admissions.burst, environment.admissionsBurst], 'ADMISSIONS_BURST'),
    },
    timings: pick('timings', [timingsOf(spec.timings, environment.defaults), environment.defaults], 'DEFAULTS_FILE', spec.timings ?? {}),
  } satisfies Partial<Policy>;
}

function limits(spec: RemediationPolicySpec, environment: EnvironmentPolicy, { pick }: Provenance) {
  const { nodes = {}, breakers = {} } = spec;
  const { target = {}, aiDriven = {} } = breakers;
  const health: NodeHealthLimit = { kind: 'maxUnhealthy', amount: environment.nodesMaxUnhealthy };
  const given = healthOf(nodes);
  const inFlight = amount(nodes.maxInFlight);
  return {
    nodes: {
      health: pick(`nodes.${(given ?? health).kind}`, [given, health], 'NODES_MAX_UNHEALTHY', amountText((given ?? health).amount)),
      maxInFlight: pick(
        'nodes.maxInFlight',
        [inFlight, environment.nodesMaxInFlight],
        'NODES_MAX_IN_FLIGHT',
        amountText(inFlight ?? environment.nodesMaxInFlight),
      ),
      stormCooldownSeconds: pick(
        'nodes.stormCooldownSeconds',
        [nodes.stormCooldownSeconds, environment.stormCooldownSeconds],
        'STORM_COOLDOWN_SECONDS',
      ),
      poolLabel: pick('nodes.poolLabel', [nodes.poolLabel, undefined]),
    },
    cooldownSeconds: pick('cooldownSeconds', [spec.cooldownSeconds, environment.cooldownSeconds], 'COOLDOWN_SECONDS'),
    breakers: {
      target: {
        failures: pick('breakers.target.failures', [target.failures, environment.targetFailures], 'TARGET_FAILURES'),
        openSeconds: pick('breakers.target.openSeconds', [target.openSeconds, environment.targetOpenSeconds], 'TARGET_OPEN_SECONDS'),
      },
      aiDriven: {
        failures: pick('breakers.aiDriven.failures', [aiDriven.failures, environment.aiFailures], 'AI_FAILURES'),
        windowSeconds: pick('breakers.aiDriven.windowSeconds', [aiDriven.windowSeconds, environment.aiWindowSeconds], 'AI_WINDOW_SECONDS'),
      },
    },
  } satisfies Partial<Policy>;
}

function people(spec: RemediationPolicySpec, environment: EnvironmentPolicy, { pick }: Provenance) {
  const { approval = {}, diagnosis = {}, incidents = {}, protected: kept = {}, retention = {} } = spec;
  const { joinSeconds, verificationSeconds, attempts } = incidents;
  const ttl = retention.ttlSecondsAfterFinished;
  return {
    diagnosis: {
      model: {
        namespace: pick('diagnosis.model.namespace', [diagnosis.model?.namespace, environment.systemNamespace]),
        name: pick('diagnosis.model.name', [diagnosis.model?.name, undefined]),
      },
    },
    incidents: {
      joinSeconds: pick('incidents.joinSeconds', [joinSeconds, environment.incidentJoinSeconds], 'INCIDENT_JOIN_SECONDS'),
      verificationSeconds: pick(
        'incidents.verificationSeconds',
        [verificationSeconds, environment.verificationSeconds],
        'VERIFICATION_SECONDS',
      ),
      attempts: pick('incidents.attempts', [attempts, 3]),
    },
    approval: {
      expirySeconds: pick('approval.expirySeconds', [approval.expirySeconds, environment.approvalExpirySeconds], 'APPROVAL_EXPIRY_SECONDS'),
      rules: pick('approval.rules', [approval.rules, []]),
    },
    maintenanceWindows: pick('maintenanceWindows', [spec.maintenanceWindows, []]),
    protected: {
      namespaces: pick('protected.namespaces', [kept.namespaces, usuallyProtected(environment.systemNamespace)]),
      targets: pick('protected.targets', [kept.targets, []]),
    },
    retention: {
      ttlSecondsAfterFinished: pick(
        'retention.ttlSecondsAfterFinished',
        [ttl, environment.ttlSecondsAfterFinished],
        'TTL_SECONDS_AFTER_FINISHED',
      ),
    },
  } satisfies Partial<Policy>;
}

function detectors({ detectors: said = {} }: RemediationPolicySpec, { detect }: EnvironmentPolicy, { pick }: Provenance): DetectorPolicy {
  const { nodes = {}, clusterOperators = {}, machineConfigPools = {}, workloads = {}, crashLoops = {} } = said;
  const on = (field: string, enabled: boolean | undefined): boolean => pick(`detectors.${field}.enabled`, [enabled, detect], 'DETECTORS');
  const number = (field: string, value: number | undefined, usual: number): number => pick(`detectors.${field}`, [value, usual]);
  return {
    nodes: {
      enabled: on('nodes', nodes.enabled),
      notReadySeconds: number('nodes.notReadySeconds', nodes.notReadySeconds, 300),
      problemSeconds: number('nodes.problemSeconds', nodes.problemSeconds, 120),
    },
    clusterOperators: {
      enabled: on('clusterOperators', clusterOperators.enabled),
      degradedSeconds: number('clusterOperators.degradedSeconds', clusterOperators.degradedSeconds, 300),
    },
    machineConfigPools: {
      enabled: on('machineConfigPools', machineConfigPools.enabled),
      degradedSeconds: number('machineConfigPools.degradedSeconds', machineConfigPools.degradedSeconds, 300),
    },
    workloads: {
      enabled: on('workloads', workloads.enabled),
      unavailableSeconds: number('workloads.unavailableSeconds', workloads.unavailableSeconds, 300),
    },
    crashLoops: {
      enabled: on('crashLoops', crashLoops.enabled),
      restarts: number('crashLoops.restarts', crashLoops.restarts, 5),
      windowSeconds: number('crashLoops.windowSeconds', crashLoops.windowSeconds, 600),
    },
  };
}

interface Provenance {
  readonly rows: EffectiveSetting[];
  /** What the policy says, else the other; `shown` stands for the value in the table where its own form says too much. */
  readonly pick: <T>(field: string, choice: readonly [T | undefined, T], variable?: string, shown?: unknown) => T;
}

/** Notes where each value comes from while it is picked. */
function provenance(given: ReadonlySet<string>): Provenance {
  const rows: EffectiveSetting[] = [];
  return {
    rows,
    pick: (field, [said, otherwise], variable, shown) => {
      const value = said ?? otherwise;
      const elsewhere = variable !== undefined && given.has(variable) ? 'Environment' : 'Default';
      const text = cut(canonicalJson(shown ?? value ?? null), longestValue);
      rows.push({ field, value: text, source: said === undefined ? elsewhere : 'Policy', ...(variable !== undefined && { variable }) });
      return value;
    },
  };
}

function pairsOf({ exclusivePairs }: RemediationPolicySpec): Policy['exclusivePairs'] | undefined {
  return exclusivePairs?.map(({ first, second }) => [first, second] as const);
}

function amount(value: number | string | undefined): Amount | undefined {
  return value === undefined ? undefined : amountOf(value);
}

function healthOf({ maxUnhealthy, minHealthy }: NodeLimits): NodeHealthLimit | undefined {
  const [most, least] = [amount(maxUnhealthy), amount(minHealthy)];
  if (least) return { kind: 'minHealthy', amount: least };
  return most && { kind: 'maxUnhealthy', amount: most };
}

/** Single cells of the table replaced; undefined when the policy replaces none. */
function timingsOf(timings: Timings | undefined, base: Defaults): Defaults | undefined {
  if (!timings) return undefined;
  const { pollSeconds, operations = [], checks = [] } = timings;
  return overrideDefaults(base, {
    operations: Object.fromEntries(operations.map(({ name, ...cells }) => [name, cells])),
    checks: Object.fromEntries(checks.map(({ type, timeoutSeconds }) => [type, { timeoutSeconds }])),
    ...(pollSeconds !== undefined && { pollSeconds }),
  });
}
