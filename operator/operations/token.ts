import { keys, type ObjectMeta } from '../api/resource.ts';

interface Marked {
  readonly metadata: Pick<ObjectMeta, 'annotations'>;
}

/** Whether the object carries the token of an intent: then its effect was made on it. */
export function carriesToken({ metadata }: Marked, token: string): boolean {
  return metadata.annotations?.[keys.token] === token;
}

interface Versioned {
  readonly metadata: Pick<ObjectMeta, 'uid' | 'resourceVersion'>;
}

/** The part of a patch that lets it through only at the version that was read, and leaves the token. */
export function guardedBy({ metadata: { uid, resourceVersion } }: Versioned, token: string) {
  return { uid, resourceVersion, annotations: { [keys.token]: token } };
}
