/** Where something happened: the trace, and the span that everything there is part of. */
export interface TracePlace {
  /** 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits; absent when the trace has no span above. */
  readonly spanId?: string;
}

/** What a span says besides its name and times. */
export type SpanFacts = Readonly<Record<string, string | number>>;

/** Those of the facts that there are. */
export function known(facts: Readonly<Record<string, string | number | undefined>>): SpanFacts {
  return Object.fromEntries(Object.entries(facts).flatMap(([name, fact]) => (fact === undefined ? [] : [[name, fact]])));
}

/** Something that has ended, as a trace shows it. */
export interface Span {
  readonly name: string;
  readonly traceId: string;
  /** 16 hex digits. */
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly startedAt: Date;
  readonly finishedAt: Date;
  /** By the names of OpenTelemetry where it has one. */
  readonly facts: SpanFacts;
  /** Why it went wrong, when it did. */
  readonly fault?: string;
}
