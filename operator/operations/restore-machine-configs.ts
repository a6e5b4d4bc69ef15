import { keys } from '../api/resource.ts';
import { hashOf, type MachineConfig } from '../domain/machine-config/content.ts';
import {
  puttingBack,
  restoring,
  standingOf,
  type Difference,
  type Standing,
  type Transition,
} from '../domain/machine-config/transitions.ts';
import { isAlreadyExists, isNotFound, unless } from '../kube/errors.ts';
import { kinds } from '../kube/kinds.ts';
import { keepContent, readContent } from './kept-revisions.ts';
import type { Effect, EffectContext, Look, OperationContext } from './operation.ts';
import { carriesToken } from './token.ts';

/** One MachineConfig on its way, with what it is now. */
interface Seen {
  readonly transition: Transition;
  readonly now?: MachineConfig;
  readonly standing: Standing;
}

/** The MachineConfigs that the inspection found to differ. */
export function differencesIn({ before }: Pick<OperationContext, 'before'>): readonly Difference[] {
  return Array.isArray(before['machineConfigs']) ? (before['machineConfigs'] as readonly Difference[]) : [];
}

async function see({ client }: OperationContext, transition: Transition): Promise<Seen> {
  const now = await client.get<MachineConfig>(kinds.MachineConfig, { name: transition.name });
  return { transition, now, standing: standingOf(transition, now) };
}

function seeAll(context: OperationContext, direction: (difference: Difference) => Transition): Promise<Seen[]> {
  return Promise.all(differencesIn(context).map((difference) => see(context, direction(difference))));
}

/** Each MachineConfig that still is as it was is written; what it holds is kept first. */
async function write(context: EffectContext, seen: readonly Seen[]): Promise<Look | undefined> {
  for (const one of seen.filter(({ standing }) => standing === 'pending')) {
    const missing = await writeOne(context, one);
    if (missing) return missing;
  }
  return undefined;
}

async function writeOne(context: EffectContext, { transition, now }: Seen): Promise<Look | undefined> {
  const { client, action } = context;
  const { namespace } = action.metadata;
  const { keepAs: name, revision } = transition;
  if (now && name !== undefined) await keepContent(client, now, { namespace, name, as: 'undo', owner: ownerOf(context) });
  if (revision === undefined) return remove(context, now);
  const content = await readContent(client, namespace, revision);
  if (!content) return { kind: 'failed', reason: 'NoKnownGood', message: `ControllerRevision ${namespace}/${revision} is gone.` };
  const { labels, annotations, spec } = content;
  const token = { [keys.token]: context.intent.token };
  if (now) {
    const metadata = { ...now.metadata, labels: { ...labels }, annotations: { ...now.metadata.annotations, ...token } };
    await client.update<MachineConfig>(kinds.MachineConfig, { ...now, metadata, spec });
    return undefined;
  }
  const metadata = { name: transition.name, labels: { ...labels }, annotations: { ...annotations, ...token } };
  // Whose it is if there is one by now is seen by the next look.
  await client.create(kinds.MachineConfig, { metadata, spec }).catch(unless(isAlreadyExists));
  return undefined;
}

async function remove({ client }: OperationContext, now: MachineConfig | undefined): Promise<undefined> {
  if (!now) return;
  const { name, uid, resourceVersion } = now.metadata;
  await client.delete(kinds.MachineConfig, { name }, { uid, resourceVersion }).catch(unless(isNotFound));
}

function ownerOf({ action: { apiVersion, kind, metadata } }: OperationContext) {
  return { apiVersion, kind, name: metadata.name, uid: metadata.uid };
}

async function look(context: EffectContext): Promise<Look> {
  const seen = await seeAll(context, restoring);
  const moved = seen.find(({ standing }) => standing === 'moved');
  if (moved) return { kind: 'failed', reason: 'MovedByOther', message: `${whatMoved(moved)}.` };
  if (seen.some(({ standing }) => standing === 'pending')) return { kind: 'absent' };
  return { kind: 'done', message: 'The MachineConfigs are as they were when the pool was last well.' };
}

function whatMoved({ transition: { name, from }, now }: Seen): string {
  const [expected, found] = [from, now && hashOf(now)].map((hash) => hash ?? 'nothing');
  return `Somebody else changed MachineConfig ${name}, which holds ${found} in place of ${expected}`;
}

async function lookAtUndo(context: EffectContext): Promise<Look> {
  const seen = await seeAll(context, puttingBack);
  if (seen.some(({ standing }) => standing === 'pending')) return { kind: 'absent' };
  const moved = seen.filter(({ standing }) => standing === 'moved');
  if (moved.length > 0) return { kind: 'drifted', message: `${moved.map(whatMoved).join('; ')}, so it is left so.` };
  return { kind: 'done', message: 'The MachineConfigs are as they were before.' };
}

/** Given up half-way, what was written of it is put back: one of several MachineConfigs alone would be a state that never was. */
async function putBack(context: EffectContext): Promise<void> {
  const seen = await seeAll(context, puttingBack);
  const { token } = context.intent;
  const ours = seen.filter(({ now, transition }) => now === undefined || transition.from === undefined || carriesToken(now, token));
  await write(context, ours);
}

/** The MachineConfigs that differ hold the known good content again; what they held is kept beside the action. */
export const restoreEffect: Effect = {
  name: 'restore',
  announce: { reason: 'RollingBack', note: 'Its MachineConfigs are set back to what they were when it was last well.' },
  apply: async (context) => write(context, await seeAll(context, restoring)),
  look,
  abandon: putBack,
  undo: {
    name: 'undo-restore',
    announce: { reason: 'RollingBack', note: 'Its MachineConfigs are set to what they were before the rollback.' },
    apply: async (context) => write(context, await seeAll(context, puttingBack)),
    look: lookAtUndo,
  },
};
