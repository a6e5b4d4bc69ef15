import { expect, test } from '@jest/globals';
import { kinds } from '../kube/kinds.ts';
import { aWorkload } from '../testing/cluster-objects.ts';
import { admit, executionEngine } from '../testing/execution-engine.ts';
import { aTemplate, endJob, holdJob } from '../testing/jobs.ts';
import { carryOut, pass } from '../testing/run-action.ts';
import { runJob } from './run-job.ts';

test('a Job is not refused for what kept it from making its pod only for a while', async () => {
  const engine = executionEngine([aWorkload('Deployment', 'web'), aTemplate('fix')], { operations: [runJob] });
  const wish = { type: 'application_remediation', operation: 'run_job', target: 'Deployment/shop/web' } as const;
  const action = admit(engine, { ...wish, namespace: 'shop', parameters: { template: 'fix' } });
  await carryOut(engine, action, 500);
  const job = engine.cluster.peek(kinds.Job, { namespace: 'shop', name: 'run-uid-act-1' });
  const event = { apiVersion: 'events.k8s.io/v1', kind: 'Event', metadata: { namespace: 'shop', name: 'e' } };
  engine.cluster.put({ ...event, regarding: { uid: job?.metadata.uid }, reason: 'FailedCreate', note: 'exceeded quota' });
  holdJob(engine, 'run-uid-act-1', 'ContainerCreating');
  await pass(engine, action);
  endJob(engine, 'run-uid-act-1', { exitCode: 0 });
  expect((await carryOut(engine, action, 5000)).status).toMatchObject({ phase: 'Succeeded' });
});

const ended = (name: string, exitCode: number, message?: string) => ({ name, state: { terminated: { exitCode, message } } });

test.each([
  { what: 'a container', beside: { containerStatuses: [ended('proxy', 0, 'proxied')] } },
  { what: 'a sidecar that was told to end', beside: { initContainerStatuses: [ended('proxy', 143)] } },
])('the outcome of a Job is that of its own container where a webhook has put $what beside it', async ({ beside }) => {
  const engine = executionEngine([aWorkload('Deployment', 'web'), aTemplate('fix')], { operations: [runJob] });
  const wish = { type: 'application_remediation', operation: 'run_job', target: 'Deployment/shop/web' } as const;
  const action = admit(engine, { ...wish, namespace: 'shop', parameters: { template: 'fix' } });
  await carryOut(engine, action, 500);
  endJob(engine, 'run-uid-act-1', { exitCode: 0, message: 'mended', beside });
  const { status } = await carryOut(engine, action, 5000);
  expect(status).toMatchObject({ phase: 'Succeeded', result: { exitCode: 0, output: 'mended' } });
});
