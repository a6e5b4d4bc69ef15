import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { PortKeeper } from './port-keeper.ts';

const keepers: PortKeeper[] = [];

/** One more that begins to look at that port, as if in another process. */
function keeperFrom(first: number): PortKeeper {
  const keeper = new PortKeeper(first);
  keepers.push(keeper);
  return keeper;
}

afterEach(async () => {
  await Promise.all(keepers.splice(0).map((keeper) => keeper.release()));
});

test('no port is given to two, also when they ask at once and look at the same ones', async () => {
  const [a, b] = [keeperFrom(24_000), keeperFrom(24_000)];
  const ports = (await Promise.all([a.keep(20), b.keep(20), a.keep(20), b.keep(20)])).flat();
  expect(new Set(ports).size).toBe(80);
});

test('what is given is what no connection gets by itself, around the end of the range too', async () => {
  const ports = await keeperFrom(32_766).keep(4);
  expect(ports.every((port) => port >= 20_000 && port < 32_768)).toBe(true);
});

test.each([undefined, '127.0.0.1', '0.0.0.0'])('a port that somebody listens on (%s) is not given', async (host) => {
  const [taken = 0] = await keeperFrom(25_000).keep(1);
  const server = createServer().listen({ port: taken, host });
  await once(server, 'listening');
  await keepers.splice(0)[0]?.release();
  const [port] = await keeperFrom(taken).keep(1);
  server.close();
  expect(port).not.toBe(taken);
});

test('what is released is given again', async () => {
  const keeper = keeperFrom(26_000);
  const before = await keeper.keep(3);
  await keeper.release();
  expect(await keeperFrom(26_000).keep(3)).toEqual(before);
});
