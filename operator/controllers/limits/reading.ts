import type { Target } from '../../api/generated/types.ts';
import { changesSomething } from '../../domain/limits/changes.ts';
import type { Limit, LimitWorld, Wish } from '../../domain/limits/hold-on.ts';
import { lackedRights } from '../../domain/limits/lacked-rights.ts';
import { nodeExcluded } from '../../domain/limits/node-excluded.ts';
import { protectedTarget, toVouchFor } from '../../domain/limits/protected-target.ts';
import { unmanaged } from '../../domain/limits/unmanaged.ts';
import { upgradeGate } from '../../domain/limits/upgrade-gate.ts';
import type { Clock } from '../../kube/clock.ts';
import type { Resolution } from '../../kube/resolve-target.ts';
import type { NodeLimits } from './node-limits.ts';
import type { ProtectionRights } from './protection-rights.ts';
import type { TargetFactsMemory } from './target-facts.ts';
import { makeTurns } from './turns.ts';
import type { WorkRights } from './work-rights.ts';

/** Reads what limits are judged by and no watch shows. */
export interface Reading {
  /** What has to be read to judge these is known, and was just read of those that it holds; without I/O when it is known well enough. */
  read(wishes: readonly Wish[]): Promise<void>;
  /** What was read of these is young enough for them to begin. */
  confirm(wishes: readonly Wish[]): Promise<void>;
  /** Somebody else has just read what the target stands for. */
  saw(target: Target, resolution: Resolution): void;
}

interface Means {
  readonly facts: TargetFactsMemory;
  readonly rights: ProtectionRights;
  readonly own: WorkRights;
  readonly nodes: Pick<NodeLimits, 'read'>;
  readonly world: () => LimitWorld;
  readonly clock: Pick<Clock, 'monotonic'>;
}

/** Together with the pause between two looks at what is held, a label or a right that changes is seen within 15 s. */
const heldMs = 3000;
const confirmedMs = 10_000;
/** So long one look at those who are held may take: a crowd, or an API that does not answer, keeps nobody else waiting. */
const crowdMs = 2000;
const atOnce = 16;

/** Reads into these memories, as little as may be. */
export function makeReading(means: Means): Reading {
  const { facts, own, nodes, world, clock } = means;
  const turns = makeTurns(clock);
  const readHeld = async (held: readonly Wish[]): Promise<void> => {
    const until = clock.monotonic() + crowdMs;
    const line = turns.line(held);
    for (let start = 0; start < line.length && clock.monotonic() < until; start += atOnce) {
      const some = line.slice(start, start + atOnce);
      turns.give(some);
      await readFor(means, some, heldMs);
    }
  };
  return {
    async read(wishes) {
      // A newcomer whose target was just read may be admitted without being confirmed, but what upgrades is older than that.
      await nodes.read(wishes, confirmedMs);
      const isUnknown = (wish: Wish): boolean => own.isUnknown(wish) || touchedBy(wish).some((target) => facts.of(target) === undefined);
      await readFor(means, turns.meet(wishes).filter(isUnknown), Infinity);
      const seen = world();
      await readHeld(wishes.filter((wish) => byReading.some((limit) => limit(wish, seen, noTime))));
    },
    confirm: (wishes) => readFor(means, wishes, confirmedMs),
    saw: (target, resolution) => facts.saw(target, resolution),
  };
}

/** The limits that depend on what is read; none of them looks at the time. */
const byReading: readonly Limit[] = [unmanaged, protectedTarget, lackedRights, nodeExcluded, upgradeGate];
const noTime = new Date(0);

async function readFor({ facts, own, nodes, rights, world }: Means, wishes: readonly Wish[], maxAgeMs: number): Promise<void> {
  if (wishes.length === 0) return;
  await Promise.all([facts.read(wishes.flatMap(touchedBy), maxAgeMs), nodes.read(wishes, maxAgeMs), own.read(wishes, maxAgeMs)]);
  const seen = world();
  const questions = wishes.flatMap((wish) => {
    const user = seen.askerOf(wish).requestedBy;
    return user === undefined ? [] : toVouchFor(wish, seen).map(({ target }) => ({ user, target }));
  });
  await rights.read(questions);
}

/** The targets on which something would be changed. */
function touchedBy({ compensates, dryRun, works }: Wish): Target[] {
  if (compensates || dryRun) return [];
  return works.flatMap(({ operation, target }) => (changesSomething(operation) ? target : []));
}
