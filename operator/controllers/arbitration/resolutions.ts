import type { RemediationAction, ResolvedTarget, Target } from '../../api/generated/types.ts';
import { resolveNamespace, targetString } from '../../api/target.ts';
import { isHarmless } from '../../domain/arbitration/contender.ts';
import type { Unreadable } from '../../domain/arbitration/verdict-status.ts';
import { isForbidden, KubeError } from '../../kube/errors.ts';
import { inBatches } from '../../kube/in-batches.ts';
import { resolveTarget, type Resolution } from '../../kube/resolve-target.ts';
import type { EngineDeps } from '../runtime/deps.ts';

/** What is known of an action's target. */
export type Known = { readonly kind: 'resolved'; readonly target: ResolvedTarget; readonly liveUid?: string } | Unreadable;

/** A read that failed and may work later. */
interface Failed {
  readonly kind: 'failed';
  readonly until: Date;
}

/** Whatever has a target: an action, or a step of a plan. */
export interface Subject {
  readonly id: string;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly target: Target;
  /** As some status has it. */
  readonly recorded?: ResolvedTarget;
  /** It conflicts with nothing, so its name is enough. */
  readonly harmless?: boolean;
}

/** The action as the owner of a target. */
export function subjectOf({ metadata, spec, status }: RemediationAction): Subject {
  const { uid: id, name, namespace } = metadata;
  return { id, name, namespace, target: spec.target, recorded: status?.resolvedTarget, harmless: isHarmless(spec) };
}

/** Remembers what targets stand for, so that a pass over many waiting actions reads none of them again. */
export interface Resolutions {
  /** As read lately, else as the status says; undefined while it has to be read, or could not be. */
  of(subject: Subject): Known | undefined;
  /** Those of which nothing is known and that may be read now. */
  unread<T extends Subject>(subjects: readonly T[]): T[];
  /** Live; what cannot be read just now is unknown for two seconds. */
  read(subjects: readonly Subject[]): Promise<void>;
  /** Nothing is remembered of those that are not among these. */
  keep(ids: ReadonlySet<string>): void;
}

interface Memory {
  readonly known: Map<string, Known | Failed>;
  /** Since when no read of it came to an end. */
  readonly failingSince: Map<string, Date>;
}

type Engine = Pick<EngineDeps, 'client' | 'log' | 'clock' | 'limits'>;

const atOnce = 8;
const forbiddenRestMs = 30_000;

/** A target that cannot be read for so long is spoken of. */
const passingMs = 10_000;

/** How long an action whose target could not be read is left out. */
export const unavailableRestMs = 2000;

/** An empty memory. */
export function makeResolutions(engine: Engine): Resolutions {
  const memory: Memory = { known: new Map(), failingSince: new Map() };
  const remembered = ({ id, recorded }: Subject): Known | Failed | undefined => {
    const known = memory.known.get(id);
    if (known && known.kind !== 'resolved' && known.until <= engine.clock.now()) memory.known.delete(id);
    return memory.known.get(id) ?? (recorded && { kind: 'resolved', target: recorded });
  };
  return {
    of: (subject) => known(remembered(subject)),
    unread: (subjects) => subjects.filter((subject) => remembered(subject) === undefined),
    async read(subjects) {
      await inBatches(subjects, atOnce, (subject) => readOne(engine, memory, subject));
    },
    keep(ids) {
      for (const map of [memory.known, memory.failingSince]) for (const id of map.keys()) if (!ids.has(id)) map.delete(id);
    },
  };
}

function known(remembered: Known | Failed | undefined): Known | undefined {
  return remembered?.kind === 'failed' ? undefined : remembered;
}

async function readOne({ client, log, clock, limits }: Engine, memory: Memory, subject: Subject): Promise<void> {
  const { id, name } = subject;
  const target = resolveNamespace(subject.target, subject.namespace);
  const later = (ms: number): Date => new Date(clock.now().getTime() + ms);
  try {
    const resolution = await resolveTarget(client, target, target.namespace);
    limits.saw(target, resolution);
    memory.known.set(id, know(target, resolution));
    memory.failingSince.delete(id);
  } catch (error) {
    if (!(error instanceof KubeError)) throw error;
    const { message: cause } = error;
    if (isForbidden(error) && subject.harmless) {
      memory.known.set(id, byName(target));
    } else if (isForbidden(error)) {
      const message = `The engine may not read ${targetString(target)}.`;
      memory.known.set(id, { kind: 'unreadable', message, until: later(forbiddenRestMs) });
    } else {
      const since = memory.failingSince.get(id) ?? clock.now();
      memory.failingSince.set(id, since);
      memory.known.set(id, unavailable(target, since, clock.now()));
      log.warn('A target could not be read; whoever wants it waits', { subject: name, target: targetString(target), cause });
    }
  }
}

/** What waits for it says so only when that lasts: a moment's trouble is not worth a write per action. */
function unavailable(target: Target, since: Date, now: Date): Known | Failed {
  const until = new Date(now.getTime() + unavailableRestMs);
  if (now.getTime() - since.getTime() < passingMs) return { kind: 'failed', until };
  const message = `${targetString(target)} cannot be read just now; it is tried again.`;
  return { kind: 'unreadable', reason: 'TargetUnreadable', message, until };
}

/** One that does not exist is locked by its name: it is execution that says so, once. */
function know(target: Target, resolution: Resolution): Known {
  if (resolution.kind === 'missing') return byName(target);
  return { kind: 'resolved', target: resolution.target, liveUid: resolution.object.metadata.uid };
}

function byName({ apiVersion, kind, namespace, name }: Target): Known {
  return { kind: 'resolved', target: { apiVersion, kind, ...(namespace !== undefined && { namespace }), name } };
}
