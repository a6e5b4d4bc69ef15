import { rmSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { Anomaly } from '../../operator/api/generated/types.ts';
import { makePair, type Pair } from '../../operator/testing/certificate.ts';
import { mountPair } from '../../operator/testing/mounted-pair.ts';
import { api } from '../harness/cluster.ts';
import { eventually } from '../harness/eventually.ts';
import { send } from '../harness/http-request.ts';
import { startOperator } from '../harness/operator.ts';
import { journey } from '../journeys/bench/journey.ts';

const [first, second] = [makePair(), makePair()];
const ca = first.cert + second.cert;
const { folder, turn } = mountPair(first);

const seen = journey({ operator: { args: ['--auth=none'], ca, env: { TLS_CERT_DIR: folder } } });

afterAll(() => rmSync(folder, { recursive: true }));

describe('the certificate of the door', () => {
  test('is replaced while requests are served, and what is none changes nothing', async () => {
    const { operator } = seen;
    const only = (pair: Pair): Promise<number> => send({ url: `${operator.url}/api/v1/plans`, ca: pair.cert }).then(({ status }) => status);
    expect(await only(first)).toBe(200);
    await expect(only(second)).rejects.toThrow(/self-signed/);
    const codes: number[] = [];
    const asking = { on: true };
    const all = [1, 2].map(async () => {
      while (asking.on) codes.push((await send({ url: `${operator.url}/api/v1/plans`, ca })).status);
    });
    turn(second);
    await eventually(() => only(second).catch(() => undefined), { within: 60_000, describe: 'the second certificate is shown' });
    turn({ cert: first.cert, key: second.key });
    const refused = 'coordination_tls_reloads_total{result="refused"} 1';
    await eventually(async () => (await operator.metrics()).includes(refused), { within: 60_000, describe: 'the bad pair is counted' });
    expect(await only(second)).toBe(200);
    asking.on = false;
    await Promise.all(all);
    expect(new Set(codes)).toEqual(new Set([200]));
    expect(await operator.metrics()).toContain('coordination_tls_reloads_total{result="taken"} 2');
    expect(operator.logs()).toContain('The TLS certificate is not taken; the one before is shown');
    expect(operator.logs()).not.toContain('PRIVATE KEY');
  });
});

describe('with --auth=none', () => {
  test('who is on this machine reports as the user local, without a token, and the log says so', async () => {
    const { cluster, operator } = seen;
    const body = JSON.stringify({ type: 'local_report', severity: 'low', source: 'deterministic', details: { namespace: 'default' } });
    const { status, body: answer } = await send({ url: `${operator.url}/api/v1/anomalies`, method: 'POST', body, ca });
    expect({ status, answer }).toMatchObject({ status: 201 });
    const { anomaly_id: id } = JSON.parse(answer) as { anomaly_id: string };
    const path = `/apis/coordination.selfheal.dev/v1alpha1/namespaces/default/anomalies/${id}`;
    expect((await api<Anomaly>(cluster, { path })).spec).toMatchObject({ requestedBy: 'local', source: 'deterministic' });
    expect(operator.logs()).toContain('--auth=none: whoever can connect from this machine may everything');
  });

  test('nobody else can connect', async () => {
    const { port } = new URL(seen.operator.url);
    const others = Object.values(networkInterfaces()).flatMap((all) =>
      (all ?? []).filter(({ internal, family }) => !internal && family === 'IPv4'),
    );
    for (const { address } of others) {
      const outcome = await new Promise<string>((resolve) => {
        const socket = connect({ host: address, port: Number(port) }, () => resolve('connected')).once(
          'error',
          (error: NodeJS.ErrnoException) => resolve(error.code ?? ''),
        );
        socket.unref();
      });
      expect({ address, outcome }).toEqual({ address, outcome: 'ECONNREFUSED' });
    }
  });
});

test.each([
  { what: 'a flag that is none', options: { args: ['--no-auth'] }, says: "Unknown option '--no-auth'" },
  { what: 'a way to ask that is none', options: { args: ['--auth=off'] }, says: '--auth=off is not known; it must be token or none' },
  {
    what: 'no certificate',
    options: { env: { TLS_CERT_DIR: tmpdir() } },
    says: `TLS_CERT_DIR ${tmpdir()} has no tls.crt with its tls.key`,
  },
])('$what stops the start', async ({ options, says }) => {
  const operator = await startOperator(seen.cluster, { replica: 'engine-9', ...options });
  expect(await operator.ended).toBe(1);
  expect(operator.logs()).toContain(says);
});
