import { describe, expect, test } from '@jest/globals';
import { layerChecks } from '../domain/planning/defaults.ts';
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
  ] as const)('is Inconclusive when $type may not $failing, and says so', async ({ type, on, failing, error }) => {
    const cluster = new FakeCluster({ objects });
    cluster.failNext(failing, error);
    const verdict = await makeRunCheck(cluster)(type, { targets: [target(on)], parameters: {} });
    const message = `Could not ${error.verb} ${error.resource}: the role does not allow it`;
    expect(verdict).toEqual({ result: 'Inconclusive', message });
  });

  test('is Inconclusive when the API server does not answer in time', async () => {
    const cluster = new FakeCluster({ objects });
    cluster.failNext('get Node', timeout);
    const verdict = await makeRunCheck(cluster)('node_ready', { targets: [target('Node/w1')], parameters: {} });
    expect(verdict).toEqual({ result: 'Inconclusive', message: 'Could not get nodes: Timeout' });
  });

  test.each([
    { type: 'mco_stable', on: 'Node/w1', missing: kinds.MachineConfigPool },
    { type: 'openshift_operators_ready', on: 'ClusterOperator/dns', missing: kinds.ClusterOperator },
  ] as const)('is NotApplicable when the API that $type reads is not installed', async ({ type, on, missing }) => {
    const cluster = new FakeCluster({ objects, missing: [missing] });
    const verdict = await makeRunCheck(cluster)(type, { targets: [target(on)], parameters: {} });
    expect(verdict.result).toBe('NotApplicable');
    expect(verdict.message).toMatch(/not installed/);
  });

  test('never passes a check that is not built', async () => {
    const verdict = await makeRunCheck(new FakeCluster())('prometheus_query', { targets: [], parameters: {} });
    expect(verdict).toEqual({ result: 'Inconclusive', message: 'The check prometheus_query is not built yet' });
  });

  test('does not hide a mistake of its own', async () => {
    const cluster = new FakeCluster({ objects });
    cluster.failNext('get Node', new TypeError('not a function'));
    await expect(makeRunCheck(cluster)('node_ready', { targets: [target('Node/w1')], parameters: {} })).rejects.toThrow(TypeError);
  });

  test('reads a node once for the checks of one pass', async () => {
    const cluster = new FakeCluster({ objects });
    const runCheck = makeRunCheck(cluster);
    await Promise.all(layerChecks.infrastructure.map((type) => runCheck(type, { targets: [target('Node/w1')], parameters: {} })));
    expect(cluster.calls.map(({ verb, what }) => `${verb} ${what}`)).toEqual(['get Node', 'list MachineConfigPool']);
  });
});

test('every check that a layer is gated by is built, under its own name', () => {
  for (const type of Object.values(layerChecks).flat()) expect(builtChecks.get(type)?.type).toBe(type);
  expect([...builtChecks.keys()]).toEqual(Object.values(layerChecks).flat());
});
