import { describe, expect, test } from '@jest/globals';
import { keys } from '../api/resource.ts';
import { Terminal } from '../kube/errors.ts';
import { kinds } from '../kube/kinds.ts';
import { admit, bootedNode, executionEngine, nodeNow, replicaPod, writesOn } from '../testing/execution-engine.ts';
import type { FakeEngine } from '../testing/fake-engine.ts';
import { buildPlan } from '../testing/plan-builder.ts';
import { carryOut } from '../testing/run-action.ts';

const jobKey = { namespace: 'self-healing-node-jobs', name: 'reboot-uid-act-1' };
const reboot = (engine: FakeEngine, more = {}) => admit(engine, { operation: 'drain_and_reboot_node', ...more });
const lease = (renewTime: string) => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: { namespace: 'kube-node-lease', name: 'w1' },
  spec: { renewTime },
});

/** The node comes up in another boot, everything else about it as it is. */
function boot(engine: FakeEngine, bootID: string, ready = 'True'): void {
  const node = nodeNow(engine);
  engine.cluster.put({ ...node, status: { conditions: [{ type: 'Ready', status: ready }], nodeInfo: { bootID } } } as never);
}

describe('drain_and_reboot_node', () => {
  test('reboots by the image that the engine is set to', async () => {
    const engine = executionEngine([bootedNode('w1')], { settings: { nodeJobImage: 'registry.example/tools:1' } });
    await carryOut(engine, reboot(engine), 250);
    const containers = [{ image: 'registry.example/tools:1', command: ['chroot', '/host', 'systemctl', 'reboot'] }];
    expect(engine.cluster.peek(kinds.Job, jobKey)).toMatchObject({ spec: { template: { spec: { containers } } } });
  });

  test('cordons, evicts, reboots by a Job pinned to the node, and uncordons after the new boot', async () => {
    const engine = executionEngine([bootedNode('w1'), replicaPod('web-a')]);
    const action = reboot(engine);
    const waiting = await carryOut(engine, action, 250);
    expect(waiting.status).toMatchObject({ phase: 'Running', message: 'The node is rebooting.', before: { bootID: 'boot-1' } });
    expect(engine.cluster.peek(kinds.Job, jobKey)).toMatchObject({
      metadata: { annotations: { [keys.token]: waiting.status?.intents?.[2]?.token } },
      spec: {
        backoffLimit: 0,
        template: {
          metadata: { labels: { [keys.operation]: 'reboot' } },
          spec: { nodeName: 'w1', tolerations: [{ operator: 'Exists' }], automountServiceAccountToken: false },
        },
      },
    });
    boot(engine, 'boot-2', 'False');
    expect((await carryOut(engine, action, 250)).status?.message).toBe('The node has rebooted and is not Ready yet.');
    boot(engine, 'boot-2');
    const ended = await carryOut(engine, action, 5000);
    expect(ended.status).toMatchObject({ phase: 'Succeeded', result: { evicted: 1, bootID: 'boot-2' } });
    expect(ended.status?.intents?.map(({ step, outcome }) => `${step} ${outcome}`)).toEqual([
      'cordon Done',
      'evict Done',
      'reboot Done',
      'uncordon Done',
    ]);
    expect(nodeNow(engine)).toMatchObject({ spec: {}, metadata: { annotations: {} } });
    expect(engine.events.filter(({ regarding }) => regarding.kind === 'Node').map(({ reason }) => reason)).toEqual([
      'NodeCordoned',
      'NodeDraining',
      'NodeRebooting',
      'NodeUncordoned',
    ]);
  });

  test('undone says that the evictions and the reboot stay', async () => {
    const plan = { name: 'plan-1', uid: 'uid-plan-1' };
    const engine = executionEngine([bootedNode('w1'), replicaPod('web-a')]);
    engine.put({ ...buildPlan(plan), status: { phase: 'RollingBack' } });
    const action = reboot(engine, { plan });
    await carryOut(engine, action, 250);
    boot(engine, 'boot-2');
    await carryOut(engine, action, 5000);
    const inverse = reboot(engine, { name: 'act-1-undo', plan, compensates: { name: 'act-1', uid: action.metadata.uid } });
    expect((await carryOut(engine, inverse, 5000)).status).toMatchObject({
      phase: 'Succeeded',
      reason: 'Undone',
      message: 'The cordon is lifted again. What cannot be taken back stays: the evictions, the reboot.',
    });
  });

  test('leaves a node cordoned that was so before', async () => {
    const engine = executionEngine([bootedNode('w1', 'boot-1', { spec: { unschedulable: true } })]);
    const action = reboot(engine);
    await carryOut(engine, action, 250);
    boot(engine, 'boot-2');
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({ phase: 'Succeeded' });
    expect(nodeNow(engine)).toMatchObject({ spec: { unschedulable: true }, metadata: { annotations: {} } });
    expect(engine.events.map(({ reason }) => reason)).not.toContain('NodeUncordoned');
    expect(engine.events.map(({ note }) => note)).toContain(
      'The node stays cordoned, as it was before. By RemediationAction self-healing-platform/act-1.',
    );
  });

  test.each([
    { node: 'does not report', objects: [bootedNode('w1', 'boot-1', { conditions: { Ready: 'Unknown' } })], phase: 'Blocked' },
    { node: 'has a Lease 41 s old', objects: [bootedNode('w1'), lease('2025-12-31T23:59:19.000000Z')], phase: 'Blocked' },
    { node: 'has a Lease 40 s old', objects: [bootedNode('w1'), lease('2025-12-31T23:59:20.000000Z')], phase: 'Running' },
    {
      node: 'is not Ready but renews its Lease',
      objects: [bootedNode('w1', 'boot-1', { conditions: { Ready: 'False' } })],
      phase: 'Running',
    },
  ])('is $phase when the node $node', async ({ objects, phase }) => {
    const engine = executionEngine(objects);
    const action = await carryOut(engine, reboot(engine), 250);
    expect(action.status?.phase).toBe(phase);
    expect(action.status?.reason).toBe(phase === 'Blocked' ? 'NoRebootStrategy' : 'Running');
    expect(writesOn(engine, 'Job')).toHaveLength(phase === 'Blocked' ? 0 : 1);
    expect(writesOn(engine, 'Node')).toHaveLength(phase === 'Blocked' ? 0 : 1);
  });

  test('fails with JobRefused, naming why, when no pod may be created for the Job, and uncordons', async () => {
    const engine = executionEngine([bootedNode('w1')]);
    const action = reboot(engine);
    await carryOut(engine, action, 250);
    engine.cluster.put({
      apiVersion: 'events.k8s.io/v1',
      kind: 'Event',
      metadata: { namespace: jobKey.namespace, name: 'e1' },
      reason: 'FailedCreate',
      note: 'violates PodSecurity',
      regarding: { uid: engine.cluster.peek(kinds.Job, jobKey)?.metadata.uid },
    });
    const ended = await carryOut(engine, action, 5000);
    expect(ended.status).toMatchObject({
      phase: 'Failed',
      reason: 'JobRefused',
      message: 'The helper Job was refused: violates PodSecurity',
    });
    expect(nodeNow(engine)).toMatchObject({ spec: {}, metadata: { annotations: {} } });
    // Its controller would try again, and reboot a node that takes pods.
    expect(engine.cluster.peek(kinds.Job, jobKey)).toBeUndefined();
  });

  test.each([
    {
      when: 'the node is replaced by another one of its name',
      then: (engine: FakeEngine) => {
        engine.cluster.remove(kinds.Node, { name: 'w1' });
        engine.cluster.put({ ...bootedNode('w1'), metadata: { ...bootedNode('w1').metadata, uid: 'another' } });
      },
      reason: 'TargetUidMismatch',
    },
    {
      when: 'a person uncordons the node before it goes down',
      then: (engine: FakeEngine) => engine.cluster.put({ ...nodeNow(engine), spec: {} } as never),
      reason: 'TakenOver',
    },
  ])('calls the Job off when $when', async ({ then, reason }) => {
    const engine = executionEngine([bootedNode('w1')]);
    const { apiVersion, kind, metadata } = nodeNow(engine) ?? bootedNode('w1');
    const action = reboot(engine, {
      status: { phase: 'Admitted', resolvedTarget: { apiVersion, kind, name: 'w1', uid: metadata.uid } },
    });
    await carryOut(engine, action, 250);
    then(engine);
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({
      reason,
      intents: [{}, {}, { step: 'reboot', outcome: 'Failed' }],
    });
    expect(engine.cluster.peek(kinds.Job, jobKey)).toBeUndefined();
  });

  test('ends and hands the node back though the Job cannot be called off, and says so', async () => {
    const engine = executionEngine([bootedNode('w1')]);
    const action = reboot(engine);
    const running = await carryOut(engine, action, 250);
    engine.put({ ...running, spec: { ...running.spec, cancel: true } });
    engine.cluster.failNext('delete Job', new Terminal({ code: 403, reason: 'Forbidden', message: 'no' }));
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({ phase: 'Cancelled' });
    expect(engine.logged).toContain('What was begun could not be ended, and may go on');
    expect(nodeNow(engine)).toMatchObject({ spec: {} });
  });

  test('calls the Job off when it is cancelled before the node went down', async () => {
    const engine = executionEngine([bootedNode('w1')]);
    const action = reboot(engine);
    const running = await carryOut(engine, action, 250);
    engine.put({ ...running, spec: { ...running.spec, cancel: true } });
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({ phase: 'Cancelled', reason: 'CancelRequested' });
    expect(engine.cluster.peek(kinds.Job, jobKey)).toBeUndefined();
    expect(nodeNow(engine)).toMatchObject({ spec: {} });
  });

  test('does not reboot a node that a person uncordoned after it was drained', async () => {
    const engine = executionEngine([bootedNode('w1')]);
    const action = reboot(engine);
    engine.cluster.failNext('create Job', new Error('not reached'));
    const patch = engine.cluster.patch.bind(engine.cluster);
    engine.cluster.patch = async (...args) => {
      const result = await patch(...args);
      if (JSON.stringify(args[2]).includes('"step":"reboot"')) engine.cluster.put({ ...nodeNow(engine), spec: {} } as never);
      return result as never;
    };
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({ phase: 'Cancelled', reason: 'TakenOver' });
    expect(writesOn(engine, 'Job')).toEqual([]);
  });

  test('a failed Job without a new boot fails the action after a minute', async () => {
    const engine = executionEngine([bootedNode('w1')]);
    const action = reboot(engine);
    await carryOut(engine, action, 250);
    const failed = { conditions: [{ type: 'Failed', status: 'True', lastTransitionTime: engine.clock.now().toISOString() }] };
    const job = engine.cluster.peek(kinds.Job, jobKey);
    if (job) engine.cluster.put({ ...job, status: failed });
    expect((await carryOut(engine, action, 250)).status?.phase).toBe('Running');
    engine.clock.advance(61_000);
    expect((await carryOut(engine, action, 250)).status).toMatchObject({ phase: 'Failed', reason: 'JobFailed' });
    expect(engine.cluster.peek(kinds.Job, jobKey)).toBeDefined(); // shows why
  });
});
