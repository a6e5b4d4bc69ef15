import { clash, type CheckedWorld } from '../../e2e/checker/arbitration-facts.ts';
import type { RemediationAction } from '../api/generated/types.ts';
import { contenderOf, isHolding, isWaiting } from '../domain/arbitration/contender.ts';
import { decide } from '../domain/arbitration/decide.ts';
import { lockOf } from '../domain/arbitration/targets.ts';
import { statusFor } from '../domain/arbitration/verdict-status.ts';
import { at } from './action-builder.ts';
import { usualTerms } from './usual-terms.ts';

/** One action that nobody stops: it arrives when it was created, and once admitted it holds for its whole timeout. */
export interface Player {
  readonly action: RemediationAction;
  readonly arrivesAt: number;
  readonly timeoutSeconds: number;
}

/** What the players meet. */
export interface Stage {
  readonly players: readonly Player[];
  readonly world: CheckedWorld;
  /** The order in which the engine happens to look at them in that pass. */
  readonly shuffle?: (players: readonly RemediationAction[], pass: number) => readonly RemediationAction[];
  /** How far the engine's clock is off in that pass, in seconds. */
  readonly clockOff?: (pass: number) => number;
}

/** How it went for one action; times in seconds of the true clock. */
export interface Played {
  readonly name: string;
  readonly priority: number;
  readonly arrivesAt: number;
  readonly timeoutSeconds: number;
  readonly admittedAt?: number;
  readonly phase: string;
}

/** What came of a play. */
export interface Play {
  /** `12 a Admitted`, in the order in which it happened. */
  readonly log: readonly string[];
  readonly played: readonly Played[];
  /** Pairs that were at work together though they conflict. */
  readonly together: readonly string[];
}

/** What is stored, and what came to pass. */
interface Scene extends Required<Pick<Stage, 'world' | 'players'>> {
  readonly stored: Map<string, RemediationAction>;
  readonly admittedAt: Map<string, number>;
  readonly log: string[];
  /** When something happens next. */
  readonly times: Set<number>;
}

/**
 * Plays lone actions over the pure functions of arbitration until nothing more can happen. The engine is restarted before each pass: it
 * knows nothing but what is stored.
 */
export function playActions({ players, world, shuffle = (all) => all, clockOff = () => 0 }: Stage): Play {
  const times = new Set(players.map(({ arrivesAt }) => arrivesAt));
  const scene: Scene = { players, world, stored: new Map(), admittedAt: new Map(), log: [], times };
  const together = new Set<string>();
  for (let pass = 0; times.size > 0; pass += 1) {
    const now = Math.min(...times);
    times.delete(now);
    arriveAndEnd(scene, now);
    const seen = shuffle([...scene.stored.values()], pass);
    for (const [action, status] of verdictsOn(seen, world, new Date(at(now + clockOff(pass))))) write(scene, action, status, now);
    noteAdmissions(scene, now);
    for (const pair of clashing([...scene.stored.values()].filter(isHolding), world)) together.add(pair);
  }
  return { log: scene.log, played: players.map((player) => playedBy(player, scene)), together: [...together] };
}

function write({ stored, log }: Scene, action: RemediationAction, status: RemediationAction['status'], now: number): void {
  if (status?.phase !== action.status?.phase) log.push(`${now} ${action.metadata.name} ${status?.phase}`);
  stored.set(action.metadata.name, JSON.parse(JSON.stringify({ ...action, status })) as RemediationAction);
}

function arriveAndEnd(scene: Scene, now: number): void {
  const { players, stored, admittedAt } = scene;
  for (const { action, arrivesAt, timeoutSeconds } of players) {
    const { name } = action.metadata;
    const known = stored.get(name);
    if (arrivesAt === now) stored.set(name, action);
    if (known && isHolding(known) && (admittedAt.get(name) ?? now) + timeoutSeconds <= now)
      write(scene, known, { ...known.status, phase: 'Succeeded' }, now);
  }
}

function noteAdmissions({ players, stored, admittedAt, times }: Scene, now: number): void {
  for (const { action, timeoutSeconds } of players) {
    const { name } = action.metadata;
    if (admittedAt.has(name) || stored.get(name)?.status?.phase !== 'Admitted') continue;
    admittedAt.set(name, now);
    times.add(now + timeoutSeconds);
  }
}

function playedBy({ action: { metadata, spec }, arrivesAt, timeoutSeconds }: Player, { stored, admittedAt }: Scene): Played {
  const { name } = metadata;
  const phase = stored.get(name)?.status?.phase ?? 'Pending';
  return { name, priority: spec.priority, arrivesAt, timeoutSeconds, admittedAt: admittedAt.get(name), phase };
}

/** The statuses that one pass writes, in the order of the names. */
function verdictsOn(
  actions: readonly RemediationAction[],
  world: CheckedWorld,
  now: Date,
): [RemediationAction, RemediationAction['status']][] {
  const contenders = actions
    .filter((action) => isHolding(action) || isWaiting(action))
    .map((action) => ({ action, contender: contenderOf(action, undefined, lockIn(world, action)) }));
  const { verdicts } = decide(
    {
      ...usualTerms,
      holding: contenders.filter(({ action }) => isHolding(action)).map(({ contender }) => contender),
      waiting: contenders.filter(({ action }) => isWaiting(action)).map(({ contender }) => contender),
      maxActive: world.maxActive,
      threshold: world.threshold,
      scope: world.scope,
    },
    now,
  );
  const statuses = contenders.flatMap(({ action, contender }): [RemediationAction, RemediationAction['status']][] => {
    const verdict = verdicts.get(contender.uid);
    if (!verdict || verdict.kind === 'paused') return [];
    return [[action, statusFor(action, verdict, { now, specHash: '' })]];
  });
  return statuses.sort(([a], [b]) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

function lockIn({ placement }: CheckedWorld, { spec: { target } }: RemediationAction) {
  const text = [target.kind, target.namespace, target.name].filter((part) => part !== undefined).join('/');
  const nodes = target.kind === 'Node' ? [target.name] : (placement[text] ?? []);
  return lockOf({ ...target, nodes: [...nodes] });
}

function clashing(atWork: readonly RemediationAction[], world: CheckedWorld): string[] {
  return atWork.flatMap((a, index) =>
    atWork.slice(index + 1).flatMap((b) => {
      const why = clash(a, b, world) ?? clash(b, a, world);
      return why === undefined ? [] : [`${a.metadata.name} beside ${b.metadata.name}: ${why}`];
    }),
  );
}
