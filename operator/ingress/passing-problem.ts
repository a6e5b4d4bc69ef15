import { Conflict, isKindNotInstalled, Transient } from '../kube/errors.ts';
import { HttpProblem } from './problem.ts';

const usualRetrySeconds = 5;

/**
 * The 503 of an error of the API server that may pass by itself, in these words; undefined for every other error. A create meets a conflict
 * while others count with the same ResourceQuota; a kind is not there while its definition is put in.
 */
export function passingProblem(error: unknown, message: string): HttpProblem | undefined {
  if (!(error instanceof Transient || error instanceof Conflict || isKindNotInstalled(error))) return undefined;
  const after = error instanceof Transient ? error.retryAfterSeconds : undefined;
  return new HttpProblem({ status: 503, message, retryAfterSeconds: Math.ceil(after ?? usualRetrySeconds) });
}
