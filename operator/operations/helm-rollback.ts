import { targetString } from '../api/target.ts';
import { helmJob, type HelmJobWish } from './helm-job.ts';
import { readHelmConfig, type HelmConfig } from './helm-config.ts';
import { releaseOf } from './helm-release.ts';
import type { JobRequest } from './action-job.ts';
import { jobEffect, undoDeadlineSeconds } from './job-effect.ts';
import { settledRollout } from './live-workload.ts';
import type { Foresight, ForesightQuestion, Inspection, Operation, OperationContext } from './operation.ts';
import { rehearseJobs } from './rehearse-job.ts';

async function inspect(context: OperationContext): Promise<Inspection> {
  const { client, target, object, parameters, ownAccount } = context;
  const name = targetString(target);
  if (!object) return { kind: 'refused', reason: 'TargetNotFound', message: `${name} does not exist.` };
  const { namespace = '', uid } = object.metadata;
  const of = releaseOf(object);
  if (typeof of === 'string') return { kind: 'refused', reason: 'InvalidTarget', message: of };
  const config = await readHelmConfig(client, namespace, ownAccount);
  if ('reason' in config) return { kind: 'refused', ...config };
  const before = { release: of.release, namespace, ...config };
  const refusal = await rehearseJobs(context, [request({ ...context, before })]);
  if (refusal) return { kind: 'refused', ...refusal };
  const { revision } = parameters;
  const to = typeof revision === 'number' ? `revision ${revision}` : 'the revision before';
  return { kind: 'ready', before, targetUid: uid, changes: [{ resource: `Release/${namespace}/${of.release}`, to }] };
}

/** As it was recorded; only what was recorded is carried out. */
function recorded({ before }: OperationContext): { readonly release: string; readonly namespace: string; readonly config: HelmConfig } {
  const { release, namespace, serviceAccountName, image, runAsUser } = before;
  const config = { serviceAccountName: String(serviceAccountName), image: String(image) };
  return {
    release: String(release),
    namespace: String(namespace),
    config: { ...config, ...(typeof runAsUser === 'string' && { runAsUser }) },
  };
}

function jobFor(context: OperationContext, wish: Omit<HelmJobWish, 'release' | 'namespace'>): JobRequest {
  const { release, namespace, config } = recorded(context);
  return helmJob(context, config, { release, namespace, ...wish });
}

function request(context: OperationContext): JobRequest {
  const { parameters, timeoutSeconds: deadlineSeconds } = context;
  const { revision } = parameters;
  return jobFor(context, { prefix: 'run', deadlineSeconds, ...(typeof revision === 'number' && { revision }) });
}

function inverse(context: OperationContext): JobRequest | string {
  const { from, to } = context.result;
  if (typeof from !== 'number' || typeof to !== 'number') return 'The Job did not tell at which revision the release had been.';
  return jobFor(context, { prefix: 'undo', revision: from, expected: to, deadlineSeconds: undoDeadlineSeconds });
}

/** The revisions before and after, as the Job left them. */
function revisionsIn(output: string): Readonly<Record<string, unknown>> {
  const [, from, to] = /^\{"from":(\d+),"to":(\d+)\}$/.exec(output) ?? [];
  return from === undefined || to === undefined ? {} : { from: Number(from), to: Number(to) };
}

async function foresee({ client, target, ownAccount }: ForesightQuestion): Promise<Foresight> {
  const config = await readHelmConfig(client, target.namespace ?? '', ownAccount);
  return 'reason' in config ? { kind: 'impossible', message: config.message } : { kind: 'possible', undo: 'Reversible' };
}

/** The release that the workload is of is at an earlier revision, and the workload's pods are available. */
export const helmRollback: Operation = {
  name: 'helm_rollback',
  types: ['application_remediation'],
  targetKinds: ['Deployment', 'StatefulSet', 'DaemonSet'],
  parameters: {
    type: 'object',
    additionalProperties: false,
    properties: { revision: { type: 'integer', minimum: 1, maximum: 1_000_000 } },
  },
  undo: 'Reversible',
  foresee,
  inspect,
  effects: [
    jobEffect({
      name: 'rollback',
      announce: { reason: 'ReleaseRollback', note: 'The Helm release that it is of is rolled back to remediate it.' },
      request,
      inverse,
      facts: revisionsIn,
    }),
  ],
  settled: settledRollout,
};
