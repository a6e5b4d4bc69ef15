import { Terminal } from '../kube/errors.ts';
import { kinds } from '../kube/kinds.ts';
import { newJob, type JobRequest } from './action-job.ts';
import type { OperationContext } from './operation.ts';
import type { JobRefusal } from './prepare-job.ts';

/** The API server judges the Jobs without storing them; what it has against the first that it would not take. */
export async function rehearseJobs(context: OperationContext, requests: readonly JobRequest[]): Promise<JobRefusal | undefined> {
  for (const request of requests) {
    try {
      await context.client.create(kinds.Job, newJob(request, context, 'rehearsal'), { dryRun: true });
    } catch (error) {
      const refusal = refusalFrom(error);
      if (!refusal) throw error;
      return { ...refusal, message: `The API server would not take the Job: ${refusal.message}` };
    }
  }
  return undefined;
}

function refusalFrom(error: unknown): JobRefusal | undefined {
  if (!(error instanceof Terminal)) return undefined;
  const { code, reason, message } = error;
  if (reason === 'AlreadyExists') return { reason: 'NameCollision', message };
  if (code === 400 || code === 422) return { reason: 'InvalidTemplate', message };
  return code === 403 ? { reason: 'Forbidden', message } : undefined;
}
