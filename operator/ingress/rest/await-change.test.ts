import { expect, test } from '@jest/globals';
import type { Anomaly } from '../../api/generated/types.ts';
import { Cache } from '../../kube/cache.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { awaitChange } from './await-change.ts';

const key = { namespace: 'self-healing-platform', name: 'anom-1' };
const isPlanned = ({ status }: Anomaly) => status?.phase === 'Planned';

function versions() {
  const cache = new Cache<Anomaly>({ name: 'anomalies' });
  let version = 0;
  const put = (more: Parameters<typeof buildAnomaly>[0] = {}) => {
    const made = buildAnomaly(more);
    cache.upsert({ ...made, metadata: { ...made.metadata, resourceVersion: String((version += 1)) } });
  };
  return { cache, put };
}

test('what is as wanted is there at once', async () => {
  const { cache, put } = versions();
  put({ status: { phase: 'Planned' } });
  expect(await awaitChange(cache, key, isPlanned, 60_000)).toMatchObject({ status: { phase: 'Planned' } });
});

test('what becomes as wanted is waited for, other objects are not', async () => {
  const { cache, put } = versions();
  put();
  const waiting = awaitChange(cache, key, isPlanned, 60_000);
  put({ name: 'anom-2', uid: 'uid-2', status: { phase: 'Planned' } });
  put({ status: { phase: 'Pending' } });
  put({ status: { phase: 'Planned' } });
  expect(await waiting).toMatchObject({ metadata: { name: 'anom-1' }, status: { phase: 'Planned' } });
});

test('what does not is given as it is when the time is over', async () => {
  const { cache, put } = versions();
  put();
  expect(await awaitChange(cache, key, isPlanned, 5)).toMatchObject({ metadata: { name: 'anom-1' } });
});

test('what is deleted meanwhile is not there', async () => {
  const { cache, put } = versions();
  put();
  const waiting = awaitChange(cache, key, isPlanned, 60_000);
  const there = cache.get(key);
  if (there) cache.remove(there);
  expect(await waiting).toBeUndefined();
});
