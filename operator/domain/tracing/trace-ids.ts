import { sha256 } from '../../api/digest.ts';
import type { TracePlace } from './span.ts';

/** The id of the trace of this object: the same in every process, after every restart. */
export function traceIdOf(uid: string): string {
  return sha256(`trace/${uid}`).slice(0, 32);
}

/** The id of the span of this thing: the same in every process, so that its parts can name it before it ends. */
export function spanIdOf(thing: string): string {
  return sha256(`span/${thing}`).slice(0, 16);
}

/** Version, trace, span and flags: 55 characters. This version ends there, and a later one may say more, up to 512 in all: it is stored. */
const form =
  /^(?:00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})|(?!00|ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-[!-~]{0,456})?)$/;

/**
 * The place that a W3C traceparent names; undefined when it names none, or when whoever sent it records nothing, since a trace that is cut
 * off above is worth less than one of its own. Source: W3C Trace Context, section 3.2.
 */
export function placeFrom(traceparent = ''): Required<TracePlace> | undefined {
  const [traceId = '', spanId = '', flags = '00'] = (form.exec(traceparent) ?? []).slice(1).filter((part) => part !== undefined);
  const isSampled = (Number.parseInt(flags, 16) & 1) === 1;
  return isSampled && /[^0]/.test(traceId) && /[^0]/.test(spanId) ? { traceId, spanId } : undefined;
}
