import { describe, expect, test } from '@jest/globals';
import { builtInDefaults, layerChecks } from '../domain/planning/defaults.ts';
import { Terminal, Transient } from '../kube/errors.ts';
import { kinds } from '../kube/kinds.ts';
import { aNode, aWorkload } from '../testing/cluster-objects.ts';
import { FakeCluster } from '../testing/fake-cluster.ts';
import { target } from '../testing/targets.ts';
import { builtChecks, makeRunCheck } from './run-check.ts';

const objects = [aNode('w1', { labels: { 'node-role.kubernetes.io/worker': '' } }), aWorkload('Deployment', 'pay')];
const forbidden = (verb: string, resource: string) => new Terminal({ code: 403, reason: 'Forbidden', message: 'no', verb, resource });
const timeout = new Transient({ reason: 'Timeout', message: 'no answer in time', verb: 'get', resource: 'nodes' });

describe('running a check', () => {
  test.each([
    { type: 'node_ready', on: 'Node/w1', failing: 'get Node', error: forbidden('get', 'nodes') },
    { type: 'no_node_pressure', on: 'Node/w1', failing: 'get Node', error: forbidden('get', 'nodes') },
    { type: 'mco_stable', on: 'Node/w1', failing: 'list MachineConfigPool', error: forbidden('list', 'machineconfigpools') },
    {
      type: 'openshift_operators_ready',
      on: 'ClusterOperator/dns',
      failing: 'get ClusterOperator',
      error: forbidden('get', 'clusteroperators'),
    },
    { type: 'networking_functional', on: 'Node/w1', failing: 'list DaemonSet', error: forbidden('list', 'daemonsets') },
    { type: 'pods_running', on: 'Deployment/shop/pay', failing: 'list Pod', error: forbidden('list', 'pods') },
    { type: 'endpoints_healthy', on: 'Deployment/shop/pay', failing: 'list Service', error: forbidden('list', 'services') },
    { type: 'workload_available', on: 'Deployment/shop/pay', failing: 'get Deployment', error: forbidden('get', 'deployments') },
  ] as const)('is Inconclusive when $type may not $failing, and says so', async ({ type, on, failing, error }) => {
    const cluster = new FakeCluster({ objects });
    cluster.failNext(failing, error);
    const verdict = await makeRunCheck({ client: cluster })(type, { targets: [target(on)], parameters: {} });
    const message = `Could not ${error.verb} ${error.resource}: the role does not allow it`;
    expect(verdict).toEqual({ result: 'Inconclusive', message });
  });

  test('is Inconclusive when the API server does not answer in time', async () => {
    const cluster = new FakeCluster({ objects });
    cluster.failNext('get Node', timeout);
    const verdict = await makeRunCheck({ client: cluster })('node_ready', { targets: [target('Node/w1')], parameters: {} });
    expect(verdict).toEqual({ result: 'Inconclusive', message: 'Could not get nodes: Timeout' });
  });

  test.each([
    { type: 'mco_stable', on: 'Node/w1', missing: kinds.MachineConfigPool },
    { type: 'openshift_operators_ready', on: 'ClusterOperator/dns', missing: kinds.ClusterOperator },
  ] as const)('is NotApplicable when the API that $type reads is not installed', async ({ type, on, missing }) => {
    const cluster = new FakeCluster({ objects, missing: [missing] });
    const verdict = await makeRunCheck({ client: cluster })(type, { targets: [target(on)], parameters: {} });
    expect(verdict.result).toBe('NotApplicable');
    expect(verdict.message).toMatch(/not installed/);
  });

  test('hands on what only some checks read', async () => {
    const measure = () => Promise.resolve({ kind: 'unread', cause: 'answered 503' } as const);
    const runCheck = makeRunCheck({ client: new FakeCluster(), metrics: { measure } });
    const query = { query: 'up', comparator: '==', threshold: 1 };
    expect(await runCheck('prometheus_query', { targets: [], parameters: query })).toMatchObject({ result: 'Inconclusive' });
    const planConditions = [
      { type: 'Ok', status: 'True' as const, reason: 'Seen', message: '', lastTransitionTime: '2026-01-01T00:00:00Z' },
    ];
    const condition = { conditionType: 'Ok' };
    expect(await runCheck('external_condition', { targets: [], parameters: condition, planConditions })).toMatchObject({
      result: 'Passed',
    });
  });

  test('does not hide a mistake of its own', async () => {
    const cluster = new FakeCluster({ objects });
    cluster.failNext('get Node', new TypeError('not a function'));
    await expect(makeRunCheck({ client: cluster })('node_ready', { targets: [target('Node/w1')], parameters: {} })).rejects.toThrow(
      TypeError,
    );
  });

  test('reads a node once for the checks of one pass', async () => {
    const cluster = new FakeCluster({ objects });
    const runCheck = makeRunCheck({ client: cluster });
    await Promise.all(layerChecks.infrastructure.map((type) => runCheck(type, { targets: [target('Node/w1')], parameters: {} })));
    expect(cluster.calls.map(({ verb, what }) => `${verb} ${what}`)).toEqual(['get Node', 'list MachineConfigPool']);
  });
});

test('every check is built, under its own name, those that gate a layer first', () => {
  const gating = Object.values(layerChecks).flat();
  expect([...builtChecks.keys()]).toEqual([...gating, 'workload_available', 'prometheus_query', 'external_condition']);
  expect(new Set(builtChecks.keys())).toEqual(new Set(Object.keys(builtInDefaults.checks)));
  for (const [type, check] of builtChecks) expect(check.type).toBe(type);
});
