import type { Cluster, KubeObject } from './cluster.ts';
import { send } from './http-request.ts';

/** One stored version of one object. */
export interface Version {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** The resourceVersion that the write got; of all kinds together, in the order in which they happened. */
  readonly rv: number;
  /** As it was stored; of a DELETED one, as it was before. */
  readonly object: KubeObject;
}

/** Where etcd keeps the kinds; others: /registry/<plural>/ for built-in ones, /registry/<group>/<plural>/ for custom resources. */
export const ourKindsAndNodes = ['/registry/coordination.selfheal.dev/', '/registry/minions/'] as const;

/** The revision of the newest write to the cluster: where a history that is to begin now begins. */
export async function currentRevision(cluster: Cluster): Promise<number> {
  return putMark(cluster, '/history-mark');
}

/**
 * Every version of every object under the prefixes that was stored after `revision`, in the order of the writes, up to now. It comes
 * from etcd, which this control plane never compacts: nothing is missing, restarts of the API server included, and nothing of it has
 * gone through the engine's code.
 */
export async function historySince(cluster: Cluster, revision: number, prefixes: readonly string[] = ourKindsAndNodes): Promise<Version[]> {
  const parts = await Promise.all(prefixes.map((prefix) => versionsUnder(cluster, prefix, revision)));
  return parts.flat().toSorted((a, b) => a.rv - b.rv);
}

/** The versions of one object among others, in order; kind and name, and the namespace if it has one. */
export function versionsOf(history: readonly Version[], kind: string, name: string, namespace?: string): Version[] {
  return history.filter(
    ({ object }) =>
      object.kind === kind && object.metadata.name === name && (namespace === undefined || object.metadata.namespace === namespace),
  );
}

/** Of one namespace there is no prefix: the mark beyond it would lie among the objects of the kind, and the API server could read none of them. */
const wholeKinds = /^\/registry\/([a-z]+|[a-z0-9-]+(\.[a-z0-9-]+)+(\/[a-z]+)?)\/$/;

async function versionsUnder(cluster: Cluster, prefix: string, revision: number): Promise<Version[]> {
  if (!wholeKinds.test(prefix)) throw new Error(`${prefix} is not where etcd keeps whole kinds`);
  const beyond = prefix.slice(0, -1); // "/registry/minions": 0 and 1 follow the slash, so both keys below lie behind all of the prefix
  const mark = await putMark(cluster, `${beyond}0-history-mark`);
  const body = {
    create_request: { key: encode(prefix), range_end: encode(`${beyond}1`), start_revision: String(revision + 1), prev_kv: true },
  };
  const events = await readUntil(cluster, body, mark);
  return events.filter(({ kv }) => decode(kv.key).startsWith(prefix)).map(versionFrom);
}

interface EtcdEntry {
  readonly key: string;
  readonly value?: string;
  readonly version?: string;
  readonly mod_revision: string;
}

interface EtcdEvent {
  readonly type?: 'DELETE';
  readonly kv: EtcdEntry;
  readonly prev_kv?: EtcdEntry;
}

interface EtcdAnswer {
  readonly result?: { readonly events?: readonly EtcdEvent[]; readonly canceled?: boolean; readonly cancel_reason?: string };
}

/** Reads a watch, one JSON object per line, until it delivers the write that was made just before it began. */
async function readUntil(cluster: Cluster, watch: object, lastRevision: number): Promise<EtcdEvent[]> {
  const stop = AbortSignal.timeout(60_000);
  const answer = await fetch(`${cluster.etcd}/v3/watch`, { method: 'POST', body: JSON.stringify(watch), signal: stop });
  if (!answer.ok || !answer.body) throw new Error(`etcd refuses the watch: ${answer.status}`);
  const events: EtcdEvent[] = [];
  let rest = '';
  for await (const text of answer.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) events.push(...eventsIn(line));
    if (events.some(({ kv }) => Number(kv.mod_revision) >= lastRevision)) return events;
  }
  throw new Error('etcd ended the watch');
}

function eventsIn(line: string): readonly EtcdEvent[] {
  const { result } = JSON.parse(line) as EtcdAnswer;
  if (result?.canceled) throw new Error(`etcd ended the watch: ${result.cancel_reason ?? 'no reason given'}`);
  return result?.events ?? [];
}

function versionFrom({ type, kv, prev_kv }: EtcdEvent): Version {
  const rv = Number(kv.mod_revision);
  const stored = JSON.parse(decode((type === 'DELETE' ? prev_kv?.value : kv.value) ?? '')) as KubeObject;
  const object = { ...stored, metadata: { ...stored.metadata, resourceVersion: String(rv) } };
  if (type === 'DELETE') return { type: 'DELETED', rv, object };
  return { type: kv.version === '1' ? 'ADDED' : 'MODIFIED', rv, object };
}

async function putMark(cluster: Cluster, key: string): Promise<number> {
  const body = JSON.stringify({ key: encode(key), value: encode('x') });
  const answer = await send({ url: `${cluster.etcd}/v3/kv/put`, method: 'POST', body });
  const { header } = JSON.parse(answer.body) as { header: { revision: string } };
  return Number(header.revision);
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64');
}

function decode(text: string): string {
  return Buffer.from(text, 'base64').toString();
}
