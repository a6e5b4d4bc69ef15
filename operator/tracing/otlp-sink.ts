import { SpanKind, SpanStatusCode, TraceFlags, type HrTime, type SpanContext } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, envDetector, resourceFromAttributes, type Resource } from '@opentelemetry/resources';
import { BatchSpanProcessor, type ReadableSpan, type SpanExporter } from '@opentelemetry/sdk-trace';
import type { Span } from '../domain/tracing/span.ts';
import { pause } from '../kube/abortable.ts';
import type { Log } from '../kube/log.ts';
import type { CountSpans } from '../metrics/trace-metrics.ts';
import { version } from '../version.ts';
import type { SpanSink } from './span-sink.ts';

/** What a sink is made of. */
export interface OtlpParts {
  /** Names of OpenTelemetry, for what sends: this process. OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES go before them. */
  readonly about: Readonly<Record<string, string>>;
  readonly count: CountSpans;
  readonly log: Log;
  /** OpenTelemetry's exporter unless told, which reads where to by itself: OTEL_EXPORTER_OTLP_*. */
  readonly exporter?: SpanExporter;
}

/** ExportResultCode of @opentelemetry/core. */
const [success, failure] = [0, 1];

/** An exporter that has not told by then what became of a batch will not: OpenTelemetry's gives up by itself, after 10 s unless told otherwise. */
export const longestExportMs = 60_000;

/** More than that many spans do not wait: a collector that is away costs some spans, and never memory. */
export const mostWaiting = 4096;

/** Sends spans in batches as OTLP over HTTP, in JSON. Whether they arrive is counted, and nothing else comes of it. */
export function makeOtlpSink({ about, count, log, exporter = new OTLPTraceExporter() }: OtlpParts): SpanSink {
  const resource = resourceFromAttributes(about).merge(detectResources({ detectors: [envDetector] }));
  let waiting = 0;
  const done: CountSpans = (fate, spans) => {
    waiting -= spans;
    count(fate, spans);
  };
  const processor = new BatchSpanProcessor({
    exporter: counting(exporter, done, log),
    maxQueueSize: mostWaiting,
    scheduledDelayMillis: 1000,
  });
  return {
    take(span) {
      if (waiting >= mostWaiting) return count('dropped', 1);
      waiting += 1;
      processor.onEnd(asReadable(span, resource));
    },
    async stop(withinMs) {
      const giveUp = new AbortController();
      const sent = processor.shutdown().catch((error: unknown) => log.debug('The last spans could not be sent', { error }));
      await Promise.race([sent, pause(withinMs, giveUp.signal)]);
      giveUp.abort();
    },
  };
}

/** The same exporter, with what became of each batch told and counted once, in any case; the log tells of it when that changes. */
function counting(exporter: SpanExporter, done: CountSpans, log: Log): SpanExporter {
  let arrives = true;
  return {
    export(spans, tell) {
      untilTold(exporter, spans, (result) => {
        const { code, error }: { readonly code: number; readonly error?: Error } = result;
        const arrived = code === success;
        done(arrived ? 'exported' : 'failed', spans.length);
        if (arrived !== arrives) log[arrived ? 'info' : 'warn'](arrived ? 'Spans arrive again' : 'Spans do not arrive', { error });
        arrives = arrived;
        tell(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
  };
}

type Tell = Parameters<SpanExporter['export']>[1];

/** Exports the spans and tells once what became of them, even when the exporter throws, never tells, or tells twice. */
function untilTold(exporter: SpanExporter, spans: ReadableSpan[], tell: Tell): void {
  let told = false;
  const end: Tell = (result) => {
    if (told) return;
    told = true;
    clearTimeout(late);
    tell(result);
  };
  const late = setTimeout(() => end({ code: failure, error: new Error('nothing was heard of them') }), longestExportMs);
  late.unref();
  try {
    exporter.export(spans, end);
  } catch (error) {
    end({ code: failure, error: new Error('they could not be sent', { cause: error }) });
  }
}

function asReadable({ name, traceId, spanId, parentSpanId, startedAt, finishedAt, facts, fault }: Span, resource: Resource): ReadableSpan {
  const context = (id: string): SpanContext => ({ traceId, spanId: id, traceFlags: TraceFlags.SAMPLED });
  const end = new Date(Math.max(startedAt.getTime(), finishedAt.getTime()));
  return {
    name,
    resource,
    kind: SpanKind.INTERNAL,
    spanContext: () => context(spanId),
    ...(parentSpanId !== undefined && { parentSpanContext: context(parentSpanId) }),
    startTime: timeOf(startedAt.getTime()),
    endTime: timeOf(end.getTime()),
    duration: timeOf(end.getTime() - startedAt.getTime()),
    status: fault === undefined ? { code: SpanStatusCode.UNSET } : { code: SpanStatusCode.ERROR, message: fault },
    attributes: { ...facts },
    ...{ links: [], events: [], ended: true, instrumentationScope: { name: 'coordination-engine', version } },
    ...{ droppedAttributesCount: 0, droppedEventsCount: 0, droppedLinksCount: 0 },
  };
}

/** Whole milliseconds as [seconds, nanoseconds]. */
function timeOf(milliseconds: number): HrTime {
  const whole = Math.round(milliseconds);
  return [Math.floor(whole / 1000), (whole % 1000) * 1_000_000];
}
