import type { RemediationPolicySpec } from '../api/generated/types.ts';
import { targetKey } from '../api/target.ts';
import { environmentPolicy, readSettings } from '../config.ts';
import type { LimitWorld, Wish, Work } from '../domain/limits/hold-on.ts';
import { blankRecord, type TargetRecord } from '../domain/limits/record.ts';
import { windowState } from '../domain/policy/maintenance-window.ts';
import { resolvePolicy } from '../domain/policy/resolve-policy.ts';
import { targetFrom } from './action-builder.ts';

/** What a test wants to say about a wish: `restart_deployment Deployment/shop/pay` for each thing to be done. */
export interface WishWish extends Partial<Omit<Wish, 'works'>> {
  readonly works?: readonly string[];
}

/** A lone action of a rule that restarts shop/pay, unless told otherwise; it locks what it names. */
export function buildWish({ works = ['restart_deployment Deployment/shop/pay'], ...more }: WishWish = {}): Wish {
  const parsed = works.map(workFrom);
  return {
    kind: 'action',
    uid: 'uid-wish',
    source: 'deterministic',
    approved: false,
    cleared: false,
    compensates: false,
    dryRun: false,
    works: parsed,
    locks: parsed.map(({ target }) => ({ key: targetKey(target), nodes: target.kind === 'Node' ? [target.name] : [] })),
    ...more,
  };
}

function workFrom(text: string): Work {
  const [operation, target = ''] = text.split(' ') as [Work['operation'], string];
  const type = target.startsWith('Node/') ? 'node_remediation' : 'application_remediation';
  return { operation, type, target: targetFrom(target) };
}

/** What a test wants to say about the world of limits; records by target, `Deployment/shop/pay`. */
export interface LimitWorldWish extends Partial<Omit<LimitWorld, 'policy' | 'recordOf' | 'windowState'>> {
  readonly policy?: RemediationPolicySpec;
  readonly records?: Readonly<Record<string, TargetRecord>>;
}

/** A world in which nothing happened before, under the usual policy, as of `now`. */
export function buildLimitWorld(now: Date, { policy = {}, records = {}, ...more }: LimitWorldWish = {}): LimitWorld {
  const byLock = new Map(Object.entries(records).map(([target, record]) => [targetKey(targetFrom(target)), record]));
  return {
    policy: resolvePolicy(policy, environmentPolicy(readSettings({}))).policy,
    recordOf: (lock) => byLock.get(lock) ?? blankRecord,
    aiFailures: [],
    windowState: (window) => windowState(window, now),
    factsOf: (target) => ({ objects: [{ target, labels: {} }] }),
    askerOf: () => ({ named: 'any' }),
    mayTouch: () => false,
    lackedBy: () => undefined,
    nodes: { of: () => undefined, group: () => undefined, upgrade: { upgrading: false, pools: [] }, machineOf: () => undefined },
    ...more,
  };
}
