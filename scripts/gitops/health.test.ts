import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluate } from '@marcbachmann/cel-js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LuaFactory, type LuaEngine } from 'wasmoon';
import { parse } from 'yaml';
import { isReason } from '../../operator/api/reasons.ts';
import { isWaitingReason } from '../../operator/api/waiting-reasons.ts';
import { kindOf, loadCrds, schemaAt, schemaOf } from '../schema/crd.ts';

const root = join(import.meta.dirname, '../..');
const group = 'coordination.selfheal.dev';

type Health = 'Progressing' | 'Suspended' | 'Healthy' | 'Degraded';
type FluxHealth = 'inProgress' | 'failed' | 'current';
interface Check extends Readonly<Record<FluxHealth, string>> {
  readonly kind: string;
}

const read = (file: string): unknown => parse(readFileSync(join(root, 'config/gitops', file), 'utf8'));
const { data: scripts } = read('argocd-health.yaml') as { data: Record<string, string> };
const { spec: kustomization } = read('flux-kustomization.yaml') as { spec: { healthCheckExprs: Check[] } };

const kindsOfCrds = loadCrds(join(root, 'crds'));
/** The phases of each kind, as its CRD has them; none of the policy. */
const phasesOf = new Map(
  kindsOfCrds.map((crd) => [kindOf(crd), schemaAt(schemaOf(crd), 'status').properties?.['phase']?.enum ?? []] as const),
);

let lua: LuaEngine;
beforeAll(async () => void (lua = await new LuaFactory().createEngine()));
afterAll(() => lua.global.close());

/** The value as Lua writes it. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `{${value.map(literal).join(', ')}}`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, inner]) => `[${JSON.stringify(key)}] = ${literal(inner)}`)
    .join(', ')}}`;
}

/** What Argo CD makes of the object. */
function inArgo(kind: string, object: object): { status: string; message: string } {
  const script = scripts[`resource.customizations.health.${group}_${kind}`] ?? 'error("no script")';
  return lua.doStringSync(`local obj = ${literal(object)}\n${script}`) as { status: string; message: string };
}

/** What Flux makes of it: the first expression that is true, in its order; undefined when none is. */
function inFlux(kind: string, object: object): FluxHealth | undefined {
  const check = kustomization.healthCheckExprs.find((one) => one.kind === kind);
  return (['inProgress', 'failed', 'current'] as const).find((health) => evaluate(check?.[health] ?? 'false', object) === true);
}

const fluxOf = (health: Health): FluxHealth => {
  if (health === 'Healthy') return 'current';
  return health === 'Degraded' ? 'failed' : 'inProgress';
};

const healthOf: Readonly<Record<string, Readonly<Record<string, Health>>>> = {
  Anomaly: {
    Pending: 'Progressing',
    Planned: 'Progressing',
    Remediating: 'Progressing',
    Suppressed: 'Healthy',
    Resolved: 'Healthy',
    Failed: 'Degraded',
  },
  RemediationPlan: {
    Pending: 'Progressing',
    AwaitingApproval: 'Suspended',
    Executing: 'Progressing',
    Verifying: 'Progressing',
    RollingBack: 'Progressing',
    Succeeded: 'Healthy',
    Failed: 'Degraded',
    RolledBack: 'Degraded',
    RollbackFailed: 'Degraded',
    Cancelled: 'Degraded',
  },
  RemediationAction: {
    Pending: 'Progressing',
    Blocked: 'Progressing',
    AwaitingApproval: 'Suspended',
    Admitted: 'Progressing',
    Running: 'Progressing',
    Succeeded: 'Healthy',
    Superseded: 'Healthy',
    Failed: 'Degraded',
    Rejected: 'Degraded',
    Cancelled: 'Degraded',
  },
};

const rows = [...phasesOf].flatMap(([kind, phases]) => phases.map((phase) => ({ kind, phase, health: healthOf[kind]?.[phase] })));

describe('a phase', () => {
  test('is known here for every kind that has phases', () => {
    expect(rows.filter(({ health }) => health === undefined)).toEqual([]);
    expect(rows).toHaveLength(Object.values(healthOf).flatMap((phases) => Object.keys(phases)).length);
  });

  test.each(rows)('$phase of $kind is $health, to Argo CD and to Flux', ({ kind, phase, health = 'Degraded' }) => {
    const object = { metadata: { generation: 1 }, spec: {}, status: { phase, reason: 'Reason', message: 'A sentence.' } };
    expect(inArgo(kind, object)).toEqual({ status: health, message: `${phase}/Reason: A sentence.` });
    expect(inFlux(kind, object)).toBe(fluxOf(health));
  });

  test.each(Object.keys(healthOf))('that nobody knows is Unknown for a %s, and none of the three for Flux', (kind) => {
    const object = { metadata: {}, status: { phase: 'Dreaming', reason: 'Reason' } };
    expect(inArgo(kind, object).status).toBe('Unknown');
    expect(inFlux(kind, object)).toBeUndefined();
  });
});

describe('an object', () => {
  test.each([...phasesOf.keys()])('of kind %s that the engine has not looked at is Progressing', (kind) => {
    for (const object of [{ metadata: { generation: 1 } }, { metadata: { generation: 1 }, status: {} }]) {
      expect(inArgo(kind, object)).toEqual({ status: 'Progressing', message: 'The engine has not looked at it yet.' });
    }
    expect(inFlux(kind, { metadata: { generation: 1 }, status: {} })).toBe('inProgress');
  });

  const waits = (phase: string, reason: string) => ({ metadata: {}, status: { phase, blocked: { reason } } });

  test.each([
    { kind: 'Anomaly', phase: 'Planned', reason: 'ApprovalRequired', health: 'Suspended' },
    { kind: 'Anomaly', phase: 'Pending', reason: 'Ineffective', health: 'Suspended' },
    { kind: 'RemediationPlan', phase: 'Pending', reason: 'Suspended', health: 'Suspended' },
    { kind: 'RemediationPlan', phase: 'Executing', reason: 'Suspended', health: 'Suspended' },
    { kind: 'RemediationPlan', phase: 'Pending', reason: 'TargetHeld', health: 'Progressing' },
    { kind: 'RemediationAction', phase: 'Blocked', reason: 'MaintenanceWindowClosed', health: 'Suspended' },
    { kind: 'RemediationAction', phase: 'Blocked', reason: 'TargetBusy', health: 'Progressing' },
  ])('of kind $kind that waits in $phase because of $reason is $health', ({ kind, phase, reason, health }) => {
    expect(inArgo(kind, waits(phase, reason)).status).toBe(health);
    expect(inFlux(kind, waits(phase, reason))).toBe('inProgress');
  });

  test('names only reasons that exist', () => {
    const listed = (name: string) =>
      Object.values(scripts).flatMap((script) => new RegExp(`local ${name} = {(.*)}`).exec(script)?.[1]?.match(/\w+(?= = true)/g) ?? []);
    expect(new Set(listed('person')).size).toBe(6);
    expect(listed('person').filter((reason) => !isWaitingReason(reason))).toEqual([]);
    expect(listed('needless').filter((reason) => !isReason(reason))).toEqual([]);
  });

  test.each(['AnomalyResolved', 'ObserveOnly'])('is a plan that ended as %s before it began, and is Healthy', (reason) => {
    const object = { metadata: {}, status: { phase: 'Cancelled', reason } };
    expect(inArgo('RemediationPlan', object).status).toBe('Healthy');
    expect(inFlux('RemediationPlan', object)).toBe('current');
  });
});

describe('the policy', () => {
  const good = { Accepted: 'True', Suspended: 'False', StormActive: 'False', PlaybooksAccepted: 'True', RightsGranted: 'True' };
  const policy = (conditions: object, observedGeneration = 2, reasons: Readonly<Record<string, string>> = {}) => ({
    metadata: { generation: 2 },
    status: {
      observedGeneration,
      conditions: Object.entries({ ...good, ...conditions }).map(([type, status]) => ({
        type,
        status,
        reason: reasons[type] ?? `R${type}`,
        message: 'So.',
      })),
    },
  });

  test.each([
    { when: 'it holds', of: policy({}), health: 'Healthy', flux: 'current', says: 'The policy holds.' },
    { when: 'it changed a moment ago', of: policy({}, 1), health: 'Progressing', flux: 'inProgress', says: 'has not looked' },
    {
      when: 'the engine is switched off',
      of: policy({ Suspended: 'True' }),
      health: 'Suspended',
      flux: 'current',
      says: 'RSuspended: So.',
    },
    { when: 'a field does not hold', of: policy({ Accepted: 'False' }), health: 'Degraded', flux: 'failed', says: 'RAccepted: So.' },
    { when: 'a playbook is refused', of: policy({ PlaybooksAccepted: 'False' }), health: 'Degraded', flux: 'failed', says: 'RPlaybooks' },
    {
      when: 'the engine lacks what each installation has',
      of: policy({ RightsGranted: 'False' }, 2, { RightsGranted: 'MissingRights' }),
      health: 'Degraded',
      flux: 'failed',
      says: 'MissingRights: So.',
    },
    {
      when: 'the engine was not opted in to something',
      of: policy({ RightsGranted: 'False' }, 2, { RightsGranted: 'NotOptedIn' }),
      health: 'Healthy',
      flux: 'current',
      says: 'The policy holds.',
    },
    { when: 'nodes are in a storm', of: policy({ StormActive: 'True' }), health: 'Suspended', flux: 'current', says: 'RStormActive' },
    { when: 'both', of: policy({ StormActive: 'True', Accepted: 'False' }), health: 'Degraded', flux: 'failed', says: 'RAccepted' },
  ])('is $health when $when', ({ of, health, flux, says }) => {
    const { status, message } = inArgo('RemediationPolicy', of);
    expect([status, inFlux('RemediationPolicy', of)]).toEqual([health, flux]);
    expect(message).toContain(says);
  });
});
