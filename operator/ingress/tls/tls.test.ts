import { rmSync, symlinkSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { silentLog, type Log } from '../../kube/log.ts';
import { noDoorMetrics, type DoorMetrics } from '../../metrics/door-metrics.ts';
import { makePair, type Pair } from '../../testing/certificate.ts';
import { eventually } from '../../testing/eventually.ts';
import { mountPair, type MountedPair } from '../../testing/mounted-pair.ts';
import { rawClient } from '../../testing/raw-client.ts';
import { makeFrontDoor } from '../front-door.ts';
import { portOf } from '../health-server.ts';
import { httpLimits } from '../http-limits.ts';
import { firstCertificate } from './certificate.ts';
import { followCertificate } from './follow-certificate.ts';

const [old, fresh] = [makePair(), makePair({ validDays: 30 })];
const ca = [old.cert, fresh.cert];
const ends: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

/** See mountPair; the folder goes with the test. */
function mounted(pair: Pair): MountedPair {
  const mount = mountPair(pair);
  ends.push(() => rmSync(mount.folder, { recursive: true }));
  return mount;
}

/** Log and metrics, as words in the order in which they were said. */
function listener() {
  const said: string[] = [];
  const metrics: DoorMetrics = {
    ...noDoorMetrics,
    certificateTaken: () => void said.push('taken'),
    certificateRefused: () => void said.push('refused'),
  };
  const log: Log = { ...silentLog, info: (message) => void said.push(message), error: (message) => void said.push(message) };
  return { said, log, metrics };
}

interface Listening {
  readonly log?: Log;
  readonly metrics?: DoorMetrics;
  readonly handshakeMs?: number;
}

async function listening(folder: string, { handshakeMs = httpLimits.handshakeMs, ...more }: Listening = {}): Promise<FastifyInstance> {
  const health = () => ({ version: '1', uptimeSeconds: () => 1, gates: [] });
  const limits = { ...httpLimits, handshakeMs };
  const door = makeFrontDoor({ health, keeper: () => undefined, log: silentLog, limits, certificates: folder, ...more });
  await door.listen({ port: 0, host: '127.0.0.1' });
  ends.push(() => door.close());
  return door;
}

/** The certificate that is shown to who connects now. */
function shownBy(door: FastifyInstance): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({ port: portOf(door.server), host: '127.0.0.1', servername: 'localhost', ca }, () => {
      const { raw } = socket.getPeerCertificate();
      socket.destroy();
      resolve(raw.toString('base64'));
    }).once('error', reject);
  });
}

const bytesOf = ({ cert }: Pair): string => cert.replace(/-----[A-Z ]+-----|\n/g, '');

function get(door: FastifyInstance, agent: Agent | false): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request({ port: portOf(door.server), host: '127.0.0.1', path: '/health', ca, servername: 'localhost', agent });
    sent.once('response', (response) => response.resume().once('end', () => resolve(response.statusCode ?? 0)));
    sent.once('error', reject).end();
  });
}

describe('a new certificate', () => {
  test('is shown as soon as the kubelet turns the link, and no request is lost meanwhile', async () => {
    const { folder, turn } = mounted(old);
    const door = await listening(folder);
    expect(await shownBy(door)).toBe(bytesOf(old));
    const kept = new Agent({ keepAlive: true, maxSockets: 2 });
    ends.push(() => kept.destroy());
    const codes: number[] = [];
    const asking = { on: true };
    const ask = async (agent: Agent | false): Promise<void> => {
      while (asking.on) codes.push(await get(door, agent));
    };
    const all = [ask(kept), ask(kept), ask(false)];
    turn(fresh);
    await eventually(async () => expect(await shownBy(door)).toBe(bytesOf(fresh)));
    asking.on = false;
    await Promise.all(all);
    expect(new Set(codes)).toEqual(new Set([200]));
  });

  test('that is none keeps the one before, is said once, and is over with the next good one', async () => {
    const { folder, turn } = mounted(old);
    const { said, ...told } = listener();
    const door = await listening(folder, told);
    const bad = { cert: fresh.cert, key: old.key };
    turn(bad);
    await eventually(() => expect(said).toContain('refused'));
    turn({ ...bad });
    expect(await shownBy(door)).toBe(bytesOf(old));
    turn(fresh);
    await eventually(async () => expect(await shownBy(door)).toBe(bytesOf(fresh)));
    expect(said).toEqual([
      ...['taken', 'refused', 'The TLS certificate is not taken; the one before is shown'],
      ...['taken', 'The TLS certificate is a new one'],
    ]);
  });

  test('is found where nothing tells of changes', async () => {
    const { folder, turn } = mounted(old);
    const shown: string[] = [];
    const { said, ...told } = listener();
    const first = firstCertificate(folder);
    rmSync(join(folder, 'tls.crt'));
    ends.push(followCertificate({ folder, first, show: ({ cert }) => void shown.push(cert), ...told, pollMs: 20 }));
    await eventually(() => expect(said).toContain('refused'));
    symlinkSync(join('..data', 'tls.crt'), join(folder, 'tls.crt'));
    turn(fresh);
    await eventually(() => expect(shown).toEqual([fresh.cert]));
  });

  test('of the old pair, come back, ends the trouble without another being shown', async () => {
    const { folder, turn } = mounted(old);
    const shown: string[] = [];
    const { said, ...told } = listener();
    ends.push(
      followCertificate({ folder, first: firstCertificate(folder), show: ({ cert }) => void shown.push(cert), ...told, pollMs: 20 }),
    );
    turn({ cert: 'none', key: old.key });
    await eventually(() => expect(said).toContain('refused'));
    turn(old);
    await eventually(() => expect(said.at(-1)).toBe('The TLS certificate is a new one'));
    expect(shown).toEqual([]);
  });
});

test.each([
  { what: 'no certificate', pair: { cert: '', key: old.key } },
  { what: 'the key of another', pair: { cert: old.cert, key: fresh.key } },
  { what: 'no key', pair: { cert: old.cert, key: 'none' } },
])('a folder with $what stops the start', ({ pair }) => {
  const { folder } = mounted(pair);
  expect(() => firstCertificate(folder)).toThrow(`TLS_CERT_DIR ${folder} has no tls.crt with its tls.key`);
});

test('a version before 1.2 is not spoken, before and after a change', async () => {
  const { folder, turn } = mounted(old);
  const door = await listening(folder);
  const [port, host] = [portOf(door.server), '127.0.0.1'];
  const ancient = {
    port,
    host,
    servername: 'localhost',
    ca,
    minVersion: 'TLSv1.1',
    maxVersion: 'TLSv1.1',
    ciphers: 'DEFAULT@SECLEVEL=0',
  } as const;
  const trying = (): Promise<string> =>
    new Promise((resolve) => connectTls(ancient, () => resolve('connected')).once('error', ({ message }: Error) => resolve(message)));
  expect(await trying()).toMatch(/version/i);
  turn(fresh);
  await eventually(async () => expect(await shownBy(door)).toBe(bytesOf(fresh)));
  expect(await trying()).toMatch(/version/i);
});

test.each(['', 'GET /health HTTP/1.1\r\nHost: x\r\n\r\n'])('who says "%s" in place of a handshake is closed', async (text) => {
  const door = await listening(mounted(old).folder, { handshakeMs: 50 });
  expect(await rawClient(portOf(door.server), text).end()).not.toContain('HTTP/1.1 200');
});
