import type {
  ActionType,
  ApprovalRule,
  ExclusivityScope,
  ManagedScope,
  MaintenanceWindow,
  ProtectedObject,
  Source,
} from '../../api/generated/types.ts';
import type { Defaults } from '../planning/defaults.ts';
import type { Amount } from './amount.ts';

/** How many nodes of a group may be unhealthy, or must be healthy. */
export type NodeHealthLimit =
  { readonly kind: 'maxUnhealthy'; readonly amount: Amount } | { readonly kind: 'minHealthy'; readonly amount: Amount };

/** What the engine reports by itself, and for how long it has to last. */
export interface DetectorPolicy {
  readonly nodes: { readonly enabled: boolean; readonly notReadySeconds: number; readonly problemSeconds: number };
  readonly clusterOperators: { readonly enabled: boolean; readonly degradedSeconds: number };
  readonly machineConfigPools: { readonly enabled: boolean; readonly degradedSeconds: number };
  readonly workloads: { readonly enabled: boolean; readonly unavailableSeconds: number };
  readonly crashLoops: { readonly enabled: boolean; readonly restarts: number; readonly windowSeconds: number };
}

/** How far the engine may go: every field of a RemediationPolicy with the value that holds. Seconds, and counts. */
export interface Policy {
  /** The kill switch. */
  readonly suspended: boolean;
  readonly scope: ManagedScope;
  /** 0 to 1; what a model asks for below it (strictly) waits for a person. */
  readonly confidenceThreshold: number;
  readonly exclusivityScope: ExclusivityScope;
  readonly exclusivePairs: readonly (readonly [ActionType, ActionType])[];
  readonly sourceWeights: Readonly<Record<Source, number>>;
  readonly maxActiveActions: number;
  readonly admissions: { readonly perMinute: number; readonly burst: number };
  readonly nodes: {
    readonly health: NodeHealthLimit;
    readonly maxInFlight: Amount;
    readonly stormCooldownSeconds: number;
    /** Label whose value names the group of a node; undefined: the ones that are known. */
    readonly poolLabel?: string;
  };
  /** After a plan ended, per target. */
  readonly cooldownSeconds: number;
  readonly breakers: {
    readonly target: { readonly failures: number; readonly openSeconds: number };
    readonly aiDriven: { readonly failures: number; readonly windowSeconds: number };
  };
  /** The InferenceService that may vote on layers; without a name none. */
  readonly diagnosis: { readonly model: { readonly namespace: string; readonly name?: string } };
  readonly incidents: {
    /** After the end of a plan; for so long other symptoms of its cause are part of it. */
    readonly joinSeconds: number;
    /** After the success of a plan; for so long its signal must stay away. */
    readonly verificationSeconds: number;
    /** Ineffective plans in a row until a person is asked. */
    readonly attempts: number;
  };
  readonly approval: { readonly expirySeconds: number; readonly rules: readonly ApprovalRule[] };
  readonly maintenanceWindows: readonly MaintenanceWindow[];
  readonly protected: {
    /** With `*` for any characters. */
    readonly namespaces: readonly string[];
    readonly targets: readonly ProtectedObject[];
  };
  readonly retention: { readonly ttlSecondsAfterFinished: number };
  readonly detectors: DetectorPolicy;
  readonly timings: Defaults;
}
