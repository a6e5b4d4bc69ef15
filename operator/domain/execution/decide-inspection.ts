import { cut } from '../../api/cut.ts';
import type { Change, RemediationActionStatus } from '../../api/generated/types.ts';
import { setCondition } from '../conditions.ts';
import { suspendedHold } from '../limits/suspended.ts';
import { tokenOf } from './intents.ts';
import type { Inspection } from './look.ts';
import { begun, busy, ended, heldUp, longestMessage, type Ending } from './progress.ts';
import type { NextExecution, SeenExecution } from './seen.ts';
import { askedStop, endingOf } from './stop.ts';

type Of<Kind extends Inspection['kind']> = Extract<Inspection, { kind: Kind }>;

/** Seconds after which a blocked target may be asked for again. */
const blockedSeconds = 30;

/** The bounds of status.changes[] in the CRD. */
const mostChanges = 64;
const longestResource = 400;
const longestValue = 512;

/** Begins the action with its first intent, or ends it or sends it back to wait before anything is written. */
export function decideInspection(seen: SeenExecution, now: Date): NextExecution {
  const { action, sight } = seen;
  const end = (ending: Ending): NextExecution => ({ status: ended(action, action.status ?? {}, ending, now) });
  const stop = askedStop(seen, now);
  if (stop) return hasNotBegun(stop, action) ? backToQueue(action, suspendedHold, now) : end(stop);
  if (sight.kind === 'impossible') return end(endingOf(sight.reason, sight.message));
  if (sight.kind !== 'inspected') return { status: action.status ?? {}, after: 0 };
  return action.spec.dryRun ? rehearse(seen, sight.inspection, now) : afterInspection(seen, sight.inspection, now);
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
  const token = tokenOf(action.metadata.uid, first.name);
  const intent = { step: first.name, token, targetUid, at: now.toISOString(), epoch };
  return { status: { ...status, before: { ...before }, changes: storable(changes), intents: [intent], attempts: 1 }, after: 0 };
}

/** As many and as long as the schema takes: what was read off the target can be of any length. */
function storable(changes: readonly Change[]): Change[] {
  return changes.slice(0, mostChanges).map(({ resource, from, to }) => ({
    resource: cut(resource, longestResource),
    ...(from !== undefined && { from: cut(from, longestValue) }),
    ...(to !== undefined && { to: cut(to, longestValue) }),
  }));
}

/** A dry run lists what would be written, or says what would stop it. */
function rehearse({ action }: SeenExecution, inspection: Inspection, now: Date): NextExecution {
  const running = (message: string): RemediationActionStatus => begun(action, { reason: 'DryRun', message }, now);
  switch (inspection.kind) {
    case 'ready':
      return {
        status: { ...running('Dry run: the changes are listed; nothing was written.'), changes: storable(inspection.changes) },
        after: 0,
      };
    case 'refused':
    case 'blocked':
      return { status: running(`Dry run: it would be stopped by ${inspection.reason}: ${inspection.message}`), after: 0 };
    case 'nothingToDo':
    case 'takenOver':
      return { status: running(`Dry run: nothing would be written: ${inspection.message}`), after: 0 };
    default:
      return inspection satisfies never;
  }
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
