import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { clash, type CheckedWorld } from '../../../e2e/checker/arbitration-facts.ts';
import type { RemediationAction } from '../../api/generated/types.ts';
import { placement } from '../../testing/arbitrary-actions.ts';
import { at, buildAction } from '../../testing/action-builder.ts';
import { playActions, type Played, type Player } from '../../testing/play-actions.ts';
import { usualTerms } from '../../testing/usual-terms.ts';
import { contenderOf } from './contender.ts';
import { decide, type Seen } from './decide.ts';

const work = [
  { type: 'node_remediation', operation: 'drain_node', target: 'Node/w1' },
  { type: 'node_remediation', operation: 'cordon_node', target: 'Node/w2' },
  { type: 'resource_scaling', operation: 'scale_workload', target: 'Deployment/shop/pay' },
  { type: 'resource_scaling', operation: 'scale_workload', target: 'Deployment/shop/far' },
  { type: 'application_remediation', operation: 'restart_deployment', target: 'Deployment/shop/web' },
  { type: 'application_remediation', operation: 'rollout_undo', target: 'Deployment/shop/pay' },
] as const;

interface Wish {
  readonly what: (typeof work)[number];
  readonly source: 'deterministic' | 'manual' | 'ai_driven';
  readonly confidence: number;
  readonly priority: number;
  readonly same: number;
  readonly arrivesAt: number;
  readonly timeoutSeconds: number;
}

/** Actions over few targets; `last` is the last second of arrival. */
const wishes = (last: number, longest: number, sources: readonly Wish['source'][]) =>
  fc.array(
    fc.record<Wish>({
      what: fc.constantFrom(...work),
      source: fc.constantFrom(...sources),
      confidence: fc.constantFrom(0.69, 0.7, 0.95),
      priority: fc.integer({ min: 1, max: 5 }),
      same: fc.integer({ min: 0, max: 9 }),
      arrivesAt: fc.integer({ min: 0, max: last }),
      timeoutSeconds: fc.integer({ min: 1, max: longest }),
    }),
    { minLength: 2, maxLength: 9 },
  );

const world$ = fc.record<CheckedWorld>({
  placement: fc.constant(placement),
  threshold: fc.constant(0.7),
  maxActive: fc.constantFrom(1, 2, 10),
  scope: fc.constantFrom('Cluster' as const, 'Related' as const),
});

function playerOf({ what, arrivesAt, timeoutSeconds, same, ...spec }: Wish, index: number): Player {
  const action = buildAction({ name: `a${index}`, uid: `u${index}`, ...what, ...spec, createdAt: arrivesAt, parameters: { same } });
  return { action, arrivesAt, timeoutSeconds };
}

/** Another order in each pass. */
const turned = (salt: number) => (all: readonly RemediationAction[], pass: number) => {
  const start = (pass * 7 + salt) % Math.max(1, all.length);
  const cut = [...all.slice(start), ...all.slice(0, start)];
  return (pass + salt) % 2 === 0 ? cut : cut.reverse();
};

/** A clock that goes back by up to an hour and forward by no more than a step of ageing, all in all. */
function jumping(jumps: readonly { readonly back: number; readonly ahead: number }[]): (pass: number) => number {
  return (pass) => {
    const earlier = jumps.slice(0, (pass % jumps.length) + 1);
    const back = pass >= jumps.length ? jumps : earlier;
    return (earlier.at(-1)?.ahead ?? 0) - back.reduce((sum, jump) => sum + jump.back, 0);
  };
}

const jumps$ = fc.array(fc.record({ back: fc.constantFrom(0, 0, 1, 3600), ahead: fc.constantFrom(0, 30, 60) }), {
  minLength: 1,
  maxLength: 5,
});

describe('whoever wins', () => {
  test('is the same in every order of arrival, across a restart before each pass and whatever the clock jumps', () => {
    fc.assert(
      fc.property(wishes(20, 15, ['deterministic', 'manual', 'ai_driven']), world$, fc.nat(50), jumps$, (asked, world, salt, jumps) => {
        const players = asked.map(playerOf);
        const usual = playActions({ players, world });
        const other = playActions({ players: players.toReversed(), world, shuffle: turned(salt), clockOff: jumping(jumps) });
        expect(other.log.toSorted()).toEqual(usual.log.toSorted());
      }),
      { numRuns: 300 },
    );
  });

  test('is never at work together with another on its target or on what contains it', () => {
    fc.assert(
      fc.property(wishes(600, 900, ['deterministic', 'manual', 'ai_driven']), world$, fc.nat(50), (asked, world, salt) => {
        expect(playActions({ players: asked.map(playerOf), world, shuffle: turned(salt) }).together).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a wait', () => {
  const distinct = (asked: readonly Wish[]): Player[] => asked.map((wish, same) => playerOf({ ...wish, same }, same));
  const end = ({ admittedAt = Infinity, timeoutSeconds }: Played): number => admittedAt + timeoutSeconds;

  test('of an action lasts no longer than the timeouts of those that are ahead of it, all together', () => {
    fc.assert(
      fc.property(wishes(600, 900, ['deterministic', 'manual']), world$, (asked, world) => {
        const { played } = playActions({ players: distinct(asked), world });
        const tooLong = played.filter((one) => {
          const { arrivesAt, admittedAt = Infinity } = one;
          const ahead = played.filter((other) => other !== one && (other.admittedAt ?? Infinity) < admittedAt && end(other) > arrivesAt);
          return admittedAt - arrivesAt > ahead.reduce((sum, { timeoutSeconds }) => sum + timeoutSeconds, 0);
        });
        expect(tooLong).toEqual([]);
        expect(played.filter(({ phase }) => phase !== 'Succeeded')).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('lets nobody go ahead that comes and conflicts once it has aged to the highest priority', () => {
    fc.assert(
      fc.property(wishes(3000, 900, ['deterministic', 'manual']), world$, (asked, world) => {
        const players = distinct(asked);
        const { played } = playActions({ players, world });
        const overtaken = players.flatMap(({ action }, i) =>
          players.flatMap(({ action: other }, k) => {
            const [one, late] = [played[i], played[k]];
            if (!one || !late || !clash(other, action, world)) return [];
            const agedOut = late.arrivesAt > one.arrivesAt + 300 * (one.priority - 1);
            return agedOut && (late.admittedAt ?? Infinity) < (one.admittedAt ?? Infinity) ? [`${late.name} before ${one.name}`] : [];
          }),
        );
        expect(overtaken).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('each 300 s of waiting', () => {
  const later = 40_000;
  const now = new Date(at(later));
  const seen = (actions: readonly RemediationAction[], more: Partial<Seen> = {}): Seen => ({
    holding: [],
    waiting: actions.map((action) => contenderOf(action)),
    ...usualTerms,
    ...more,
  });
  const verdictOn = (action: RemediationAction, among: Seen) => decide(among, now).verdicts.get(action.metadata.uid);
  const waitedFor = (seconds: number, reason = 'TargetBusy') =>
    ({ phase: 'Blocked', blocked: { reason, since: at(later - seconds) } }) as const;
  const seconds$ = fc.integer({ min: 0, max: 3000 });

  test('raise an action by one step of priority, up to the highest', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), seconds$, (priority, rival, seconds) => {
        const patient = buildAction({ name: 'patient', priority, createdAt: 2, status: waitedFor(seconds) });
        const older = buildAction({ name: 'older', priority: rival, createdAt: 1, operation: 'drain_node' });
        const wins = Math.max(1, priority - Math.floor(seconds / 300)) < rival;
        expect(verdictOn(patient, seen([patient, older]))?.kind).toBe(wins ? 'admitted' : 'blocked');
      }),
    );
  });

  test('take nobody past what compensates, past a person or past a limit', () => {
    const hold = { reason: 'Suspended', message: 'No.' } as const;
    fc.assert(
      fc.property(seconds$, (seconds) => {
        const status = waitedFor(seconds);
        const asking = buildAction({ name: 'asking', approvalRequired: true, status });
        const unsure = buildAction({ name: 'unsure', source: 'ai_driven', confidence: 0.69, status });
        const held = buildAction({ name: 'held', status });
        const patient = buildAction({ name: 'patient', priority: 2, status });
        const undo = buildAction({
          name: 'undo',
          compensates: { name: 'x', uid: 'x' },
          source: 'manual',
          operation: 'drain_node',
          createdAt: 9,
        });
        expect(verdictOn(asking, seen([asking]))).toMatchObject({ kind: 'awaitingApproval', reason: 'ApprovalRequired' });
        expect(verdictOn(unsure, seen([unsure]))).toMatchObject({ kind: 'awaitingApproval', reason: 'LowConfidence' });
        expect(verdictOn(held, seen([], { waiting: [{ ...contenderOf(held), hold }] }))).toMatchObject({ kind: 'held', ...hold });
        expect(verdictOn(patient, seen([patient, undo]))).toMatchObject({ kind: 'blocked', reason: 'LowerPriority' });
        expect(verdictOn(patient, seen([patient], { maxActive: 0 }))).toMatchObject({ kind: 'blocked', reason: 'ActiveLimit' });
      }),
    );
  });
});
