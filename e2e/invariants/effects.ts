import { committedWrites, isByEngine, type AuditEntry } from '../harness/audit.ts';
import type { Version } from '../harness/history.ts';
import { annotation } from './engine-objects.ts';
import { at, textAt } from './fields.ts';
import { livesOf } from './timeline.ts';

export type EffectKind = 'cordon' | 'uncordon' | 'evict' | 'rollout' | 'scale' | 'restore' | 'job' | 'sync';

/** One accepted write of the engine on an object that is not its own. */
export interface Effect {
  readonly kind: EffectKind;
  /** resource/namespace/name. */
  readonly object: string;
  /** The resourceVersion that it got; of an eviction, which gets none, one more than the highest that was given before its answer. */
  readonly rv: number;
  /** Uid of the object; of an eviction the uid that it insists on. */
  readonly uid?: string;
  /** The token that the write carries, where the object has a place for one. */
  readonly token?: string;
  /** False when the object was so already and the API server stored nothing. */
  readonly changed: boolean;
  readonly at: number;
}

/** The effects in the audit log, in the order of their answers. */
export function effectsIn(audit: readonly AuditEntry[], history: readonly Version[]): Effect[] {
  const lives = livesOf(history);
  const effects: Effect[] = [];
  const stored = new Set<number>();
  let highest = 0;
  for (const entry of committedWrites(audit)) {
    const own = Number(textAt(entry.responseObject, 'metadata', 'resourceVersion') ?? 0);
    highest = Math.max(highest, own);
    const found = isByEngine(entry) ? recognise(entry) : undefined;
    if (!found) continue;
    const effect = effectOf(entry, found, own || highest + 1, lives);
    effects.push(stored.has(own) ? { ...effect, changed: false } : effect);
    if (own > 0) stored.add(own);
  }
  return effects;
}

interface Recognised {
  readonly kind: EffectKind;
  readonly token?: string;
}

type Recogniser = (entry: AuditEntry) => Recognised | undefined;

const scalable = ['deployments', 'statefulsets', 'replicasets', 'machinesets', 'machinedeployments', 'nodepools'];

const recognisers: Readonly<Record<string, Recogniser>> = {
  nodes: ({ requestObject }) => {
    const wanted = at(requestObject, 'spec', 'unschedulable');
    if (wanted === undefined) return undefined; // only a mark is taken off
    const token = textAt(requestObject, 'metadata', 'annotations', annotation.token);
    return wanted === true ? { kind: 'cordon', token } : { kind: 'uncordon' };
  },
  'pods/eviction': () => ({ kind: 'evict' }),
  jobs: ({ verb, responseObject }) =>
    verb === 'create' ? { kind: 'job', token: textAt(responseObject, 'metadata', 'annotations', annotation.token) } : undefined,
  applications: ({ requestObject }) => (at(requestObject, 'operation') ? { kind: 'sync', token: tokenOfSync(requestObject) } : undefined),
  ...Object.fromEntries(['deployments', 'statefulsets', 'daemonsets'].map((name) => [name, rollout])),
  machineconfigs: ({ requestObject }) => ({ kind: 'restore', token: textAt(requestObject, 'metadata', 'annotations', annotation.token) }),
  ...Object.fromEntries(scalable.map((name) => [`${name}/scale`, () => ({ kind: 'scale' as const })])),
};

/** A restart leaves its token in the template; what is to come back unchanged, when it is undone, leaves it beside the template. */
function rollout({ requestObject }: AuditEntry): Recognised {
  const inside = textAt(requestObject, 'spec', 'template', 'metadata', 'annotations', annotation.token);
  return { kind: 'rollout', token: inside ?? textAt(requestObject, 'metadata', 'annotations', annotation.token) };
}

function tokenOfSync(patch: unknown): string | undefined {
  const info = at(patch, 'operation', 'info');
  return Array.isArray(info) ? info.map((row: unknown) => textAt(row, 'value')).find((value) => value !== undefined) : undefined;
}

function recognise(entry: AuditEntry): Recognised | undefined {
  const { resource, subresource } = entry;
  return recognisers[subresource ? `${resource}/${subresource}` : resource]?.(entry);
}

function effectOf(entry: AuditEntry, found: Recognised, rv: number, lives: ReadonlyMap<string, readonly Version[]>): Effect {
  const uid =
    found.kind === 'evict'
      ? textAt(entry.requestObject, 'deleteOptions', 'preconditions', 'uid')
      : textAt(entry.responseObject, 'metadata', 'uid');
  const object = [entry.resource, entry.namespace, entry.name].filter(Boolean).join('/');
  return { ...found, object, rv, uid, changed: found.kind === 'evict' || isChange(lives.get(uid ?? '') ?? [], rv), at: entry.at };
}

/** A patch that changes nothing is answered with the version that was there. Without a history every write counts as a change. */
function isChange(life: readonly Version[], rv: number): boolean {
  const index = life.findIndex((version) => version.rv === rv);
  if (index < 0) return true;
  const [was, is] = [life[index - 1], life[index]].map((version) => version && whatEffectsChange(version));
  return JSON.stringify(was) !== JSON.stringify(is);
}

function whatEffectsChange({ object }: Version): unknown {
  return [object.metadata.annotations, object['spec'], object['operation']];
}
