import { describe, expect, test } from '@jest/globals';
import { keys } from '../api/resource.ts';
import { kinds } from '../kube/kinds.ts';
import type { ActionWish } from '../testing/action-builder.ts';
import { aWorkload } from '../testing/cluster-objects.ts';
import { admit, executionEngine, writesOn } from '../testing/execution-engine.ts';
import { carryOut } from '../testing/run-action.ts';

const home = 'self-healing-platform';
const restart = (target: string): ActionWish => ({ type: 'platform_remediation', target });

describe('restart_operator', () => {
  test('restarts the Deployment of an operator as restart_deployment does', async () => {
    const engine = executionEngine([aWorkload('Deployment', 'web-operator')]);
    const action = admit(engine, restart('Deployment/shop/web-operator'));
    const waiting = await carryOut(engine, action, 250);
    expect(waiting.status).toMatchObject({ phase: 'Running', intents: [{ step: 'restart', outcome: 'Done' }] });
    const annotations = { [keys.token]: waiting.status?.intents?.[0]?.token };
    expect(engine.cluster.peek(kinds.Deployment, { namespace: 'shop', name: 'web-operator' })).toMatchObject({
      spec: { template: { metadata: { annotations } } },
    });
    expect(writesOn(engine, 'Deployment')).toHaveLength(1);
  });

  test.each([
    { kind: 'Deployment' as const, name: 'engine', podName: 'engine-6f7d9c-x2k4p', refused: true },
    { kind: 'StatefulSet' as const, name: 'engine', podName: 'engine-0', refused: true },
    { kind: 'DaemonSet' as const, name: 'engine', podName: 'engine-x2k4p', refused: true },
    { kind: 'Deployment' as const, name: 'engine', podName: 'engine-web-6f7d9c-x2k4p', refused: false },
    { kind: 'Deployment' as const, name: 'other', podName: 'engine-6f7d9c-x2k4p', refused: false },
  ])('of the $kind $name is refused: $refused, when the engine runs in the pod $podName', async ({ kind, name, podName, refused }) => {
    const settings = { podName };
    const engine = executionEngine([aWorkload(kind, name, { namespace: home })], { settings });
    const { status } = await carryOut(engine, admit(engine, restart(`${kind}/${home}/${name}`)), 250);
    if (refused) expect(status).toMatchObject({ phase: 'Failed', reason: 'ProtectedTarget' });
    expect(writesOn(engine, kind)).toHaveLength(refused ? 0 : 1);
  });

  test('may restart a workload of the engine`s name in another namespace', async () => {
    const engine = executionEngine([aWorkload('Deployment', 'engine')], { settings: { podName: 'engine-6f7d9c-x2k4p' } });
    await carryOut(engine, admit(engine, restart('Deployment/shop/engine')), 250);
    expect(writesOn(engine, 'Deployment')).toHaveLength(1);
  });
});
