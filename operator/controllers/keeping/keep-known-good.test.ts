import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { keys } from '../../api/resource.ts';
import { Terminal } from '../../kube/errors.ts';
import { kinds } from '../../kube/kinds.ts';
import { eventually } from '../../testing/eventually.ts';
import { executionEngine, writesOn } from '../../testing/execution-engine.ts';
import type { FakeEngine, FakeEngineOptions } from '../../testing/fake-engine.ts';
import { aMachineConfig, aSourcedPool, keptState, renderedFrom } from '../../testing/machine-configs.ts';
import { makeKnownGoodKeeper } from './controller.ts';
import { keepKnownGood } from './keep-known-good.ts';

const later = '2026-01-01T00:01:00Z';
const rendered = (name: string) => aMachineConfig(name, { createdAt: later });
const [base, tuning] = [aMachineConfig('50-base'), aMachineConfig('99-tuning')];
const sources = renderedFrom('rendered-a', '50-base', '99-tuning');
const pool = aSourcedPool({ wanted: sources });
const pools = new Set(['worker']);
const namespace = 'self-healing-platform';

const writes = (engine: FakeEngine) => writesOn(engine, 'ControllerRevision').map(({ verb }) => verb);
const keptAs = async ({ cluster }: FakeEngine, as: string) =>
  (await cluster.list(kinds.ControllerRevision, { namespace, labelSelector: `${keys.kept}=${as}` })).items;

describe('the known good state of a pool', () => {
  test('is kept with the content of each MachineConfig, once', async () => {
    const engine = executionEngine([pool, base, tuning, rendered('rendered-a')]);
    expect(await keepKnownGood(engine.deps, pool, pools)).toEqual({ kind: 'kept', configuration: 'rendered-a' });
    expect(await keptAs(engine, 'known-good')).toMatchObject([{ revision: 1, data: { pool: 'worker', configuration: 'rendered-a' } }]);
    expect(await keptAs(engine, 'content')).toMatchObject([{ data: { name: '50-base' } }, { data: { name: '99-tuning' } }]);
    expect(await keepKnownGood(engine.deps, pool, pools)).toEqual({ kind: 'kept', configuration: 'rendered-a' });
    expect(writes(engine)).toEqual(['create', 'create', 'create']);
  });

  test('shares the contents that have not changed with the state before it', async () => {
    const edited = aMachineConfig('99-tuning', { argument: 'better' });
    const engine = executionEngine([base, edited, rendered('rendered-b'), ...keptState('rendered-a', [base, tuning])]);
    await keepKnownGood(engine.deps, aSourcedPool({ wanted: { ...sources, name: 'rendered-b' } }), pools);
    expect(writes(engine)).toEqual(['create', 'create']);
    expect(await keptAs(engine, 'content')).toHaveLength(3);
    expect(await keptAs(engine, 'known-good')).toMatchObject([{ revision: 1 }, { revision: 2 }]);
  });

  test('that the pool comes back to is the newest again', async () => {
    const states = [...keptState('rendered-a', [base, tuning]), ...keptState('rendered-b', [base], { revision: 2 })];
    const engine = executionEngine([pool, ...states]);
    expect(await keepKnownGood(engine.deps, pool, pools)).toEqual({ kind: 'kept', configuration: 'rendered-a' });
    expect(writes(engine)).toEqual(['patch']);
    expect((await keptAs(engine, 'known-good')).map(({ revision }) => revision)).toEqual([3, 2]);
  });

  test('of one pool is not made newer because another pool has a newer one', async () => {
    const states = [...keptState('rendered-a', [base, tuning]), ...keptState('rendered-i', [base], { pool: 'infra', revision: 2 })];
    const engine = executionEngine([pool, ...states]);
    await keepKnownGood(engine.deps, pool, pools);
    expect(writes(engine)).toEqual([]);
  });

  test('takes the place of the oldest of three, whose contents go too', async () => {
    const old = ['a', 'b', 'c'].flatMap((at, index) =>
      keptState(`rendered-${at}`, [aMachineConfig('99-tuning', { argument: at })], { revision: index + 1 }),
    );
    const engine = executionEngine([base, tuning, rendered('rendered-d'), ...old]);
    await keepKnownGood(engine.deps, aSourcedPool({ wanted: { ...sources, name: 'rendered-d' } }), pools);
    expect((await keptAs(engine, 'known-good')).map(({ revision }) => revision).toSorted()).toEqual([2, 3, 4]);
    expect(await keptAs(engine, 'content')).toHaveLength(4);
  });

  test.each([
    { when: 'the pool is degraded', objects: [], of: aSourcedPool({ wanted: sources, degraded: true }), kind: 'unwell' },
    {
      when: 'a MachineConfig was edited since',
      objects: [base, aMachineConfig('99-tuning', { writtenAt: later }), rendered('rendered-a')],
      of: pool,
      kind: 'doubtful',
    },
  ])('is not kept when $when', async ({ objects, of, kind }) => {
    const engine = executionEngine(objects);
    expect(await keepKnownGood(engine.deps, of, pools)).toMatchObject({ kind });
    expect(writes(engine)).toEqual([]);
  });
});

describe('the keeper', () => {
  afterEach(() => void jest.useRealTimers());

  async function run(engine: FakeEngine, until: () => boolean): Promise<FakeEngine> {
    const keeper = makeKnownGoodKeeper(engine.deps);
    keeper.start();
    await eventually(() => expect(until()).toBe(true));
    await keeper.stop();
    return engine;
  }
  const objects = [pool, base, tuning, rendered('rendered-a')];
  const called = ({ cluster }: FakeEngine) => cluster.calls.map(({ verb, what }) => `${verb} ${what}`);
  const asks = (options: FakeEngineOptions): FakeEngine => executionEngine(objects, options);

  test('keeps what it sees', async () => {
    const engine = asks({});
    await run(engine, () => writes(engine).length === 3 && engine.logged.length > 0);
    expect(engine.logged).toEqual(['The known good state of a pool is kept']);
  });

  test('watches nothing where the API is not installed, and asks again at the next resync', async () => {
    jest.useFakeTimers();
    const engine = asks({ missing: [kinds.MachineConfigPool], settings: { resyncSeconds: 600 } });
    const keeper = makeKnownGoodKeeper(engine.deps);
    const pass = async (seconds: number): Promise<void> => {
      engine.clock.advance(seconds * 1000);
      await jest.advanceTimersByTimeAsync(seconds * 1000);
    };
    keeper.start();
    await pass(0);
    await pass(599);
    expect(called(engine)).toEqual(['list MachineConfigPool']);
    engine.cluster.install(kinds.MachineConfigPool);
    await pass(1);
    expect(called(engine)).toContain('get MachineConfig');
    await keeper.stop();
  });

  test('watches nothing without the right to read MachineConfigs, and asks again at the next resync', async () => {
    const engine = asks({ settings: { resyncSeconds: 600 } });
    const forbidden = new Terminal({ code: 403, reason: 'Forbidden', message: 'no' });
    engine.cluster.failNext('get MachineConfig', forbidden);
    const keeper = makeKnownGoodKeeper(engine.deps);
    keeper.start();
    await eventually(() => expect(called(engine)).toEqual(['list MachineConfigPool', 'get MachineConfig']));
    engine.clock.advance(600_000);
    await keeper.stop();
    expect(writes(engine)).toEqual([]);
  });
});
