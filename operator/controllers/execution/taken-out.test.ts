import { expect, test } from '@jest/globals';
import { kinds } from '../../kube/kinds.ts';
import { restartDeployment } from '../../operations/restart-deployment.ts';
import { scaleWorkload } from '../../operations/scale-workload.ts';
import { buildAction, type ActionWish } from '../../testing/action-builder.ts';
import { aWorkload } from '../../testing/cluster-objects.ts';
import { writesOn } from '../../testing/execution-engine.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { carryOut } from '../../testing/run-action.ts';
import { indexForForetelling } from '../arbitration/foretell.ts';
import { addIndexes } from './owners.ts';

const web = (replicas: number) => aWorkload('Deployment', 'web', { spec: { replicas }, status: { availableReplicas: 0 } });

/** A cluster in which something, as an admission webhook does, makes the Deployment what `settle` says after each write. */
function scene(wish: ActionWish, settle: (replicas: unknown) => ReturnType<typeof web>) {
  const engine = fakeEngine({ objects: [web(2)], operations: [restartDeployment, scaleWorkload], allow: ['* *'] });
  addIndexes(engine.deps.caches);
  indexForForetelling(engine.deps);
  const { cluster } = engine;
  for (const verb of ['patch', 'update'] as const) {
    const write = cluster[verb].bind(cluster) as (...args: unknown[]) => Promise<unknown>;
    const settled = async (...args: unknown[]) => {
      const result = await write(...args);
      const { spec } = (cluster.peek(kinds.Deployment, { namespace: 'shop', name: 'web' }) ?? {}) as { spec?: { replicas?: unknown } };
      if (args[0] === kinds.Deployment) cluster.put(settle(spec?.replicas));
      return result;
    };
    Object.assign(cluster, { [verb]: settled });
  }
  const action = buildAction({ name: 'act-1', target: 'Deployment/shop/web', status: { phase: 'Admitted' }, ...wish });
  engine.put(action);
  return { engine, carry: () => carryOut(engine, action, 20_000) };
}

const said = expect.stringContaining('taken out again');

test('an effect that is taken out again at once is made as often as one that is refused, then given up', async () => {
  const { engine, carry } = scene({ type: 'application_remediation', operation: 'restart_deployment' }, () => web(2));
  expect((await carry()).status).toMatchObject({ phase: 'Failed', reason: 'AttemptsExhausted', attempts: 3, message: said });
  expect(writesOn(engine, 'Deployment')).toHaveLength(3);
});

test('an inverse that is taken out again at once is made three times, then it is for a person', async () => {
  const wish = { type: 'resource_scaling', operation: 'scale_workload', parameters: { replicas: 3 }, timeoutSeconds: 60 } as const;
  const { engine, carry } = scene(wish, () => web(3));
  const { status } = await carry();
  expect(status).toMatchObject({ phase: 'Failed', reason: 'UndoFailed', result: { undo: { scale: 'Failed' } } });
  expect(status?.intents).toContainEqual(expect.objectContaining({ step: 'undo-scale', message: said }));
  expect(writesOn(engine, 'Deployment/scale')).toHaveLength(1 + 3);
});
