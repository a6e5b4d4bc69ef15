import type { Anomaly, Intent, RemediationAction, RemediationPlan } from '../../operator/api/generated/types.ts';
import { engineUser, type AuditEntry } from '../harness/audit.ts';
import type { KubeObject } from '../harness/cluster.ts';
import type { Version } from '../harness/history.ts';
import { annotation } from './engine-objects.ts';
import type { Observation } from './observation.ts';

type Loose = { readonly metadata: { readonly name: string; readonly uid: string } };

/** Tells what happened to a cluster, write by write; each gets the next resourceVersion. */
export class StoryBuilder {
  readonly #history: Version[] = [];
  readonly #audit: AuditEntry[] = [];
  readonly #seen = new Set<string>();
  #rv = 100;

  /** The object is stored so. */
  stored(object: Anomaly | RemediationPlan | RemediationAction | Loose): this {
    this.#rv += 1;
    const type = this.#seen.has(object.metadata.uid) ? 'MODIFIED' : 'ADDED';
    this.#seen.add(object.metadata.uid);
    this.#history.push({ type, rv: this.#rv, object: object as unknown as KubeObject });
    return this;
  }

  /** The object is deleted. */
  deleted(object: Loose): this {
    this.#rv += 1;
    this.#history.push({ type: 'DELETED', rv: this.#rv, object: object as unknown as KubeObject });
    return this;
  }

  /** The engine writes the object, and it is stored so. */
  written(object: Loose, entry: Pick<AuditEntry, 'resource'> & Partial<AuditEntry>): this {
    return this.stored(object).answered({ name: object.metadata.name, responseObject: withVersion(object, this.#rv), ...entry });
  }

  /** The engine's request was answered; the API server stored nothing for it. */
  answered(entry: Pick<AuditEntry, 'resource'> & Partial<AuditEntry>): this {
    const usual = { id: '', at: 0, verb: 'patch', group: '', user: engineUser, userAgent: '', code: 200, uri: '' };
    this.#audit.push({ ...usual, ...entry });
    return this;
  }

  /** Seen so many seconds after the start of 2026. */
  until(seconds: number): Observation {
    return { history: this.#history, audit: this.#audit, endedAt: Date.parse('2026-01-01T00:00:00Z') + seconds * 1000 };
  }
}

function withVersion(object: Loose, rv: number): object {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(rv) } };
}

/** The node w1, with the cordon and the claim that are wished for. */
export function node({
  cordoned = false,
  claim,
  was = 'false',
}: { cordoned?: boolean; claim?: string; was?: 'true' | 'false' } = {}): Loose & { kind: string } {
  const annotations = claim === undefined ? {} : { [annotation.claim]: claim, [annotation.wasUnschedulable]: was };
  return {
    kind: 'Node',
    metadata: { name: 'w1', uid: 'uid-w1', ...{ annotations } },
    ...{ spec: cordoned ? { unschedulable: true } : {} },
  };
}

/** An intent of that step whose token says so, for node w1 unless told. */
export function intent(step: string, outcome?: Intent['outcome'], more: Partial<Intent> = {}): Intent {
  return { step, token: `token-${step}`, targetUid: 'uid-w1', at: '2026-01-01T00:00:05Z', ...(outcome && { outcome }), ...more };
}

/** The body of a cordon under that token. */
export function cordonBody(token: string): object {
  return { metadata: { annotations: { [annotation.token]: token } }, spec: { unschedulable: true } };
}
