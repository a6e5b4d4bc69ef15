import { afterEach, describe, expect, jest, test } from '@jest/globals';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { Span } from '../domain/tracing/span.ts';
import { silentLog } from '../kube/log.ts';
import { longestExportMs, makeOtlpSink, mostWaiting } from './otlp-sink.ts';
import { startTracing } from './start-tracing.ts';

const span: Span = {
  name: 'step',
  traceId: 'a'.repeat(32),
  spanId: 'b'.repeat(16),
  parentSpanId: 'c'.repeat(16),
  startedAt: new Date('2026-01-01T00:00:01.250Z'),
  finishedAt: new Date('2026-01-01T00:00:03.000Z'),
  facts: { 'coordination.layer': 'platform' },
};

/** A sink whose exporter answers as told, when it is told to. */
function sinkOf(code: () => number) {
  const [sent, counted, logged]: [ReadableSpan[], string[], string[]] = [[], [], []];
  const exporter: SpanExporter = {
    export(spans, tell) {
      sent.push(...spans);
      tell({ code: code(), ...(code() !== 0 && { error: new Error('connection refused') }) });
    },
    shutdown: () => Promise.resolve(),
  };
  const log = { ...silentLog, info: (text: string) => void logged.push(text), warn: (text: string) => void logged.push(text) };
  const count = (fate: string, spans: number) => void counted.push(`${fate} ${spans}`);
  return { sink: makeOtlpSink({ about: { 'service.name': 'engine' }, count, log, exporter }), sent, counted, logged };
}

/** An exporter that never says what became of anything. */
const deaf: SpanExporter = { export: () => undefined, shutdown: () => Promise.resolve() };

function thrown(): never {
  throw new Error('no such host');
}

afterEach(() => void jest.useRealTimers());

async function batch(): Promise<void> {
  await jest.advanceTimersByTimeAsync(1_500);
}

describe('a sink', () => {
  test('sends what it took, as OpenTelemetry wants it', async () => {
    const { sink, sent, counted } = sinkOf(() => 0);
    sink.take(span);
    sink.take({ ...span, fault: 'It did not help.', finishedAt: new Date(0) });
    await sink.stop(60_000);
    const [first, second] = sent;
    expect(first).toMatchObject({
      name: 'step',
      startTime: [1767225601, 250_000_000],
      endTime: [1767225603, 0],
      duration: [1, 750_000_000],
      status: { code: 0 },
      attributes: { 'coordination.layer': 'platform' },
    });
    expect(first?.spanContext()).toMatchObject({ traceId: span.traceId, spanId: span.spanId, traceFlags: 1 });
    expect(first?.parentSpanContext).toMatchObject({ spanId: span.parentSpanId });
    expect(first?.resource.attributes).toMatchObject({ 'service.name': 'engine' });
    expect(second).toMatchObject({ status: { code: 2, message: 'It did not help.' }, duration: [0, 0] });
    expect(counted).toEqual(['exported 2']);
  });

  test('counts what does not arrive, and says so once, and once more when it arrives again', async () => {
    jest.useFakeTimers();
    let code = 1;
    const { sink, counted, logged } = sinkOf(() => code);
    for (const then of [1, 1, 0, 0]) {
      code = then;
      sink.take(span);
      await batch();
    }
    expect(counted).toEqual(['failed 1', 'failed 1', 'exported 1', 'exported 1']);
    expect(logged).toEqual(['Spans do not arrive', 'Spans arrive again']);
  });

  test('drops, and counts, what it has no room for', () => {
    jest.useFakeTimers();
    const counted: string[] = [];
    const count = (fate: string, spans: number) => void counted.push(`${fate} ${spans}`);
    const sink = makeOtlpSink({ about: {}, count, log: silentLog, exporter: deaf });
    for (let taken = 0; taken < mostWaiting + 3; taken += 1) sink.take(span);
    expect(counted).toEqual(['dropped 1', 'dropped 1', 'dropped 1']);
  });

  test.each<[string, SpanExporter['export'], string[]]>([
    ['never tells', () => undefined, ['failed 512']],
    ['throws', () => thrown(), ['failed 512']],
    ['tells twice', (_, tell) => [0, 1].forEach((code) => tell({ code })), ['exported 512']],
    ['tells too late', (_, tell) => void setTimeout(() => tell({ code: 0 }), 2 * longestExportMs), ['failed 512']],
  ])('has room again, and counted each span once, when its exporter %s', async (_, how, each) => {
    jest.useFakeTimers();
    const counted: string[] = [];
    const count = (fate: string, spans: number) => void counted.push(`${fate} ${spans}`);
    const sink = makeOtlpSink({ about: {}, count, log: silentLog, exporter: { ...deaf, export: how } });
    for (let taken = 0; taken < mostWaiting; taken += 1) sink.take(span);
    await jest.advanceTimersByTimeAsync(10 * longestExportMs);
    expect(counted).toEqual(Array.from({ length: mostWaiting / 512 }, () => each).flat());
    sink.take(span);
    expect(counted).not.toContain('dropped 1');
  });

  test('waits no longer than it is told for a collector that does not answer', async () => {
    jest.useFakeTimers();
    const sink = makeOtlpSink({ about: {}, count: () => undefined, log: silentLog, exporter: deaf });
    sink.take(span);
    let stopped = false;
    void sink.stop(1000).then(() => (stopped = true));
    await jest.advanceTimersByTimeAsync(999);
    expect(stopped).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(stopped).toBe(true);
  });
});

test('there is no sink without a collector', async () => {
  const settings = { tracesEndpoint: '', systemNamespace: 'self-healing-platform', podName: 'engine-0', nodeName: '' };
  expect(await startTracing(settings, silentLog, () => undefined)).toBeUndefined();
});
