import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { correlated, correlation } from './kube/correlation.ts';
import * as lines from './log-lines.ts';
import { makeLog } from './log.ts';

function logged(format: 'text' | 'json', speak: (log: ReturnType<typeof makeLog>) => void): string {
  const stream = new PassThrough();
  speak(makeLog({ logLevel: 'INFO', logFormat: format }, stream));
  return String(stream.read() ?? '');
}

describe('text log lines', () => {
  test.each([
    [lines.anomalySubmitted('anom-20251210-001'), 'INFO: Anomaly submitted: anom-20251210-001'],
    [lines.actionQueued('act-20251210-001', 2), 'INFO: Action queued: act-20251210-001 (priority: 2)'],
    [lines.conflictDetected('act-1', 'act-2'), 'WARNING: Conflict detected: act-1 vs act-2'],
    [lines.conflictResolved('same_target'), 'INFO: Conflict resolved using rule: same_target'],
    [lines.executingAction('act-1'), 'INFO: Executing action: act-1'],
    [lines.actionCompleted('act-1', 7.2), 'INFO: Action completed: act-1 (duration: 7s)'],
  ])('have the form of the document: %#', (line, expected) => {
    const text = logged('text', (log) => log.event(line));
    expect(text).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d /);
    expect(text.slice(20).trim()).toBe(expected);
  });

  test('below the level are not written', () => {
    expect(logged('text', (log) => log.debug('quiet'))).toBe('');
  });

  test('stay on one line and carry no token', () => {
    const text = logged('text', (log) =>
      log.info('sent Bearer abc.def.ghi\nnext', { authorization: 'x', note: 'eyJhbGciOi.eyJzdWIi.c2ln' }),
    );
    expect(text.trim().split('\n')).toHaveLength(1);
    expect(text).not.toMatch(/abc\.def|eyJhbGciOi|"x"/);
    expect(text).toContain('[redacted]');
  });
});

describe('json log lines', () => {
  test('carry the facts as fields', () => {
    const entry = JSON.parse(logged('json', (log) => log.event(lines.actionQueued('act-1', 2)))) as Record<string, unknown>;
    expect(entry).toMatchObject({ level: 'INFO', msg: 'Action queued: act-1 (priority: 2)', action: 'act-1', priority: 2 });
  });

  test('carry the ids of what is being done, and text lines do not', async () => {
    const speak = (log: ReturnType<typeof makeLog>): void => correlated({ controller: 'planning', name: 'anom-1' }, () => log.info('done'));
    expect(JSON.parse(logged('json', speak))).toMatchObject({
      msg: 'done',
      controller: 'planning',
      name: 'anom-1',
      ts: expect.any(String),
    });
    expect(logged('text', speak)).toMatch(/ INFO: done$/m);
    const later = correlated({ plan: 'plan-1' }, async () => {
      await Promise.resolve();
      return correlated({ action: 'act-1' }, correlation);
    });
    expect(correlation()).toEqual({});
    expect(await later).toEqual({ plan: 'plan-1', action: 'act-1' });
  });

  test('show an error with its causes', () => {
    const error = new Error('outer', { cause: new Error('inner') });
    expect(logged('json', (log) => log.error('failed', { error }))).toContain('outer: inner');
  });
});
