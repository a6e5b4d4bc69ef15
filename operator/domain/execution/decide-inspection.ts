import { cut } from '../../api/cut.ts';
import { setCondition } from '../conditions.ts';
import { storable } from './changes.ts';
import { suspendedHold } from '../limits/suspended.ts';
import { bytesOf } from '../size/fit.ts';
import { tokenOf } from './intents.ts';
import type { Inspection } from './look.ts';
import { begun, busy, ended, heldUp, longestMessage, type Ending } from './progress.ts';
import { decideRehearsal } from './rehearsal.ts';
import type { NextExecution, SeenExecution } from './seen.ts';
import { askedStop, endingOf } from './stop.ts';

type Of<Kind extends Inspection['kind']> = Extract<Inspection, { kind: Kind }>;

/** Seconds after which a blocked target may be asked for again. */
const blockedSeconds = 30;

/** Bytes of `before` as JSON; it cannot be cut, since what is left out could not be restored. */
const largestBefore = 20 * 1024;
const tooMuch = endingOf('InvalidParameters', 'What would have to be remembered to take it back is larger than 20 KiB.');

/** Begins the action with its first intent, or ends it or sends it back to wait before anything is written. */
export function decideInspection(seen: SeenExecution, now: Date): NextExecution {
  const { action, sight } = seen;
  const end = (ending: Ending): NextExecution => ({ status: ended(action, action.status ?? {}, ending, now) });
  const stop = askedStop(seen, now);
  if (stop) return hasNotBegun(stop, action) ? backToQueue(action, suspendedHold, now) : end(stop);
  if (sight.kind === 'impossible') return end(endingOf(sight.reason, sight.message));
  if (sight.kind === 'rehearsed') return decideRehearsal(seen, sight, now);
  if (sight.kind !== 'inspected') return { status: action.status ?? {}, after: 0 };
  return afterInspection(seen, sight.inspection, now);
}

/** One that won and has not begun goes back to wait for the end of the suspension. */
function hasNotBegun({ reason }: Ending, { status }: SeenExecution['action']): boolean {
  return reason === 'EmergencyStopped' && status?.phase === 'Admitted';
}

function afterInspection(seen: SeenExecution, inspection: Inspection, now: Date): NextExecution {
  const { action } = seen;
  switch (inspection.kind) {
    case 'ready':
      return begin(seen, inspection, now);
    case 'nothingToDo':
      return { status: begun(action, { reason: inspection.reason ?? 'AlreadyDone', message: inspection.message }, now), after: 0 };
    case 'refused':
      return { status: ended(action, action.status ?? {}, endingOf(inspection.reason, inspection.message), now) };
    case 'takenOver':
      return { status: ended(action, action.status ?? {}, endingOf('TakenOver', inspection.message), now) };
    case 'blocked':
      return wait(seen, inspection, now);
    default:
      return inspection satisfies never;
  }
}

function begin(seen: SeenExecution, { before, targetUid, changes }: Of<'ready'>, now: Date): NextExecution {
  const { action, operation, epoch } = seen;
  const [first] = operation.effects;
  const status = begun(action, { reason: 'Running', message: 'It has begun.' }, now);
  if (!first) return { status, after: 0 };
  if (bytesOf(before) > largestBefore) return { status: ended(action, action.status ?? {}, tooMuch, now) };
  const token = tokenOf(action.metadata.uid, first.name);
  const intent = { step: first.name, token, targetUid, at: now.toISOString(), epoch };
  return { status: { ...status, before: { ...before }, changes: storable(changes), intents: [intent], attempts: 1 }, after: 0 };
}

/** Back to the queue while nothing was begun; a Running action can only wait where it is. */
function wait({ action, pollSeconds }: SeenExecution, blocked: Of<'blocked'>, now: Date): NextExecution {
  const { reason, message, by } = blocked;
  const status = action.status ?? {};
  if (status.phase === 'Running') {
    return { status: busy(action, status, { kind: 'working', message, blocked: { reason, by } }, now), after: pollSeconds * 1000 };
  }
  return backToQueue(action, { reason, message, by, until: new Date(now.getTime() + blockedSeconds * 1000).toISOString() }, now);
}

function backToQueue(action: SeenExecution['action'], hold: Parameters<typeof heldUp>[2], now: Date): NextExecution {
  const { reason, message } = hold;
  const held = heldUp(action, action.status ?? {}, hold, now);
  const change = { type: 'Admitted', status: 'False', reason, message } as const;
  const conditions = setCondition(held.conditions, change, now, action.metadata.generation);
  return { status: { ...held, phase: 'Blocked', reason, message: cut(message, longestMessage), conditions } };
}
