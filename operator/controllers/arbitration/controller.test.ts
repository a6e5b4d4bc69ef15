import { afterEach, describe, expect, test } from '@jest/globals';
import type { RemediationAction } from '../../api/generated/types.ts';
import { kinds } from '../../kube/kinds.ts';
import { buildAction, type ActionWish } from '../../testing/action-builder.ts';
import { catalogue, smallCluster } from '../../testing/court.ts';
import { eventually } from '../../testing/eventually.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import type { Controller } from '../runtime/deps.ts';
import { makeArbitrationController } from './controller.ts';

let controller: Controller | undefined;

afterEach(async () => {
  await controller?.stop();
});

function running() {
  const allow = ['get *', 'list *', 'patch RemediationAction/status'];
  const engine = fakeEngine({ objects: smallCluster, operations: catalogue, allow });
  const stored = (name: string) =>
    engine.cluster.peek<RemediationAction>(kinds.RemediationAction, { namespace: 'self-healing-platform', name });
  controller = makeArbitrationController(engine.deps);
  return {
    ...engine,
    controller,
    submit: (wish: ActionWish) => engine.put(buildAction(wish)),
    shows: (name: string, phase: string) => eventually(() => expect(stored(name)?.status?.phase).toBe(phase)),
    change: (name: string, change: (action: RemediationAction) => RemediationAction) => {
      const before = stored(name);
      if (before) engine.put(change(before));
    },
  };
}

describe('the controller of arbitration', () => {
  test('judges what was there before it started', async () => {
    const { submit, shows, controller } = running();
    submit({ name: 'a' });
    controller.start();
    await shows('a', 'Admitted');
  });

  test('judges newcomers, and whoever waited when a winner ends', async () => {
    const { submit, shows, change, controller } = running();
    controller.start();
    submit({ name: 'a' });
    await shows('a', 'Admitted');
    submit({ name: 'b', operation: 'drain_node' });
    await shows('b', 'Blocked');
    change('a', (action) => ({ ...action, status: { ...action.status, phase: 'Succeeded' } }));
    await shows('b', 'Admitted');
  });

  test('judges again when somebody approves', async () => {
    const { submit, shows, change, controller } = running();
    controller.start();
    submit({ name: 'a', approvalRequired: true });
    await shows('a', 'AwaitingApproval');
    change('a', ({ metadata, spec, ...rest }) => ({
      ...rest,
      metadata: { ...metadata, generation: 2 },
      spec: { ...spec, approval: { decision: 'Approved', by: 'eve' } },
    }));
    await shows('a', 'Admitted');
  });

  test('judges again when the plan that held a target ends', async () => {
    const { submit, put, shows, controller } = running();
    put(buildPlan({ uid: 'p', status: { phase: 'Executing' } }));
    submit({ name: 'a' });
    controller.start();
    await shows('a', 'Blocked');
    put(buildPlan({ uid: 'p', status: { phase: 'Succeeded' } }));
    await shows('a', 'Admitted');
  });

  test('judges again when a plan comes to name the action as its own', async () => {
    const { submit, put, shows, controller } = running();
    put(buildPlan({ uid: 'p', status: { phase: 'Executing' } }));
    submit({ name: 'a', plan: { name: 'plan-test', uid: 'p' } });
    controller.start();
    await shows('a', 'Blocked');
    put(buildPlan({ uid: 'p', status: { phase: 'Executing', steps: [{ name: 'step-1', phase: 'Running', actionRef: { name: 'a' } }] } }));
    await shows('a', 'Admitted');
  });

  test('does nothing after it was stopped', async () => {
    const { submit, controller, cluster } = running();
    controller.start();
    await controller.stop();
    submit({ name: 'a' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(cluster.calls).toEqual([]);
  });
});
