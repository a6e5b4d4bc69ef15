import { cut } from '../api/cut.ts';
import { formatKey } from '../kube/client.ts';
import { isAlreadyExists, isNotFound, unless } from '../kube/errors.ts';
import { kinds } from '../kube/kinds.ts';
import { endOf, jobKey, newJob, outcomeOf, type JobOutcome, type JobRequest, type LiveJob } from './action-job.ts';
import { whyNoPod } from './failed-create.ts';
import type { Announcement, Effect, EffectContext, Look, OperationContext } from './operation.ts';
import { carriesToken } from './token.ts';

/** Exit code of a Job that found that it must leave the target alone: nothing was changed, or what it was to take back is no longer there. */
export const leftAlone = 3;

/** Seconds after which an inverse ends by itself: before the engine stops waiting for it. */
export const undoDeadlineSeconds = 280;

/** An effect that is a Job, and the Job that takes it back. */
export interface JobEffectParts {
  readonly name: string;
  readonly announce: Announcement;
  readonly request: (context: OperationContext) => JobRequest;
  /** The inverse; a sentence when there is none. */
  readonly inverse: (context: OperationContext) => JobRequest | string;
  /** Facts in what a Job left as its termination message. */
  readonly facts?: (output: string) => Readonly<Record<string, unknown>>;
}

const longestOutput = 1024;

/** The Job ended well; taken back, the inverse did. */
export function jobEffect({ name, announce, request, inverse, facts = () => ({}) }: JobEffectParts): Effect {
  const forward = (context: EffectContext): Run => ({ context, request: request(context), fact: 'job', facts });
  const back = (context: EffectContext): Run | string => {
    const asked = inverse(context);
    return typeof asked === 'string' ? asked : { context, request: asked, fact: 'undoJob', facts: () => ({}) };
  };
  return {
    name,
    announce,
    apply: (context) => start(forward(context)),
    look: (context) => look(forward(context)),
    abandon: (context) => callOff(forward(context)),
    outlives: () => true,
    undo: {
      name: `undo-${name}`,
      announce: { ...announce, note: 'What was done by a Job is taken back by another one.' },
      apply: async (context) => {
        const run = back(context);
        return typeof run === 'string' ? undefined : start(run);
      },
      look: async (context) => {
        const run = back(context);
        return typeof run === 'string' ? { kind: 'irreversible', message: run } : asUndo(await look(run));
      },
    },
  };
}

/** One Job on behalf of one intent. */
interface Run {
  readonly context: EffectContext;
  readonly request: JobRequest;
  /** Under which name the action's result has it, so that one that vanished is not taken for one that never was. */
  readonly fact: 'job' | 'undoJob';
  readonly facts: (output: string) => Readonly<Record<string, unknown>>;
}

const nameOf = ({ context, request }: Run): string => `Job ${formatKey(jobKey(request, context))}`;

async function start(run: Run): Promise<Look | undefined> {
  const { context, request } = run;
  // Whether one that was there before is ours is seen by the next look.
  const made = await context.client.create(kinds.Job, newJob(request, context, context.intent.token)).catch(unless(isAlreadyExists));
  return made && working(run, {});
}

function working(run: Run, { waits }: JobOutcome): Look {
  const message = waits === undefined ? `${nameOf(run)} is at work.` : `The pod of ${nameOf(run)} waits: ${waits}`;
  return { kind: 'working', message, result: { [run.fact]: formatKey(jobKey(run.request, run.context)) } };
}

async function look(run: Run): Promise<Look> {
  const { context, request, fact } = run;
  const job = await context.client.get<LiveJob>(kinds.Job, jobKey(request, context));
  if (!job) return context.action.status?.result?.[fact] === undefined ? { kind: 'absent' } : gone(run);
  if (isOurs(job, run)) return lookAt(job, run);
  return { kind: 'failed', reason: 'NameCollision', message: `${nameOf(run)} was made by somebody else.` };
}

const isOurs = (job: LiveJob, { context }: Run): boolean => carriesToken(job, context.intent.token);

async function lookAt(job: LiveJob, run: Run): Promise<Look> {
  const { client } = run.context;
  const outcome = await outcomeOf(job, client);
  const end = endOf(job);
  if (end !== undefined) return end === 'Complete' ? succeeded(run, outcome) : failed(run, job, outcome);
  // A pod was made after all: the refusal was of an earlier attempt, and the Job has only not counted its end yet.
  const hasPod = (job.status?.active ?? 0) > 0 || outcome.exitCode !== undefined || outcome.waits !== undefined;
  const refusal = hasPod ? undefined : await whyNoPod(client, job.metadata);
  if (refusal === undefined) return working(run, outcome);
  return { kind: 'failed', reason: 'JobRefused', message: `${nameOf(run)} was refused: ${refusal}` };
}

function gone(run: Run): Look {
  return { kind: 'failed', reason: 'JobGone', message: `Somebody deleted ${nameOf(run)} before its outcome was known.`, begun: true };
}

function succeeded(run: Run, { exitCode = 0, output = '' }: JobOutcome): Look {
  const told = output === '' ? '' : `: ${cut(output, longestOutput)}`;
  const result = run.fact === 'undoJob' ? {} : { exitCode, output: cut(output, longestOutput), ...run.facts(output) };
  return { kind: 'done', message: `${nameOf(run)} ended well${told}`, result };
}

function failed(run: Run, { status }: LiveJob, { exitCode, output }: JobOutcome): Look {
  const why = status?.conditions?.find(({ type }) => type === 'Failed')?.message;
  const code = exitCode === undefined ? (why ?? 'its pod is gone') : `exit code ${exitCode}`;
  const message = `${nameOf(run)} failed with ${code}${output === undefined ? '.' : `: ${cut(output, longestOutput)}`}`;
  return { kind: 'failed', reason: exitCode === leftAlone ? 'JobDeclined' : 'JobFailed', message, begun: exitCode !== leftAlone };
}

/** An inverse that declines found something else than what was to be taken back. */
function asUndo(seen: Look): Look {
  return seen.kind === 'failed' && seen.reason === 'JobDeclined' ? { kind: 'drifted', message: seen.message } : seen;
}

/** A Job that has not ended must not go on; one that has is left to show what it did. */
async function callOff(run: Run): Promise<void> {
  const { context, request } = run;
  const job = await context.client.get<LiveJob>(kinds.Job, jobKey(request, context));
  if (!job || !isOurs(job, run) || endOf(job) !== undefined) return;
  const options = { uid: job.metadata.uid, propagation: 'Background' } as const;
  await context.client.delete(kinds.Job, jobKey(request, context), options).catch(unless(isNotFound));
}
