import { describe, expect, test } from '@jest/globals';
import { at } from '../../testing/action-builder.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import type { Illness } from './illness.ts';
import { judgeSighting, type EarlierReport } from './judge-sighting.ts';

const time = (second: number) => new Date(at(second));

function illness(since: number, lastsSeconds = 300, type = 'node_not_ready'): Illness {
  return { type, severity: 'high', what: `${type} it is`, since: at(since), lastsSeconds };
}

function report(state: EarlierReport['state'], overAt?: number, createdAt = 0): EarlierReport {
  const anomaly = buildAnomaly({ creationTimestamp: at(createdAt) });
  return { anomaly, state, ...(overAt === undefined ? {} : { overAt: at(overAt) }) };
}

describe('an illness', () => {
  test.each([
    { when: 'it has just begun', now: 1, kind: 'wait' },
    { when: 'a second is lacking', now: 299, kind: 'wait' },
    { when: 'it has lasted as long as it has to', now: 300, kind: 'report' },
    { when: 'it has lasted longer', now: 3000, kind: 'report' },
  ])('when $when: $kind', ({ now, kind }) => {
    expect(judgeSighting({ illnesses: [illness(0)] }, [], time(now))).toMatchObject({
      kind,
      ...(kind === 'wait' && { until: time(300) }),
    });
  });

  test('is reported by the first that is due, with all that is wrong', () => {
    const [notReady, pressure] = [illness(0), illness(10, 120, 'memory_pressure')];
    const verdict = judgeSighting({ illnesses: [notReady, pressure] }, [], time(130));
    expect(verdict).toEqual({ kind: 'report', illness: pressure, illnesses: [notReady, pressure] });
  });

  test.each([
    { when: 'an earlier report is open', reports: [report('open')], now: 9000, kind: 'nothing' },
    { when: 'an earlier report says all', reports: [report('kept', undefined, 301)], now: 9000, kind: 'nothing' },
    { when: 'what an earlier report led to ended a moment ago', reports: [report('over', 1000)], now: 1299, kind: 'wait' },
    { when: 'it outlasted what an earlier report led to', reports: [report('over', 1000)], now: 1300, kind: 'report' },
    { when: 'the last of several ended a moment ago', reports: [report('over', 1000), report('over', 2000)], now: 2299, kind: 'wait' },
    { when: 'one of several is open', reports: [report('over', 1000), report('open')], now: 9000, kind: 'nothing' },
  ])('when $when: $kind', ({ reports, now, kind }) => {
    expect(judgeSighting({ illnesses: [illness(0)] }, reports, time(now)).kind).toBe(kind);
  });

  test('that began after one that was only observed is reported', () => {
    expect(judgeSighting({ illnesses: [illness(1000)] }, [report('kept', undefined, 500)], time(1300)).kind).toBe('report');
  });

  test('that comes back long after an earlier report counts from its own begin', () => {
    const verdict = judgeSighting({ illnesses: [illness(5000)] }, [report('over', 1000)], time(5200));
    expect(verdict).toEqual({ kind: 'wait', until: time(5300) });
  });

  test('that is repeated tells after what', () => {
    expect(judgeSighting({ illnesses: [illness(0)] }, [report('over', 1000)], time(1300))).toMatchObject({ after: at(1000) });
  });
});

describe('an object that is well', () => {
  test('is nothing to report', () => {
    expect(judgeSighting({ illnesses: [] }, [report('over', 10), report('kept')], time(20))).toEqual({ kind: 'nothing' });
  });

  test('tells every report that is open, once', () => {
    const open = report('open');
    const told = { ...open, anomaly: buildAnomaly({ name: 'anom-told', resolvedAt: at(5) }) };
    const joined = { ...open, anomaly: buildAnomaly({ name: 'anom-joined', status: { phase: 'Suppressed' } }) };
    expect(judgeSighting({ illnesses: [] }, [open, told, joined], time(20))).toEqual({ kind: 'resolve', anomalies: [open.anomaly] });
  });
});
