import { describe, expect, test } from '@jest/globals';
import { Cache } from '../../kube/cache.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { makePlaybookReporter } from './controller.ts';
import { makePlaybooksInForce, type PlaybookMap } from './playbooks-in-force.ts';

const restart = (description: string) => `{name: restart, description: ${description}, when: {}, steps: [{operation: observe}]}`;
const wrong = '{name: restart, when: {}, steps: [{operation: pray}]}';

let versions = 0;
function mapOf(data: Record<string, string>, name = 'mine'): PlaybookMap {
  versions += 1;
  const metadata = { namespace: 'self-healing-platform', name, uid: `uid-${name}`, creationTimestamp: '2026-01-01T00:00:00Z' };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { ...metadata, resourceVersion: String(versions) }, spec: undefined, data };
}

/** An engine that reads playbooks from this cache. */
function stage(before: readonly PlaybookMap[] = []) {
  const engine = fakeEngine();
  const maps = new Cache<PlaybookMap>({ name: 'configmaps' });
  for (const map of before) maps.upsert(map);
  const playbooks = makePlaybooksInForce({ maps, faultsOf: () => [], log: engine.deps.log });
  const reporter = makePlaybookReporter({ events: engine.deps.events, playbooks });
  const shown = () => playbooks.inOrder().find(({ name }) => name === 'restart')?.description;
  return { ...engine, maps, playbooks, reporter, shown };
}

describe('the playbooks in force', () => {
  test('are the shipped ones without a ConfigMap', () => {
    const { playbooks, shown } = stage();
    expect(playbooks.inOrder().length).toBeGreaterThan(10);
    expect(shown()).toMatch(/started anew/);
  });

  test('follow the ConfigMaps: added, changed, wrong, mended, deleted', () => {
    const { maps, playbooks, shown } = stage([mapOf({ a: restart('first') })]);
    expect(shown()).toBe('first');
    maps.upsert(mapOf({ a: restart('second') }));
    expect(shown()).toBe('second');
    maps.upsert(mapOf({ a: wrong }));
    expect([shown(), playbooks.refusals().length]).toEqual(['second', 1]);
    maps.upsert(mapOf({ a: restart('third') }));
    expect([shown(), playbooks.refusals().length]).toEqual(['third', 0]);
    const last = mapOf({ a: restart('third') });
    maps.remove(last);
    expect(shown()).toMatch(/started anew/);
  });

  test('log a refusal once, however often the ConfigMaps change', () => {
    const { maps, logged } = stage([mapOf({ a: wrong })]);
    maps.upsert(mapOf({ a: wrong, b: '' }));
    expect(logged.filter((line) => line.startsWith('A playbook is refused: mine/a: playbook restart: steps[0].operation: '))).toHaveLength(
      1,
    );
  });
});

describe('a refusal', () => {
  test('is told by an Event on the ConfigMap, by whoever leads, once a version', async () => {
    const { maps, events, reporter } = stage([mapOf({ a: restart('well') }, 'good'), mapOf({ a: wrong })]);
    expect(events).toEqual([]);
    reporter.start();
    maps.upsert(mapOf({ a: restart('well'), b: '' }, 'good'));
    expect(events).toMatchObject([{ type: 'Warning', reason: 'PlaybookRefused', regarding: { metadata: { name: 'mine' } } }]);
    maps.upsert(mapOf({ a: wrong }));
    expect(events).toHaveLength(2);
    await reporter.stop();
    maps.upsert(mapOf({ a: wrong }));
    expect(events).toHaveLength(2);
  });
});
