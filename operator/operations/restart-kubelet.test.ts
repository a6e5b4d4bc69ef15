import { describe, expect, test } from '@jest/globals';
import { kinds } from '../kube/kinds.ts';
import { microTime } from '../kube/micro-time.ts';
import { admit, bootedNode, executionEngine, nodeNow, writesOn } from '../testing/execution-engine.ts';
import type { FakeEngine } from '../testing/fake-engine.ts';
import { carryOut, pass, stored } from '../testing/run-action.ts';

const jobKey = { namespace: 'self-healing-node-jobs', name: 'kubelet-uid-act-1' };
const leaseKey = { namespace: 'kube-node-lease', name: 'w1' };
const restart = (engine: FakeEngine, more = {}) => admit(engine, { operation: 'restart_kubelet', ...more });
const nowOf = ({ clock }: FakeEngine) => clock.now().toISOString();

/** The kubelet renews its Lease now. */
function renew({ cluster, clock }: FakeEngine): void {
  cluster.put({ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: leaseKey, spec: { renewTime: microTime(clock.now()) } });
}

/** The kubelet reports its node. */
function report(engine: FakeEngine, { bootID = 'boot-1', ready = 'True', at = nowOf(engine) } = {}): void {
  const conditions = [{ type: 'Ready', status: ready, lastHeartbeatTime: at }];
  engine.cluster.put({ ...nodeNow(engine), status: { conditions, nodeInfo: { bootID } } } as never);
}

/** The Job begins at once and ends this way after a second. */
function play(engine: FakeEngine, type: 'Complete' | 'Failed'): void {
  const job = engine.cluster.peek(kinds.Job, jobKey);
  const startTime = nowOf(engine);
  engine.clock.advance(1000);
  const end = nowOf(engine);
  const conditions = [{ type, status: 'True', lastTransitionTime: end }];
  engine.cluster.put({ ...job, status: { startTime, conditions, ...(type === 'Complete' && { completionTime: end }) } } as never);
}

describe('restart_kubelet', () => {
  test('restarts the kubelet by a Job pinned to the node and ends when three renewals and a report are younger', async () => {
    const engine = executionEngine([bootedNode('w1')]);
    renew(engine);
    const action = restart(engine);
    expect((await carryOut(engine, action, 250)).status).toMatchObject({ phase: 'Running', message: 'The kubelet is being restarted.' });
    expect(engine.cluster.peek(kinds.Job, jobKey)).toMatchObject({
      spec: { template: { spec: { nodeName: 'w1', containers: [{ command: ['chroot', '/host', 'systemctl', 'restart', 'kubelet'] }] } } },
    });
    play(engine, 'Complete');
    report(engine);
    for (const renewals of [0, 1, 2]) {
      await pass(engine, action);
      const message = `The kubelet was restarted and has renewed its Lease ${renewals}/3 times.`;
      expect(stored(engine, action).status).toMatchObject({ phase: 'Running', message });
      engine.clock.advance(10_000);
      renew(engine);
    }
    const ended = await carryOut(engine, action, 5000);
    expect(ended.status).toMatchObject({ phase: 'Succeeded', message: 'The kubelet is back.', result: { renewals: 3 } });
    expect(writesOn(engine, 'Node')).toEqual([]);
    expect(writesOn(engine, 'Job').map(({ verb }) => verb)).toEqual(['create']);
    expect(writesOn(engine, 'Lease').map(({ verb }) => verb)).toEqual(['create', 'delete']);
  });

  test('waits for a report of the node that is younger than the Job', async () => {
    const engine = executionEngine([bootedNode('w1')]);
    report(engine);
    const action = restart(engine);
    engine.clock.advance(5000);
    await carryOut(engine, action, 250);
    play(engine, 'Complete');
    for (let time = 0; time < 4; time += 1) {
      engine.clock.advance(10_000);
      renew(engine);
      await pass(engine, action);
    }
    expect(stored(engine, action).status?.message).toContain('3/3 times. It has not reported its node as Ready since.');
    report(engine, { ready: 'False' });
    expect((await carryOut(engine, action, 250)).status?.phase).toBe('Running');
    report(engine);
    expect((await carryOut(engine, action, 5000)).status?.phase).toBe('Succeeded');
  });

  test.each([
    {
      when: 'the node rebooted instead',
      then: (engine: FakeEngine) => report(engine, { bootID: 'boot-2' }),
      reason: 'EffectFailed',
    },
    { when: 'its Job fails', then: (engine: FakeEngine) => play(engine, 'Failed'), reason: 'JobFailed' },
  ])('fails for good with $reason when $when', async ({ then, reason }) => {
    const engine = executionEngine([bootedNode('w1')]);
    const action = restart(engine);
    await carryOut(engine, action, 250);
    then(engine);
    const ended = await carryOut(engine, action, 5000);
    expect(ended.status).toMatchObject({ phase: 'Failed', reason, result: { undo: { 'restart-kubelet': 'Irreversible' } } });
  });

  test('of a node that rebooted is not begun anew once its Job was called off', async () => {
    const engine = executionEngine([bootedNode('w1')]);
    const action = restart(engine);
    await carryOut(engine, action, 250);
    report(engine, { bootID: 'boot-2' });
    engine.cluster.remove(kinds.Job, jobKey); // called off, and then the engine died before it wrote so
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({ phase: 'Failed', reason: 'EffectFailed' });
    expect(writesOn(engine, 'Job')).toHaveLength(1);
  });

  test('that is cancelled calls its Job off', async () => {
    const engine = executionEngine([bootedNode('w1')]);
    const action = restart(engine);
    const running = await carryOut(engine, action, 250);
    engine.put({ ...running, spec: { ...running.spec, cancel: true } });
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({ phase: 'Cancelled' });
    expect(engine.cluster.peek(kinds.Job, jobKey)).toBeUndefined();
  });

  test.each([
    {
      when: 'the node does not report',
      node: bootedNode('w1', 'boot-1', { conditions: { Ready: 'Unknown' } }),
      more: {},
      phase: 'Blocked',
      reason: 'NoRebootStrategy',
    },
    {
      when: 'the engine runs on the node',
      node: bootedNode('engine-node'),
      more: { target: 'Node/engine-node' },
      phase: 'Failed',
      reason: 'OwnNode',
    },
    { when: 'the node is gone', node: bootedNode('w2'), more: {}, phase: 'Failed', reason: 'TargetNotFound' },
    {
      when: 'it is to be done by what reboots nodes',
      node: bootedNode('w1'),
      more: { parameters: { strategy: 'SelfNodeRemediation' } },
      phase: 'Failed',
      reason: 'InvalidParameters',
    },
  ])('is $phase with $reason when $when', async ({ node, more, phase, reason }) => {
    const engine = executionEngine([node]);
    expect((await carryOut(engine, restart(engine, more))).status).toMatchObject({ phase, reason });
    expect(writesOn(engine, 'Job')).toEqual([]);
  });
});
