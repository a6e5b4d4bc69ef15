import type { Span } from '../domain/tracing/span.ts';

/** Where spans go. */
export interface SpanSink {
  /** Takes a span; never waits and never throws. */
  take(span: Span): void;
  /** What was taken has been sent, or could not be within this time. */
  stop(withinMs: number): Promise<void>;
}
