import { appendFile, chmod, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Transient } from '../kube/errors.ts';
import type { AuditIntent, AuditOutcome } from './audit-record.ts';
import { makeAuditTrail, openAuditTrail } from './audit-trail.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'audit-'));
});
afterAll(() => rm(dir, { recursive: true }));

const line = {
  kind: 'EffectAudit',
  time: '2026-01-01T00:00:00Z',
  auditID: 'id-1',
  replica: 'engine-0',
  epoch: 1,
  verb: 'patch',
  target: { apiVersion: 'v1', kind: 'Node', name: 'w1' },
} as const;
const intent: AuditIntent = { ...line, stage: 'intent', direction: 'forward', allowedBy: { rule: 'Admitted' } };
const outcome: AuditOutcome = { ...line, stage: 'outcome', direction: 'forward', outcome: 'committed' };
const noneLost = (record: AuditOutcome): void => {
  throw new Error(`lost ${record.auditID}`);
};
const linesOf = async (path: string): Promise<unknown[]> =>
  (await readFile(path, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text) as unknown);

describe('a file as audit log', () => {
  test('has one line for each record, in order, and for nobody else to read', async () => {
    const path = join(dir, 'a.log');
    const trail = await openAuditTrail({ auditLog: path }, noneLost);
    await trail?.before(intent);
    await trail?.after(outcome);
    await Promise.all([trail?.before({ ...intent, auditID: 'id-2' }), trail?.before({ ...intent, auditID: 'id-3' })]);
    expect(await linesOf(path)).toMatchObject([intent, outcome, { auditID: 'id-2' }, { auditID: 'id-3' }]);
  });

  test('is followed by a new one once it was moved away', async () => {
    const path = join(dir, 'b.log');
    const trail = await openAuditTrail({ auditLog: path }, noneLost);
    await trail?.before(intent);
    await rename(path, `${path}.1`);
    await trail?.after(outcome);
    expect([await linesOf(`${path}.1`), await linesOf(path)]).toMatchObject([[intent], [outcome]]);
  });

  test('gets no line added to half a one', async () => {
    const path = join(dir, 'c.log');
    await writeFile(path, '{"kind":"Eff');
    const trail = await openAuditTrail({ auditLog: path }, noneLost);
    await trail?.before(intent);
    expect((await readFile(path, 'utf8')).split('\n')[1]).toBe(JSON.stringify(intent));
  });

  test('has whole lines after a torn one, wherever that is', async () => {
    const path = join(dir, 'e.log');
    const trail = await openAuditTrail({ auditLog: path }, noneLost);
    await trail?.before(intent);
    await appendFile(path, '{"kind":"EffectAudit","target":{"name":"w1');
    await trail?.after(outcome);
    await trail?.before({ ...intent, auditID: 'id-2' });
    const [first, torn, ...others] = (await readFile(path, 'utf8')).trimEnd().split('\n');
    expect([first, ...others].map((text) => JSON.parse(text ?? '') as unknown)).toEqual([intent, outcome, { ...intent, auditID: 'id-2' }]);
    expect(torn).toBe('{"kind":"EffectAudit","target":{"name":"w1');
  });

  test('that cannot be written stops the start', async () => {
    await expect(openAuditTrail({ auditLog: join(dir, 'no', 'such', 'folder') }, noneLost)).rejects.toThrow('ENOENT');
  });

  test('that cannot be written any more lets nothing be done, and tells of the outcomes that are lost', async () => {
    const path = join(dir, 'd');
    const lost: string[] = [];
    const trail = await openAuditTrail({ auditLog: join(path, '..', 'd.log') }, ({ auditID }) => lost.push(auditID));
    await rm(join(dir, 'd.log'));
    await writeFile(join(dir, 'placeholder'), '');
    await rename(dir, `${dir}-gone`);
    try {
      const refused = await trail?.before(intent).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(Transient);
      expect(refused).toMatchObject({ reason: 'AuditUnavailable', ambiguous: false });
      await trail?.after(outcome);
      expect(lost).toEqual(['id-1']);
    } finally {
      await rename(`${dir}-gone`, dir);
    }
    await trail?.before(intent);
    await chmod(join(dir, 'd.log'), 0o600);
    expect(await linesOf(join(dir, 'd.log'))).toMatchObject([intent]);
  });
});

describe('the other places', () => {
  test('off has no trail', async () => {
    expect(await openAuditTrail({ auditLog: 'off' }, noneLost)).toBeUndefined();
  });

  test('one line goes out after the other, whatever becomes of it', async () => {
    const written: string[] = [];
    const failing = (text: string): Promise<void> => (
      written.push(text),
      written.length === 1 ? Promise.reject(new Error('full')) : Promise.resolve()
    );
    const trail = makeAuditTrail(failing, noneLost);
    const [first, second] = await Promise.allSettled([trail.before(intent), trail.before({ ...intent, auditID: 'id-2' })]);
    expect([first.status, second.status]).toEqual(['rejected', 'fulfilled']);
    expect(written.map((text) => (JSON.parse(text) as AuditIntent).auditID)).toEqual(['id-1', 'id-2']);
  });
});
