import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { ResourceEvent } from '@dot-i/k8s-operator';
import { WorkQueue } from '../controllers/runtime/queue.ts';
import { runController } from '../controllers/runtime/reconcile-loop.ts';
import { eventually } from '../testing/eventually.ts';
import { StubCollection } from '../testing/stub-collection.ts';
import { answer, answerStatus, configFor, StubServer, type StubRequest } from '../testing/stub-server.ts';
import type { Drive } from './engine-operator.ts';
import { engineApiVersion, kinds } from './kinds.ts';
import type { PooledKubeConfig } from './kubeconfig.ts';
import { silentLog } from './log.ts';
import { Transport } from './transport.ts';

// The framework is CommonJS and requires client-node, which jest allows only once that module has been evaluated (by the imports above).
const { EngineOperator } = await import('./engine-operator.ts');

const [group = '', version = ''] = engineApiVersion.split('/');
const path = `/apis/${engineApiVersion}/namespaces/shop/anomalies/a`;

const drive: Drive = (name, handle) => {
  const queue = new WorkQueue({ name });
  const running = runController({ name, queue, workers: 2, log: silentLog, reconcile: (key) => handle(key).then(() => undefined) });
  return { add: (key) => queue.add(key), stop: () => running.stop() };
};

class TestOperator extends EngineOperator {
  handle: (event: ResourceEvent) => Promise<void> = () => Promise.resolve();

  protected override async init(): Promise<void> {
    await this.watchResource(group, version, 'anomalies', (event) => this.handle(event));
  }

  setStatus = (event: ResourceEvent, status: object) => this.setResourceStatus(event.meta, status);
  patchStatus = (event: ResourceEvent, status: object) => this.patchResourceStatus(event.meta, status);
  finalize = (event: ResourceEvent, action: () => Promise<void>) => this.handleResourceFinalizer(event, 'x/undo', action);
  register = (file: string) => this.registerCustomResourceDefinition(file);
  uri = (namespace?: string) => this.getCustomResourceApiUri(group, version, 'anomalies', namespace);
}

let stub: StubServer;
let server: StubCollection;
let config: PooledKubeConfig;
let operator: TestOperator;
let exit: jest.SpiedFunction<typeof process.exit>;
/** Answers what is neither LIST nor WATCH. */
let respond: (request: StubRequest, response: ServerResponse) => void;
beforeEach(async () => {
  exit = jest.spyOn(process, 'exit').mockImplementation(() => undefined as never);
  server = new StubCollection();
  respond = (_, response) => answer(response, 200, {});
  stub = await StubServer.start((request, response) =>
    request.method === 'GET' && request.path.endsWith('/anomalies') ? server.handler(request, response) : respond(request, response),
  );
  config = configFor(stub.url);
  operator = operatorWith();
});
afterEach(async () => {
  await operator.stop();
  await config.close();
  await stub.stop();
  expect(exit).not.toHaveBeenCalled();
  exit.mockRestore();
});

function operatorWith(idle = 60_000): TestOperator {
  const client = new Transport({ config, userAgent: 'test' });
  const timing = { idle, backoffFirst: 4, backoffMax: 20 };
  return new TestOperator({ kubeConfig: config, source: client, client, drive, log: silentLog, watching: { timing } });
}

const anomaly = (resourceVersion: number, more: object = {}) => ({
  apiVersion: engineApiVersion,
  kind: 'Anomaly',
  metadata: {
    namespace: 'shop',
    name: 'a',
    uid: 'u',
    resourceVersion: String(resourceVersion),
    creationTimestamp: '2026-01-01T00:00:00Z',
    ...more,
  },
  spec: { type: 'x' },
});
const writes = () => stub.requests.filter(({ method }) => method !== 'GET');

/** Starts the operator and collects what reaches its handler, in the words TYPE@version. */
async function started(handle: (event: ResourceEvent) => Promise<unknown> = () => Promise.resolve()): Promise<string[]> {
  const events: string[] = [];
  operator.handle = async (event) => {
    events.push(`${event.type}@${event.meta.resourceVersion}`);
    await handle(event);
  };
  await operator.start();
  await operator.synced();
  await eventually(() => expect(server.streams.length).toBeGreaterThan(0));
  return events;
}

/** The event of an object that the server holds. */
async function eventOf(object = anomaly(5)): Promise<ResourceEvent> {
  server.items = [object];
  const seen: ResourceEvent[] = [];
  await started((event) => Promise.resolve(seen.push(event)));
  await eventually(() => expect(seen.length).toBeGreaterThan(0));
  const [event] = seen;
  if (!event) throw new Error('no event');
  return event;
}

describe('trap: the base class exits the process', () => {
  test('not on a quiet stream, not on an error, not on stop; start and init are the base class as it is', async () => {
    operator = operatorWith(400);
    await started();
    await eventually(() => expect(server.streams.length).toBeGreaterThan(1));
    server.onWatch = (_, response) => response.writeHead(500).end();
    server.stream.cut();
    await eventually(() => expect(stub.requests.length).toBeGreaterThan(5));
    await operator.stop();
    await fetch(stub.url); // behind whatever was on its way when it stopped
    const asked = stub.requests.length;
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(stub.requests).toHaveLength(asked);
    expect(exit).not.toHaveBeenCalled();
  });
});

describe('list-watches', () => {
  test('are one per kind, wait for start, and end with stop', async () => {
    const watch = operator.listWatch(kinds.Anomaly);
    expect(operator.listWatch(kinds.Anomaly)).toBe(watch);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(stub.requests).toEqual([]);
    await started();
    expect(operator.watches).toEqual([watch]);
    await operator.stop();
    await eventually(() => expect(server.stream.closed).toBe(true));
  });
});

describe('events', () => {
  test('tell Added, Modified and Deleted', async () => {
    server.items = [anomaly(5)];
    const events = await started();
    await eventually(() => expect(events).toEqual(['ADDED@5']));
    server.stream.send('MODIFIED', anomaly(11));
    await eventually(() => expect(events).toEqual(['ADDED@5', 'MODIFIED@11']));
    server.stream.send('DELETED', anomaly(12));
    await eventually(() => expect(events).toEqual(['ADDED@5', 'MODIFIED@11', 'DELETED@12']));
  });

  test('trap: a handler that rejects loses its event; here it is called again', async () => {
    server.items = [anomaly(5)];
    let failures = 2;
    const events = await started(() => (failures-- > 0 ? Promise.reject(new Error('not yet')) : Promise.resolve()));
    await eventually(() => expect(events).toEqual(['ADDED@5', 'ADDED@5', 'ADDED@5']));
  });

  test('trap: one slow handler holds up everything; here only its own object', async () => {
    server.items = [anomaly(5), { ...anomaly(6), metadata: { ...anomaly(6).metadata, uid: 'other', name: 'b' } }];
    let release: () => void = () => undefined;
    const events = await started((event) =>
      event.meta.name === 'a' ? new Promise<void>((resolve) => (release = resolve)) : Promise.resolve(),
    );
    await eventually(() => expect(events).toEqual(['ADDED@5', 'ADDED@6']));
    release();
  });

  test('carry a copy: the base class writes into the finalizers it is given', async () => {
    const event = await eventOf(anomaly(5, { finalizers: ['other/one'] }));
    event.object.metadata?.finalizers?.push('scribble');
    expect(operator.watches[0]?.cache.get({ namespace: 'shop', name: 'a' })?.metadata.finalizers).toEqual(['other/one']);
  });
});

describe('finalizers, by the protocol of the base class', () => {
  test('ours is added beside the others, guarded by the version; its echo is no second event', async () => {
    server.items = [anomaly(5, { finalizers: ['other/one'] })];
    respond = (_, response) => answer(response, 200, anomaly(11, { finalizers: ['other/one', 'x/undo'] }));
    const handled: boolean[] = [];
    const events = await started(async (event) => handled.push(await operator.finalize(event, () => Promise.resolve())));
    await eventually(() => expect(events).toEqual(['ADDED@5', 'MODIFIED@11']));
    expect(handled).toEqual([true, false]);
    expect(writes()).toMatchObject([
      { method: 'PATCH', path, body: { metadata: { resourceVersion: '5', finalizers: ['other/one', 'x/undo'] } } },
    ]);
    server.stream.send('MODIFIED', anomaly(11, { finalizers: ['other/one', 'x/undo'] }));
    server.stream.send('MODIFIED', anomaly(12, { finalizers: ['other/one', 'x/undo'] }));
    await eventually(() => expect(events).toEqual(['ADDED@5', 'MODIFIED@11', 'MODIFIED@12']));
  });

  test('trap: a failed patch is swallowed; here it rejects and is tried again', async () => {
    server.items = [anomaly(5)];
    respond = (_, response) =>
      writes().length < 3 ? answerStatus(response, 409, 'Conflict') : answer(response, 200, anomaly(11, { finalizers: ['x/undo'] }));
    const failures: unknown[] = [];
    const events = await started((event) =>
      operator
        .finalize(event, () => Promise.resolve())
        .catch((error: unknown) => {
          failures.push(error);
          throw error;
        }),
    );
    await eventually(() => expect(events).toEqual(['ADDED@5', 'ADDED@5', 'ADDED@5', 'MODIFIED@11']));
    expect(failures).toMatchObject([{ name: 'Conflict' }, { name: 'Conflict' }]);
  });

  test('a deleted object is undone first, then ours is removed and the others stay', async () => {
    server.items = [anomaly(5, { deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['x/undo', 'other/one'] })];
    respond = (_, response) => answer(response, 200, anomaly(11, { deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['other/one'] }));
    const undone: string[] = [];
    await started((event) => operator.finalize(event, () => Promise.resolve(void undone.push(event.meta.name))));
    await eventually(() => expect(writes()).toMatchObject([{ body: { metadata: { resourceVersion: '5', finalizers: ['other/one'] } } }]));
    expect(undone).toEqual(['a']);
  });
});

describe('trap: the status addresses are broken and failures are answered with null', () => {
  test('a patch goes to the status of the object, with the version of the event', async () => {
    const event = await eventOf();
    respond = (_, response) => answer(response, 200, anomaly(11));
    expect(await operator.patchStatus(event, { phase: 'Planned' })).toMatchObject({ id: event.meta.id, resourceVersion: '11' });
    expect(writes()).toMatchObject([
      {
        method: 'PATCH',
        path: `${path}/status`,
        headers: { 'content-type': 'application/merge-patch+json' },
        body: { metadata: { resourceVersion: '5' }, status: { phase: 'Planned' } },
      },
    ]);
  });

  test('a set replaces the status of the object, with the version of the event', async () => {
    const event = await eventOf();
    respond = ({ method }, response) => answer(response, 200, anomaly(method === 'GET' ? 7 : 11));
    expect(await operator.setStatus(event, { phase: 'Planned' })).toMatchObject({ resourceVersion: '11' });
    expect(writes()).toMatchObject([
      {
        method: 'PUT',
        path: `${path}/status`,
        body: { metadata: { resourceVersion: '5' }, spec: { type: 'x' }, status: { phase: 'Planned' } },
      },
    ]);
  });

  test.each(['setStatus', 'patchStatus'] as const)('%s rejects when the status could not be stored', async (write) => {
    const event = await eventOf();
    respond = (_, response) => answerStatus(response, 422, 'Invalid', { details: { name: 'a' } });
    await expect(operator[write](event, { phase: 'Nonsense' })).rejects.toMatchObject({ reason: 'Invalid' });
  });

  test('the address of a custom resource is whole', () => {
    expect(operator.uri()).toBe(`${stub.url}/apis/${engineApiVersion}/anomalies`);
    expect(operator.uri('shop')).toBe(`${stub.url}/apis/${engineApiVersion}/namespaces/shop/anomalies`);
  });
});

describe('registering a definition', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'crd-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const written = async (apiVersion: string) => {
    const file = join(folder, 'crd.yaml');
    const spec = 'spec: {group: g.dev, versions: [{name: v1, served: true, storage: true}], names: {plural: things}}';
    await writeFile(file, `apiVersion: ${apiVersion}\nkind: CustomResourceDefinition\nmetadata: {name: things.g.dev}\n${spec}\n`);
    return file;
  };

  test.each([
    { when: 'it is new', code: 201, reason: 'Created' },
    { when: 'trap: it exists, which is 409 at `code` now', code: 409, reason: 'AlreadyExists' },
  ])('succeeds when $when', async ({ code, reason }) => {
    respond = (_, response) => answerStatus(response, code, reason);
    expect(await operator.register(await written('apiextensions.k8s.io/v1'))).toMatchObject({
      group: 'g.dev',
      plural: 'things',
      versions: [{ name: 'v1' }],
    });
    expect(writes()).toMatchObject([{ method: 'POST', body: { metadata: { name: 'things.g.dev' } } }]);
  });

  test('fails when it is forbidden or no definition', async () => {
    respond = (_, response) => answerStatus(response, 403, 'Forbidden');
    await expect(operator.register(await written('apiextensions.k8s.io/v1'))).rejects.toMatchObject({ reason: 'Forbidden' });
    await expect(operator.register(await written('v1'))).rejects.toThrow('is no CustomResourceDefinition');
  });
});
