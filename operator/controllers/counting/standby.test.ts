import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { blankLedger, cover } from '../../domain/counting/ledger.ts';
import { kinds } from '../../kube/kinds.ts';
import { buildAction } from '../../testing/action-builder.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { ledgerMap } from '../../testing/ledger-map.ts';
import type { Controller } from '../runtime/deps.ts';
import { makeCountsStandby } from './standby.ts';
import { ledgerName, type LedgerMap } from './tally.ts';

let controller: Controller;
beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(async () => {
  await controller.stop();
  jest.useRealTimers();
});

/** A replica that saw an action go, before it began to look or after. */
function replica({ leads = false, before = false } = {}) {
  const { deps, cluster, clock } = fakeEngine({ allow: ['get ConfigMap', 'patch ConfigMap'] });
  const see = (): void => {
    const action = buildAction({ name: 'a', status: { phase: 'Succeeded' } });
    deps.caches.actions.upsert(action);
    deps.caches.actions.remove({ ...action, metadata: { ...action.metadata, resourceVersion: '99999' } });
  };
  if (before) see();
  controller = makeCountsStandby(deps, { client: cluster, isLeader: () => leads });
  controller.start();
  if (!before) see();
  const pass = async (seconds: number): Promise<void> => {
    clock.advance(seconds * 1000);
    await jest.advanceTimersByTimeAsync(seconds * 1000);
  };
  const stored = () => cluster.peek<LedgerMap>(kinds.ConfigMap, { namespace: 'self-healing-platform', name: ledgerName })?.data;
  return { deps, cluster, clock, pass, stored };
}

describe('a standby', () => {
  test.each([
    { when: 'while it runs', before: false },
    { when: 'while its caches were being filled', before: true },
  ])('writes what it saw go $when when no leader has for twice the time that one may take', async ({ before }) => {
    const { pass, stored } = replica({ before });
    await pass(89);
    expect(stored()).toBeUndefined();
    await pass(2);
    expect(stored()).toMatchObject({ deterministic: '1' });
  });

  test('writes at its end what is owed then, and once', async () => {
    const { stored, cluster } = replica();
    await controller.stop();
    expect(stored()).toMatchObject({ deterministic: '1' });
    const written = cluster.calls.length;
    await controller.stop();
    expect(cluster.calls).toHaveLength(written);
  });

  test('writes nothing when the leader did', async () => {
    const { deps, pass, cluster, clock } = replica();
    const share = { uid: 'uid-a', layer: 'deterministic', processed: true } as const;
    deps.tally.stored(ledgerMap(cover(blankLedger, [share], clock.now(), () => false)));
    await pass(200);
    expect(cluster.calls).toEqual([]);
    expect(deps.tally.counts().processed.deterministic).toBe(1);
  });
});

test('a leader leaves it to its controller', async () => {
  const { pass, cluster } = replica({ leads: true });
  await pass(400);
  expect(cluster.calls).toEqual([]);
});
