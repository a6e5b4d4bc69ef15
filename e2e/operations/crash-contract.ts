import { randomBytes } from 'node:crypto';
import { expect } from '@jest/globals';
import type { ActionPhase, RemediationAction } from '../../operator/api/generated/types.ts';
import type { ActionWish } from '../../operator/testing/action-builder.ts';
import type { ApiCall } from '../faults/api-call.ts';
import type { Bench } from '../faults/bench.ts';
import { auditPosition, auditSince, committedWrites, isByEngine, type AuditEntry } from '../harness/audit.ts';
import type { Cluster } from '../harness/cluster.ts';
import { request, untilAction, untilEnded } from './actions.ts';

/** A write on an object that is not ours, by where it goes; what is left out does not matter. */
export interface EffectWrite {
  readonly verb: 'create' | 'update' | 'patch' | 'delete';
  readonly resource: string;
  readonly subresource?: string;
  readonly name?: string;
}

/** One operation on a target of its own; played several times, each time with another id. */
export interface CrashStory {
  /** Makes the target, all of whose names contain the id, and says what is to be asked for. */
  prepare(id: string): Promise<Omit<ActionWish, 'name'>>;
  /** The write that the kill is put around. */
  effect(id: string): EffectWrite;
  /** How often such a write comes in all: once, unless for example a later one takes the claim away again. */
  readonly writes?: number;
  /** What has to be the same at the end of every playing, the id masked by the story. */
  state(id: string, action: RemediationAction): Promise<unknown>;
  /** How it ends; Succeeded unless told. */
  readonly ends?: ActionPhase;
  /** Milliseconds for one playing; 60 s unless told. */
  readonly within?: number;
}

const kills = [undefined, 'before', 'after-commit'] as const;

/**
 * Plays the story undisturbed, then with kill -9 right before and right after its effect; the operator starts again at once. Every playing
 * has to end alike, with as many such writes in the audit log, one unless the story tells of more.
 */
export async function expectSameEndWhenKilled(cluster: Cluster, bench: Bench, story: CrashStory): Promise<void> {
  const playings: { killed: string; writes: number; phase?: ActionPhase; state: unknown }[] = [];
  for (const when of kills) playings.push(await play(cluster, bench, { story, when }));
  const [undisturbed] = playings;
  expect(undisturbed).toMatchObject({ writes: story.writes ?? 1, phase: story.ends ?? 'Succeeded' });
  const { writes, phase, state } = undisturbed ?? {};
  expect(playings).toEqual(kills.map((when) => ({ killed: when ?? 'never', writes, phase, state })));
}

async function play(cluster: Cluster, bench: Bench, { story, when }: { story: CrashStory; when: (typeof kills)[number] }) {
  const id = `crash-${randomBytes(3).toString('hex')}`;
  const wish = await story.prepare(id);
  const write = story.effect(id);
  const position = await auditPosition(cluster);
  let restarted: Promise<unknown> | undefined;
  const kill = (): void => {
    bench.operator().kill('SIGKILL');
    restarted = bench.restart();
  };
  const isEffect = (call: ApiCall): boolean => is(write, call) && !call.url.includes('dryRun=All');
  const armed = when && bench.proxy.arm({ match: isEffect, when, do: { kind: 'kill', kill } });
  await request(cluster, { ...wish, name: `act-${id}` });
  const { status } = await untilEnded(cluster, `act-${id}`, story.within ?? 60_000);
  const action = await untilAction(cluster, `act-${id}`, ({ metadata }) => metadata.finalizers === undefined);
  armed?.disarm();
  await restarted;
  if (armed && armed.hits() === 0) throw new Error(`The operator was never killed: no ${JSON.stringify(write)} came`);
  const made = committedWrites(await auditSince(cluster, position)).filter((entry) => isByEngine(entry) && is(write, entry));
  return { killed: when ?? 'never', writes: made.length, phase: status?.phase, state: await story.state(id, action) };
}

function is(write: EffectWrite, made: Pick<AuditEntry, 'resource' | 'subresource' | 'name'> & { readonly verb: string }): boolean {
  const { verb, resource, subresource, name } = write;
  return made.verb === verb && made.resource === resource && made.subresource === subresource && (name === undefined || made.name === name);
}
