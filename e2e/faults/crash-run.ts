import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Cluster } from '../harness/cluster.ts';
import { messageOf } from '../harness/errors.ts';
import { at } from '../invariants/fields.ts';
import type { Violation } from '../invariants/observation.ts';
import { watchRun } from '../invariants/watch-run.ts';
import { violations } from '../invariants/violations.ts';
import type { ApiCall } from './api-call.ts';
import type { Bench } from './bench.ts';
import { effectsOf, endState } from './end-state.ts';
import { common, concerns, labelOf, writesOf, type KillPoint, type WritePoint } from './kill-points.ts';
import { clear, untilSettled, type Scenario } from './scenario.ts';

/** What a playing without faults writes and leaves behind. */
export interface Lesson {
  readonly writes: readonly WritePoint[];
  readonly effects: readonly string[];
  readonly state: Record<string, unknown>;
}

interface Played extends Lesson {
  readonly broken: readonly Violation[];
  readonly hit: boolean;
}

/** Where the scenario is played. */
export interface Stage {
  readonly cluster: Cluster;
  readonly bench: Bench;
  readonly scenario: Scenario;
}

/** Of this test file: one process runs several on one control plane, and each begins to count anew. */
const file = randomBytes(3).toString('hex');
let plays = 0;

/** A name that no other playing has, and that is no part of any other word. */
function newId(): string {
  plays += 1;
  return `z${file}q${plays.toString(36).padStart(3, '0')}`;
}

/** A playing whose nodes and workloads are being made. */
interface Prepared {
  readonly id: string;
  readonly ready: Promise<void>;
}

function prepare({ cluster, scenario }: Stage): Prepared {
  const id = newId();
  const ready = scenario.prepare(cluster, id);
  ready.catch(() => undefined); // the playing itself waits for it, later
  return { id, ready };
}

/** Something that happens to the engine while it is at work. */
export interface Disturbance {
  /** Whether it happened. */
  hit(): boolean;
  /** True afterwards: it happens no more, and what it began is over. */
  end(): Promise<unknown>;
}

/** Arms the disturbance of one playing, before that begins. */
export type Disturb = (id: string) => Disturbance;

const undisturbed: Disturb = () => ({ hit: () => true, end: () => Promise.resolve() });

async function play({ cluster, bench, scenario }: Stage, { id, ready }: Prepared, disturb = undisturbed): Promise<Played> {
  await ready;
  bench.proxy.takeMutations();
  const run = await watchRun(cluster);
  const disturbance = disturb(id);
  try {
    await scenario.begin(cluster, id);
    const left = await untilSettled(cluster, id, 120_000);
    await disturbance.end();
    const seen = await run.observation();
    const writes = writesOf(bench.proxy.takeMutations(), id);
    const state = await endState(cluster, id, left);
    return { writes, effects: effectsOf(seen, id), state, broken: violations(seen), hit: disturbance.hit() };
  } finally {
    await disturbance.end();
    await clear(cluster, id);
  }
}

/** What was wrong with a playing that was disturbed somehow: a promise broken, or another end than its story has. */
export async function playDisturbed(stage: Stage, disturb: Disturb): Promise<string[]> {
  const { broken, hit, state } = await play(stage, prepare(stage), disturb);
  const phase = at(state, 'plan', 'status', 'phase');
  return [
    ...broken.map(inWords),
    ...(hit ? [] : ['the disturbance did not happen']),
    ...(phase === stage.scenario.ends ? [] : [`the plan ended ${String(phase)}`]),
  ];
}

function inWords({ invariant, object, message }: Violation): string {
  return `invariant ${invariant}: ${object}: ${message}`;
}

function killedAt({ proxy, operator, restart }: Bench, point: KillPoint): Disturb {
  return (id) => {
    let restarted: Promise<unknown> | undefined;
    const kill = (): void => {
      operator().kill('SIGKILL');
      restarted = restart();
    };
    const match = (call: ApiCall): boolean => concerns(call, id) && labelOf(call, id) === point.label;
    const armed = proxy.arm({ match, nth: point.nth, when: point.when, do: { kind: 'kill', kill } });
    const end = async (): Promise<void> => {
      armed.disarm();
      await restarted;
    };
    return { hit: () => armed.hits() > 0, end };
  };
}

/** Plays the scenario twice without a fault; what both do is what every other playing has to do. */
export async function learn(stage: Stage): Promise<Lesson> {
  const [first, second] = [await play(stage, prepare(stage)), await play(stage, prepare(stage))];
  const broken = [...first.broken, ...second.broken];
  if (broken.length > 0) throw new Error(`Without any fault: ${JSON.stringify(broken, null, 1)}`);
  if (at(first.state, 'plan', 'status', 'phase') !== stage.scenario.ends)
    throw new Error(`Without any fault it ended as ${JSON.stringify(first.state['plan'])}`);
  const difference = differenceOf(first, second);
  if (difference !== undefined) throw new Error(`Two playings without a fault ended differently: ${difference}`);
  return { writes: common(first.writes, second.writes), effects: first.effects, state: first.state };
}

/** How a playing with one kill went. */
export interface Crash {
  readonly point: KillPoint;
  /** False when the write did not come this time. */
  readonly hit: boolean;
  /** What was wrong; nothing when the engine came through. */
  readonly faults: readonly string[];
}

/** Plays the scenario once for each point and kills the operator there; it starts again at once. */
export async function crashAtEach(stage: Stage, lesson: Lesson, points: readonly KillPoint[]): Promise<Crash[]> {
  const crashes: Crash[] = [];
  let next = prepare(stage);
  for (const point of points) {
    const playing = next;
    if (point !== points.at(-1)) next = prepare(stage);
    crashes.push(await crashAt(stage, lesson, { point, playing }));
  }
  return crashes;
}

async function crashAt(stage: Stage, lesson: Lesson, { point, playing }: { point: KillPoint; playing: Prepared }): Promise<Crash> {
  try {
    const { broken, hit, ...played } = await play(stage, playing, killedAt(stage.bench, point));
    const difference = differenceOf(lesson, played);
    return { point, hit, faults: [...broken.map(inWords), ...(difference === undefined ? [] : [difference])] };
  } catch (error) {
    return { point, hit: true, faults: [messageOf(error)] };
  }
}

function differenceOf(wanted: Lesson, found: Lesson): string | undefined {
  if (!isDeepStrictEqual(wanted.effects, found.effects))
    return `effects ${JSON.stringify(found.effects)} in place of ${JSON.stringify(wanted.effects)}`;
  const paths = differentPaths(wanted.state, found.state, '');
  return paths.length === 0 ? undefined : `the end state differs: ${paths.join('; ')}`;
}

function differentPaths(a: unknown, b: unknown, path: string): string[] {
  if (isDeepStrictEqual(a, b)) return [];
  if (!isMap(a) || !isMap(b)) return [`${path}: ${JSON.stringify(a)} / ${JSON.stringify(b)}`];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) => differentPaths(a[key], b[key], `${path}.${key}`));
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
