import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { RemediationPolicySpec } from '../../api/generated/types.ts';
import { environmentPolicy, readSettings } from '../../config.ts';
import { loadCrds, kindOf, schemaOf, type Schema } from '../../../scripts/schema/crd.ts';
import { resolvePolicy } from './resolve-policy.ts';

const resolve = (spec: RemediationPolicySpec, environment: Record<string, string> = {}) =>
  resolvePolicy(spec, environmentPolicy(readSettings(environment)));

/** `value source` of a field. */
function shown(field: string, spec: RemediationPolicySpec, environment: Record<string, string> = {}): string {
  const row = resolve(spec, environment).effective.find((one) => one.field === field);
  return `${row?.value} ${row?.source}`;
}

describe('of each field holds what the policy says, else the environment, else the default', () => {
  test.each<{
    field: string;
    variable?: string;
    set?: string;
    spec: RemediationPolicySpec;
    policy: string;
    environment?: string;
    byDefault: string;
  }>([
    { field: 'suspended', spec: { suspended: true }, policy: 'true', byDefault: 'false' },
    { field: 'scope', spec: { scope: 'OptIn' }, policy: '"OptIn"', byDefault: '"OptOut"' },
    {
      field: 'confidenceThreshold',
      variable: 'CONFIDENCE_THRESHOLD',
      set: '0.8',
      spec: { confidenceThreshold: 0 },
      policy: '0',
      environment: '0.8',
      byDefault: '0.7',
    },
    {
      field: 'exclusivityScope',
      variable: 'EXCLUSIVITY_SCOPE',
      set: 'Related',
      spec: { exclusivityScope: 'Cluster' },
      policy: '"Cluster"',
      environment: '"Related"',
      byDefault: '"Cluster"',
    },
    {
      field: 'exclusivePairs',
      spec: { exclusivePairs: [] },
      policy: '[]',
      byDefault: '[["node_remediation","resource_scaling"],["model_inference","alert_correlation"]]',
    },
    { field: 'sourceWeights.aiDriven', spec: { sourceWeights: { aiDriven: 3 } }, policy: '3', byDefault: '1' },
    {
      field: 'maxActiveActions',
      variable: 'MAX_ACTIVE_ACTIONS',
      set: '7',
      spec: { maxActiveActions: 3 },
      policy: '3',
      environment: '7',
      byDefault: '10',
    },
    {
      field: 'admissions.perMinute',
      variable: 'ADMISSIONS_PER_MINUTE',
      set: '7',
      spec: { admissions: { perMinute: 3 } },
      policy: '3',
      environment: '7',
      byDefault: '30',
    },
    {
      field: 'admissions.burst',
      variable: 'ADMISSIONS_BURST',
      set: '7',
      spec: { admissions: { burst: 3 } },
      policy: '3',
      environment: '7',
      byDefault: '10',
    },
    {
      field: 'nodes.maxUnhealthy',
      variable: 'NODES_MAX_UNHEALTHY',
      set: '7',
      spec: { nodes: { maxUnhealthy: '40%' } },
      policy: '"40%"',
      environment: '7',
      byDefault: '"20%"',
    },
    {
      field: 'nodes.maxInFlight',
      variable: 'NODES_MAX_IN_FLIGHT',
      set: '7',
      spec: { nodes: { maxInFlight: 3 } },
      policy: '3',
      environment: '7',
      byDefault: '"10%"',
    },
    {
      field: 'nodes.stormCooldownSeconds',
      variable: 'STORM_COOLDOWN_SECONDS',
      set: '7',
      spec: { nodes: { stormCooldownSeconds: 0 } },
      policy: '0',
      environment: '7',
      byDefault: '300',
    },
    { field: 'nodes.poolLabel', spec: { nodes: { poolLabel: 'pool' } }, policy: '"pool"', byDefault: 'null' },
    {
      field: 'cooldownSeconds',
      variable: 'COOLDOWN_SECONDS',
      set: '7',
      spec: { cooldownSeconds: 0 },
      policy: '0',
      environment: '7',
      byDefault: '300',
    },
    { field: 'diagnosis.model.name', spec: { diagnosis: { model: { name: 'layers' } } }, policy: '"layers"', byDefault: 'null' },
    {
      field: 'diagnosis.model.namespace',
      spec: { diagnosis: { model: { name: 'layers', namespace: 'ml' } } },
      policy: '"ml"',
      byDefault: '"self-healing-platform"',
    },
    {
      field: 'incidents.joinSeconds',
      variable: 'INCIDENT_JOIN_SECONDS',
      set: '7',
      spec: { incidents: { joinSeconds: 0 } },
      policy: '0',
      environment: '7',
      byDefault: '300',
    },
    {
      field: 'incidents.verificationSeconds',
      variable: 'VERIFICATION_SECONDS',
      set: '7',
      spec: { incidents: { verificationSeconds: 3 } },
      policy: '3',
      environment: '7',
      byDefault: '300',
    },
    { field: 'incidents.attempts', spec: { incidents: { attempts: 2 } }, policy: '2', byDefault: '3' },
    {
      field: 'breakers.target.failures',
      variable: 'TARGET_FAILURES',
      set: '7',
      spec: { breakers: { target: { failures: 2 } } },
      policy: '2',
      environment: '7',
      byDefault: '3',
    },
    {
      field: 'breakers.target.openSeconds',
      variable: 'TARGET_OPEN_SECONDS',
      set: '7',
      spec: { breakers: { target: { openSeconds: 2 } } },
      policy: '2',
      environment: '7',
      byDefault: '3600',
    },
    {
      field: 'breakers.aiDriven.failures',
      variable: 'AI_FAILURES',
      set: '7',
      spec: { breakers: { aiDriven: { failures: 2 } } },
      policy: '2',
      environment: '7',
      byDefault: '3',
    },
    {
      field: 'breakers.aiDriven.windowSeconds',
      variable: 'AI_WINDOW_SECONDS',
      set: '7',
      spec: { breakers: { aiDriven: { windowSeconds: 2 } } },
      policy: '2',
      environment: '7',
      byDefault: '3600',
    },
    {
      field: 'approval.expirySeconds',
      variable: 'APPROVAL_EXPIRY_SECONDS',
      set: '7',
      spec: { approval: { expirySeconds: 2 } },
      policy: '2',
      environment: '7',
      byDefault: '900',
    },
    { field: 'approval.rules', spec: { approval: { rules: [{ name: 'a' }] } }, policy: '[{"name":"a"}]', byDefault: '[]' },
    { field: 'maintenanceWindows', spec: { maintenanceWindows: [] }, policy: '[]', byDefault: '[]' },
    {
      field: 'protected.namespaces',
      spec: { protected: { namespaces: [] } },
      policy: '[]',
      byDefault: '["kube-*","openshift-*","self-healing-platform"]',
    },
    {
      field: 'protected.targets',
      spec: { protected: { targets: [{ kind: 'Node', name: 'w1' }] } },
      policy: '[{"kind":"Node","name":"w1"}]',
      byDefault: '[]',
    },
    {
      field: 'retention.ttlSecondsAfterFinished',
      variable: 'TTL_SECONDS_AFTER_FINISHED',
      set: '7',
      spec: { retention: { ttlSecondsAfterFinished: 0 } },
      policy: '0',
      environment: '7',
      byDefault: '86400',
    },
    { field: 'timings', spec: { timings: { pollSeconds: 1 } }, policy: '{"pollSeconds":1}', byDefault: '{}' },
  ])('$field', ({ field, variable, set, spec, policy, environment, byDefault }) => {
    const given = variable === undefined || set === undefined ? {} : { [variable]: set };
    expect(shown(field, spec, given)).toBe(`${policy} Policy`);
    expect(shown(field, {}, given)).toBe(variable === undefined ? `${byDefault} Default` : `${environment} Environment`);
    expect(shown(field, {})).toBe(`${byDefault} Default`);
  });

  test('and no field of the schema is left out', () => {
    const told = new Set(resolve({}).effective.map(({ field }) => field));
    const other = resolve({ nodes: { minHealthy: 1 } }).effective.map(({ field }) => field);
    expect(leaves(specSchema()).filter((field) => !told.has(field) && !other.includes(field))).toEqual([]);
  });
});

/** Paths of all fields; lists and what replaces single cells count as one. */
function leaves({ properties = {} }: Schema, path = ''): string[] {
  return Object.entries(properties).flatMap(([name, child]) => {
    const field = path === '' ? name : `${path}.${name}`;
    return child.properties && field !== 'timings' ? leaves(child, field) : [field];
  });
}

function specSchema(): Schema {
  const crd = loadCrds(join(import.meta.dirname, '../../../crds')).find((one) => kindOf(one) === 'RemediationPolicy');
  const schema = crd && schemaOf(crd).properties?.['spec'];
  if (!schema) throw new Error('there is no schema of the policy');
  return schema;
}

describe('the policy', () => {
  test('has either the most that may be unhealthy or the least that must be healthy', () => {
    expect(resolve({ nodes: { minHealthy: 4 } }, { NODES_MAX_UNHEALTHY: '3' }).policy.nodes.health).toEqual({
      kind: 'minHealthy',
      amount: { kind: 'count', count: 4 },
    });
    expect(shown('nodes.minHealthy', { nodes: { minHealthy: 4 } })).toBe('4 Policy');
  });

  test('replaces single waits and timeouts and leaves the others as they are', () => {
    const { timings } = resolve({
      timings: {
        operations: [{ name: 'drain_node', timeoutSeconds: 7 }],
        checks: [{ type: 'node_ready', timeoutSeconds: 8 }],
      },
    }).policy;
    expect(timings.operations.drain_node).toEqual({ waitSeconds: 0, required: true, timeoutSeconds: 7 });
    expect(timings.checks.node_ready).toEqual({ timeoutSeconds: 8 });
    expect(timings.operations.restart_deployment).toEqual({ waitSeconds: 60, required: false, timeoutSeconds: 600 });
    expect(timings.pollSeconds).toBe(5);
  });

  test('shows a long value cut to what the status takes', () => {
    const namespaces = Array.from({ length: 64 }, (_, n) => `namespace-with-a-long-name-${n}`);
    const row = resolve({ protected: { namespaces } }).effective.find(({ field }) => field === 'protected.namespaces');
    expect(row?.value.length).toBeLessThanOrEqual(1024);
  });
});
