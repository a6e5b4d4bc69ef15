import { isDeepStrictEqual } from 'node:util';
import { isFields } from '../../api/fields.ts';
import type { Anomaly, RemediationAction, RemediationPlan, RemediationPolicy } from '../../api/generated/types.ts';
import { fitAction, fitAnomaly, fitPlan, fitPolicy } from '../../domain/size/fit-status.ts';
import { redactStatus } from '../../domain/size/redact-status.ts';
import { kinds } from '../../kube/kinds.ts';
import type { EngineDeps } from './deps.ts';

type Engine = Pick<EngineDeps, 'client' | 'caches' | 'epoch' | 'traces'>;

/** The JSON merge patch (RFC 7396) that turns `from` into `to`; undefined members count as absent. */
export function mergePatchOf(from: Readonly<Record<string, unknown>>, to: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const patch: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const [was, is] = [from[key], to[key]];
    if (isDeepStrictEqual(was, is)) continue;
    if (is === undefined) patch[key] = null;
    else patch[key] = isFields(was) && isFields(is) ? mergePatchOf(was, is) : is;
  }
  return patch;
}

/**
 * The status is stored with this leader's epoch, guarded by the resourceVersion that was seen, and is in the cache at once.
 * A status that changes nothing is not written, one that is too large is cut. Throws Conflict when the object moved. `writer` marks the
 * change in the cache, by which a controller can skip its own echo. Whoever collects traces is told what was stored, and a plan says where to
 * find its trace from its next write on: none is made for that.
 */
export function statusRecorder(engine: Engine, writer?: string) {
  return {
    anomaly: (seen: Anomaly, status: Anomaly['status']) =>
      record(engine, { kind: kinds.Anomaly, cache: engine.caches.anomalies, seen, status: status && fitAnomaly(status), writer }),
    plan: async (seen: RemediationPlan, status: RemediationPlan['status']) => {
      const [kind, cache, { traces }] = [kinds.RemediationPlan, engine.caches.plans, engine];
      const beside = traces && { traceId: traces.idFor(seen) };
      const stored = await record(engine, { kind, cache, seen, status: status && fitPlan(status), writer, beside });
      traces?.planStored(seen, stored);
      return stored;
    },
    action: async (seen: RemediationAction, status: RemediationAction['status']) => {
      const [kind, cache] = [kinds.RemediationAction, engine.caches.actions];
      const stored = await record(engine, { kind, cache, seen, status: status && fitAction(status), writer });
      engine.traces?.actionStored(seen, stored);
      return stored;
    },
    policy: (seen: RemediationPolicy, status: RemediationPolicy['status']) =>
      record(engine, { kind: kinds.RemediationPolicy, cache: engine.caches.policies, seen, status: status && fitPolicy(status), writer }),
  };
}

/** As JSON keeps it: members that are undefined are gone, so that they do not count as a change. */
function asStored(status: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(status)) as Record<string, unknown>;
}

interface Write<T> {
  readonly kind: (typeof kinds)[keyof typeof kinds];
  readonly cache: { upsert(object: T, writer?: string): void };
  readonly seen: T;
  readonly status: object | undefined;
  readonly writer?: string;
  /** Part of every write, and no reason for one. */
  readonly beside?: object | undefined;
}

type Recorded = Anomaly | RemediationPlan | RemediationAction | RemediationPolicy;

async function record<T extends Recorded>({ client, epoch }: Engine, write: Write<T>): Promise<T> {
  const { kind, cache, seen, status, writer, beside } = write;
  const old: NonNullable<Recorded['status']> = { ...seen.status };
  const kept = { epoch: old.epoch, ...('traceId' in old && { traceId: old.traceId }) };
  // What is hidden by now, and was not when it was stored, is no reason to write it again: what has ended may not be changed.
  const patch = mergePatchOf(asStored(redactStatus(old)), asStored({ ...redactStatus({ ...status }), ...kept }));
  if (Object.keys(patch).length === 0) return seen;
  const { namespace, name, resourceVersion } = seen.metadata;
  const body = { metadata: { resourceVersion }, status: { ...patch, ...beside, epoch: epoch() } };
  const stored = await client.patch<T>(kind, { namespace, name }, body, { subresource: 'status' });
  cache.upsert(stored, writer);
  return stored;
}

/** The unfinished action carries this leader's epoch, so that a late write of an older leader is refused. Throws Conflict when it moved. */
export async function stampEpoch({ client, caches, epoch }: Engine, seen: RemediationAction): Promise<void> {
  if (seen.status?.epoch === epoch()) return;
  const { namespace, name, resourceVersion } = seen.metadata;
  const body = { metadata: { resourceVersion }, status: { epoch: epoch() } };
  caches.actions.upsert(
    await client.patch<RemediationAction>(kinds.RemediationAction, { namespace, name }, body, { subresource: 'status' }),
  );
}
