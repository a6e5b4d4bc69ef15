import { expect, test } from '@jest/globals';
import { Terminal, Transient } from '../../kube/errors.ts';
import { helmRollback } from '../../operations/helm-rollback.ts';
import { runJob } from '../../operations/run-job.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { aTemplate } from '../../testing/jobs.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { foreseeAll } from './foresee.ts';

const plan = buildPlan({
  namespace: 'shop',
  steps: [
    { layer: 'application', operation: 'run_job', parameters: { template: 'fix' } },
    { layer: 'application', operation: 'run_job', parameters: { template: 'missing' } },
  ],
});
const engine = () => fakeEngine({ objects: [aTemplate('fix')], operations: [runJob] });

test('each step is asked about by its name, in the namespace of its plan', async () => {
  const foreseen = await foreseeAll(engine().deps, plan, plan.spec.steps);
  expect([...foreseen.keys()]).toEqual(['step-1', 'step-2']);
  expect(foreseen.get('step-1')).toMatchObject({ kind: 'possible', undo: 'Irreversible' });
  expect(foreseen.get('step-2')).toEqual({ kind: 'impossible', message: 'ConfigMap shop/missing does not exist.' });
});

test('what the API server refuses to show makes a step impossible; what may pass is tried again', async () => {
  const refusing = engine();
  refusing.cluster.failNext('get ConfigMap', new Terminal({ code: 400, reason: 'BadRequest', message: 'told so' }));
  expect((await foreseeAll(refusing.deps, plan, plan.spec.steps)).get('step-1')).toEqual({ kind: 'impossible', message: 'told so' });
  const busy = engine();
  busy.cluster.failNext('get ConfigMap', new Transient({ code: 503, reason: 'Timeout', message: 'busy' }));
  await expect(foreseeAll(busy.deps, plan, plan.spec.steps)).rejects.toThrow('busy');
});

test.each([
  { operation: 'run_job', parameters: { template: 'fix' } },
  { operation: 'helm_rollback', parameters: {} },
] as const)('$operation is impossible where nobody let the engine run Jobs, and says who can', async (action) => {
  const { cluster, deps } = fakeEngine({ operations: [runJob, helmRollback] });
  cluster.failNext('get ConfigMap', new Terminal({ code: 403, reason: 'Forbidden', message: 'no' }));
  const closed = buildPlan({ namespace: 'shop', steps: [{ layer: 'application', ...action }] });
  const message =
    'The engine may not get ConfigMaps in shop: a RoleBinding to ClusterRole coordination-engine-jobs there lets it run Jobs.';
  expect((await foreseeAll(deps, closed, closed.spec.steps)).get('step-1')).toEqual({ kind: 'impossible', message });
});
